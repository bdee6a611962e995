import ModelEvaluation
import TextClassification
import TextCorpus

/// What the dev part says of a classifier's probabilities, and the temperature that mends them.
///
/// T minimises the mean of −ln softmax(logits / T)(truth) over the dev part (Guo et al. 2017,
/// <https://arxiv.org/abs/1706.04599>). The dev part has also chosen the epoch, so what is said of it here flatters a
/// little; one number learned from some hundred documents adds almost nothing to that. Documents that no part of the
/// training has seen tell how good the probabilities are.
public struct Calibration: Sendable, Codable, Equatable {
  /// What probabilities score on the dev part.
  public struct Scores: Sendable, Codable, Equatable {
    public let logLoss: Double
    public let expectedCalibrationError: Double
    public let brierScore: Double

    init(_ report: ClassificationReport) {
      // A dev part has documents, and the evaluator knows all their probabilities.
      logLoss = report.logLoss ?? 0
      expectedCalibrationError = report.reliability?.expectedCalibrationError ?? 0
      brierScore = report.reliability?.brierScore ?? 0
    }
  }

  /// T; nil where no temperature from 0.1 to 10 is best, as where every document is right: the classifier is then as it
  /// was.
  public let temperature: Double?
  /// How many documents decided.
  public let documents: Int
  /// As trained, and with T.
  public let before: Scores
  public let after: Scores
}

extension TextClassifier {
  /// The classifier at the temperature that is best on a dev part.
  ///
  /// - Throws: `TemporaryFileError.cannotRead`.
  func calibrated(on dev: DocumentSelection, threads: Int, memory: Predictor.Memory) throws -> (
    TextClassifier, Calibration
  ) {
    func scores(_ predictor: Predictor) throws -> Calibration.Scores {
      Calibration.Scores(try Evaluator().evaluate(predictor, on: dev, name: "dev"))
    }
    let predictor = Predictor(self, threads: threads, memory: memory)
    let before = try scores(predictor)
    var probabilities: [Float] = []
    var truth: [Int32] = []
    try dev.forEachBlock { text in
      probabilities += predictor.probabilities(of: text)
      truth += text.labels
    }
    let temperature = TemperatureScaling.bestTemperature(
      probabilities, classes: labels.count, truth: truth)
    guard let temperature else {
      return (
        self, Calibration(temperature: nil, documents: dev.count, before: before, after: before)
      )
    }
    let calibrated = calibrated(temperature: temperature)
    let after = try scores(Predictor(calibrated, threads: threads, memory: memory))
    return (
      calibrated, Calibration(temperature: temperature, documents: dev.count, before: before, after: after)
    )
  }
}
