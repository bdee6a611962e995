import ModelEvaluation
import TextClassification
import TextCorpus

/// Predictions against the truth.
enum RunScores {
  /// The class of each document; the number of classes for a label that is not among them.
  static func truth(of documents: [LabeledText], labels: [String]) -> [Int] {
    let known = LabelSet(labels)
    return documents.map { known.index(of: $0.label) ?? labels.count }
  }

  static func isRight(_ probabilities: [Float], truth: [Int], classes: Int) -> [Bool] {
    truth.indices.map { d in
      mostProbable(probabilities[d * classes..<(d + 1) * classes]) == truth[d]
    }
  }

  static func accuracy(_ probabilities: [Float], truth: [Int], classes: Int) -> Double {
    guard !truth.isEmpty else { return 0 }
    let right = isRight(probabilities, truth: truth, classes: classes).count { $0 }
    return Double(right) / Double(truth.count)
  }

  /// All scores of some documents.
  static func report(
    _ documents: [(probabilities: [Float], truth: [Int])], labels: [String], name: String
  ) -> ClassificationReport {
    var collector = ScoreCollector()
    let classes = labels.count
    for (probabilities, truth) in documents {
      for d in truth.indices {
        collector.add(probabilities[d * classes..<(d + 1) * classes], truth: truth[d])
      }
    }
    let hasForeign = documents.contains { $0.truth.contains(classes) }
    return collector.report(
      corpus: name, labels: labels + (hasForeign ? ["(a label that training lacks)"] : []))
  }
}
