import TextClassification

/// Takes predictions one document at a time, and makes a report of them.
package struct ScoreCollector {
  private let temperature: Double?
  private var truth: [Int] = []
  private var predicted: [Int] = []
  private var scores = Scores()
  /// The same predictions without the temperature.
  private var uncalibrated = Scores()

  private struct Scores {
    var truthProbabilities: [Double] = []
    var reliability = Reliability.Counter()

    mutating func add(_ probabilities: [Double], predicted: Int, truth: Int) {
      truthProbabilities.append(truth < probabilities.count ? probabilities[truth] : 0)
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
    self.truth.append(truth)
    self.predicted.append(predicted)
    scores.add(probabilities, predicted: predicted, truth: truth)
    if let temperature {
      let before = TemperatureScaling.rescaled(probabilities, temperature: 1 / temperature)
      uncalibrated.add(before, predicted: predicted, truth: truth)
    }
  }

  /// - Parameter labels: Those of the classifier, then those that only the corpus has.
  package func report(corpus: String, labels: [String]) -> ClassificationReport {
    ClassificationReport(
      corpus: corpus, labels: labels, truth: truth, predicted: predicted,
      truthProbabilities: scores.truthProbabilities, reliability: scores.reliability.reliability,
      uncalibrated: temperature.map {
        ClassificationReport.Uncalibrated(
          temperature: $0, logLoss: ClassificationReport.logLoss(uncalibrated.truthProbabilities),
          reliability: uncalibrated.reliability.reliability)
      })
  }
}
