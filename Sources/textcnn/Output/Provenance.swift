import Foundation
import ModelTraining
import TextCorpus

/// How a model came to be, for its file: only what decides its bytes, no date and no speed, so that the same training
/// writes the same file.
struct Provenance {
  let entries: [String: String]

  init(
    _ configuration: TrainingConfiguration, corpus: Corpus, dev: Corpus?, vectors: PretrainedVectors?,
    result: TrainingResult
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let best = result.bestEpoch
    var entries = [
      "program": "textcnn \(TextCNNCommand.configuration.version)",
      "training": String(decoding: try encoder.encode(configuration), as: UTF8.self),
      "corpus": URL(filePath: corpus.name).lastPathComponent,
      "documents": String(corpus.documents.count),
      "epoch": String(best.epoch),
    ]
    if let dev { entries["dev"] = URL(filePath: dev.name).lastPathComponent }
    if let accuracy = best.devAccuracy { entries["devAccuracy"] = String(accuracy) }
    if let logLoss = best.devLogLoss { entries["devLogLoss"] = String(logLoss) }
    if let info = vectors?.info {
      entries["vectors"] = info.source
      entries["vectorsSHA256"] = info.sha256
    }
    if let coverage = result.coverage {
      entries["vectorCoverage"] = String(decoding: try encoder.encode(coverage), as: UTF8.self)
    }
    if let calibration = result.calibration {
      entries["calibration"] = String(decoding: try encoder.encode(calibration), as: UTF8.self)
    }
    self.entries = entries
  }
}
