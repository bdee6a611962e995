import Foundation
import TextClassification

/// Predictions as lines on standard output, written a block at a time.
struct PredictionOutput {
  let top: Int
  let probabilities: Bool
  let json: Bool
  private let encoder = JSONEncoder()

  init(top: Int, probabilities: Bool, json: Bool) {
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

  func write(_ predictions: [Prediction]) throws {
    guard !predictions.isEmpty else { return }
    var bytes: [UInt8] = []
    for prediction in predictions {
      if json {
        let ranking = prediction.ranking(top)
        bytes.append(
          contentsOf: try encoder.encode(
            Line(
              label: ranking[0].label, probability: ranking[0].probability,
              labels: ranking.map { .init(label: $0.label, probability: $0.probability) })))
      } else if top == 1, !probabilities {
        bytes.append(contentsOf: prediction.label.utf8)
      } else {
        let parts = prediction.ranking(top).map {
          probabilities ? "\($0.label)\t\(String(format: "%.6g", $0.probability))" : $0.label
        }
        bytes.append(contentsOf: parts.joined(separator: "\t").utf8)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    try StandardOutput.write(bytes)
  }
}
