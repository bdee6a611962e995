import TextClassification

/// Takes predictions one document at a time, and makes a report of them.
package struct ScoreCollector {
  private let temperature: Double?
  /// How often each class was predicted, `[truth][known classes]`; a row is empty until its truth occurs.
  private var rows: [[Int]] = []
  private var scores = Scores()
  /// The same predictions without the temperature.
  private var uncalibrated = Scores()

  private struct Scores {
    var logLoss = RunningMean()
    var reliability = Reliability.Counter()

    mutating func add(_ probabilities: [Double], predicted: Int, truth: Int) {
      logLoss.add(ClassificationReport.logLoss(truth < probabilities.count ? probabilities[truth] : 0))
      reliability.add(probabilities, predicted: predicted, truth: truth)
    }
  }

  /// - Parameter temperature: That of the classifier, where its probabilities without it are to be judged too.
  package init(temperature: Double? = nil) { self.temperature = temperature }

  /// - Parameters:
  ///   - probabilities: Of the classes that the classifier knows.
  ///   - truth: One of them, or a number beyond them.
  package mutating func add(_ probabilities: ArraySlice<Float>, truth: Int) {
    let predicted = mostProbable(probabilities)
    let probabilities = probabilities.map { Double($0) }
    while rows.count <= truth { rows.append([]) }
    if rows[truth].isEmpty { rows[truth] = [Int](repeating: 0, count: probabilities.count) }
    rows[truth][predicted] += 1
    scores.add(probabilities, predicted: predicted, truth: truth)
    if let temperature {
      let before = TemperatureScaling.rescaled(probabilities, temperature: 1 / temperature)
      uncalibrated.add(before, predicted: predicted, truth: truth)
    }
  }

  /// - Parameters:
  ///   - labels: Those of the classifier, then those that only the corpus has.
  ///   - order: The number that each label had as a truth; nil: its place.
  package func report(corpus: String, labels: [String], order: [Int]? = nil) -> ClassificationReport {
    let counts = labels.indices.map { label in
      let truth = order?[label] ?? label
      let row = truth < rows.count ? rows[truth] : []
      return row + [Int](repeating: 0, count: labels.count - row.count)
    }
    guard let confusion = ConfusionMatrix(labels: labels, rows: counts) else {
      preconditionFailure("\(counts.count) rows of counts for \(labels.count) labels")
    }
    return ClassificationReport(
      corpus: corpus, confusion: confusion, logLoss: scores.logLoss.mean,
      reliability: scores.reliability.reliability,
      uncalibrated: temperature.map {
        ClassificationReport.Uncalibrated(
          temperature: $0, logLoss: uncalibrated.logLoss.mean,
          reliability: uncalibrated.reliability.reliability)
      })
  }
}
