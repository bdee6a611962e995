import Foundation
import TextClassification
import TextCorpus

/// Predictions as lines on standard output, written a block at a time.
struct PredictionOutput {
  /// How many labels a line has; nil: those that the document has.
  let top: Int?
  let probabilities: Bool
  let json: Bool
  private let encoder = JSONEncoder()

  init(top: Int?, probabilities: Bool, json: Bool) {
    self.top = top
    self.probabilities = probabilities
    self.json = json
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  private struct Line: Encodable {
    struct Label: Encodable {
      let label: String
      let probability: Float
    }
    let label: String
    let probability: Float
    let labels: [Label]
  }

  /// The same where a document may have several labels.
  private struct LabelsLine: Encodable {
    struct Label: Encodable {
      let label: String
      let probability: Float
      let isAssigned: Bool
    }
    let labels: [Label]
  }

  /// Classifies the texts that wait and writes a line for each.
  func write(_ predictor: Predictor) throws {
    guard predictor.queuedCount > 0 else { return }
    if top ?? 1 == 1, predictor.classifier.multiLabel == nil, !probabilities, !json {
      // The usual case, and a million times over: no object for each line.
      try StandardOutput.write(labels(predictor.takeProbabilities(), of: predictor.classifier.labels))
    } else {
      try write(predictor.takePredictions())
    }
  }

  private func labels(_ probabilities: [Float], of labels: LabelSet) -> [UInt8] {
    let lines = labels.labels.map { Array($0.utf8) + [UInt8(ascii: "\n")] }
    var bytes: [UInt8] = []
    for first in stride(from: 0, to: probabilities.count, by: labels.count) {
      bytes.append(contentsOf: lines[mostProbable(probabilities[first..<first + labels.count])])
    }
    return bytes
  }

  private func write(_ predictions: [Prediction]) throws {
    var bytes: [UInt8] = []
    for prediction in predictions {
      let ranking: [(label: String, probability: Float)] =
        if let top { prediction.ranking(top) } else {
          prediction.assigned.map { (prediction.labels[$0], prediction.probabilities[$0]) }
        }
      if json {
        bytes.append(contentsOf: try object(prediction, ranking))
      } else {
        let parts = ranking.map {
          probabilities ? "\($0.label)\t\(String(format: "%.6g", $0.probability))" : $0.label
        }
        bytes.append(contentsOf: parts.joined(separator: "\t").utf8)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    try StandardOutput.write(bytes)
  }

  private func object(_ prediction: Prediction, _ ranking: [(label: String, probability: Float)]) throws
    -> Data
  {
    guard prediction.thresholds == nil else {
      let assigned = Set(prediction.assigned.map { prediction.labels[$0] })
      return try encoder.encode(
        LabelsLine(
          labels: ranking.map {
            .init(label: $0.label, probability: $0.probability, isAssigned: assigned.contains($0.label))
          }))
    }
    return try encoder.encode(
      Line(
        label: ranking[0].label, probability: ranking[0].probability,
        labels: ranking.map { .init(label: $0.label, probability: $0.probability) }))
  }
}
