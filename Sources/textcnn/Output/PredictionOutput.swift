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
      /// Of thinned networks.
      let spread: Float?
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
      let spread: Float?
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
      let classes =
        top.map { Array(ranked(prediction.probabilities[...]).prefix($0)) } ?? prediction.assigned
      if json {
        bytes.append(contentsOf: try object(prediction, classes))
      } else {
        let parts = classes.map { index in
          let numbers = [prediction.probabilities[index]] + (prediction.spread.map { [$0[index]] } ?? [])
          return
            ([prediction.labels[index]] + (probabilities ? numbers.map { String(format: "%.6g", $0) } : []))
            .joined(separator: "\t")
        }
        bytes.append(contentsOf: parts.joined(separator: "\t").utf8)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    try StandardOutput.write(bytes)
  }

  private func object(_ prediction: Prediction, _ classes: [Int]) throws -> Data {
    guard prediction.thresholds == nil else {
      let assigned = Set(prediction.assigned)
      return try encoder.encode(
        LabelsLine(
          labels: classes.map {
            .init(
              label: prediction.labels[$0], probability: prediction.probabilities[$0],
              isAssigned: assigned.contains($0), spread: prediction.spread?[$0])
          }))
    }
    return try encoder.encode(
      Line(
        label: prediction.labels[classes[0]], probability: prediction.probabilities[classes[0]],
        labels: classes.map {
          .init(
            label: prediction.labels[$0], probability: prediction.probabilities[$0],
            spread: prediction.spread?[$0])
        }))
  }
}
