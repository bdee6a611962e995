import Foundation
import ModelTraining
import TextCorpus

/// How a model came to be, for its file: only what decides its bytes, no date and no speed, so that the same training
/// writes the same file.
struct Provenance {
  let entries: [String: String]

  init(
    _ configuration: TrainingConfiguration, ensemble: EnsembleConfiguration, corpus: String, dev: String?,
    vectors: PretrainedVectors?, result: EnsembleResult
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    let first = result.members[0]
    var entries = [
      "program": "textcnn \(TextCNNCommand.configuration.version)",
      "training": try json(configuration),
      "corpus": URL(filePath: corpus).lastPathComponent,
      "documents": String(result.documentCount),
    ]
    if result.members.count > 1 {
      entries["ensemble"] = try json(ensemble)
      entries["members"] = try json(Members(result.members))
    } else {
      entries["epoch"] = String(first.bestEpoch.epoch)
      if let calibration = first.calibration { entries["calibration"] = try json(calibration) }
    }
    if let dev { entries["dev"] = URL(filePath: dev).lastPathComponent }
    if let accuracy = result.devAccuracy { entries["devAccuracy"] = String(accuracy) }
    if let score = first.bestEpoch.devMicroF1 { entries["devMicroF1"] = String(score) }
    if let logLoss = result.devLogLoss { entries["devLogLoss"] = String(logLoss) }
    if let vectors { entries.merge(vectors.provenance) { old, _ in old } }
    if let coverage = first.coverage { entries["vectorCoverage"] = try json(coverage) }
    self.entries = entries
  }

  /// The epoch that each member of an ensemble was taken from, its scores on the dev part, and its temperature.
  private struct Members: Encodable {
    let epoch: [Int]
    let devAccuracy: [Double]?
    let devLogLoss: [Double]?
    let temperature: [Double?]?

    init(_ members: [TrainingResult]) {
      let best = members.map(\.bestEpoch)
      epoch = best.map(\.epoch)
      let hasDev = best[0].devAccuracy != nil
      devAccuracy = hasDev ? best.compactMap(\.devAccuracy) : nil
      devLogLoss = hasDev ? best.compactMap(\.devLogLoss) : nil
      temperature = members[0].calibration == nil ? nil : members.map { $0.calibration?.temperature }
    }
  }
}
