/// How well a classifier did on one held-out corpus.
///
///     precision[c] = right[c] / predicted[c]          nil if c was never predicted
///     recall[c]    = right[c] / support[c]            nil if no document is a c
///     f1[c]        = 2·right[c] / (predicted[c] + support[c])   nil if both
///
/// An undefined score is `nil`, not zero. The averages need a number for each label; they do as scikit-learn's
/// `classification_report(truth, predicted, zero_division=0)`, which the tests compare with:
/// - *macro*: the plain mean over the labels that occur, as truth or as prediction; an undefined part counts 0.
///   Labels that do not occur at all are left out.
/// - *micro*: from the summed counts. Each document has one truth and one prediction, so all three equal accuracy.
/// - *weighted*: the mean weighted by support; an undefined part counts 0.
///
/// A corpus without documents has no scores: all are `nil`.
/// Source: <https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-f-measure-metrics>.
public struct ClassificationReport: Sendable, Equatable {
  /// The scores of one label.
  public struct LabelScores: Sendable, Codable, Equatable {
    /// The label.
    public let label: String
    /// Of the documents given this label, the part that has it.
    public let precision: Double?
    /// Of the documents that have this label, the part that was given it.
    public let recall: Double?
    /// The harmonic mean of the two.
    public let f1: Double?
    /// How many documents have this label.
    public let support: Int

    /// Writes `null`, not nothing, for an undefined score.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(label, forKey: .label)
      try container.encode(precision, forKey: .precision)
      try container.encode(recall, forKey: .recall)
      try container.encode(f1, forKey: .f1)
      try container.encode(support, forKey: .support)
    }
  }

  /// Precision, recall and F1, averaged over labels.
  public struct Average: Sendable, Equatable {
    /// The averaged precision.
    public let precision: Double?
    /// The averaged recall.
    public let recall: Double?
    /// The averaged F1 (not the F1 of the averages).
    public let f1: Double?
  }

  /// What the scores would be without the temperature that a calibrated classifier divides its logits by.
  public struct Uncalibrated: Sendable, Codable, Equatable {
    public let temperature: Double
    public let logLoss: Double?
    public let reliability: Reliability

    /// Writes `null`, not nothing, for an undefined score.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(temperature, forKey: .temperature)
      try container.encode(logLoss, forKey: .logLoss)
      try container.encode(reliability, forKey: .reliability)
    }
  }

  /// Below this a probability of the truth counts as this, 2⁻⁵² ≈ 2.2e-16, so that one document costs at most
  /// 36.04 of log loss. It is what scikit-learn's `log_loss` clips at in double precision.
  public static let smallestProbability = Double.ulpOfOne

  /// The name of the corpus.
  public let corpus: String
  /// How many documents were scored.
  public let documents: Int
  /// The part of the documents predicted right.
  public let accuracy: Double?
  /// Mean of `−ln p(truth)`; clipped, see ``smallestProbability``.
  public let logLoss: Double?
  /// The scores of each label, in the order of the confusion matrix.
  public let labels: [LabelScores]
  /// The mean over labels that occur.
  public let macro: Average
  /// From summed counts.
  public let micro: Average
  /// The mean weighted by support.
  public let weighted: Average
  /// What was taken for what.
  public let confusion: ConfusionMatrix
  /// Whether the probabilities are to be believed; nil where only those of the truth are known.
  public let reliability: Reliability?
  /// The same without the temperature; nil for a classifier that is not calibrated.
  public let uncalibrated: Uncalibrated?

  /// Scores predictions.
  ///
  /// - Parameters:
  ///   - corpus: The name of the corpus.
  ///   - labels: All labels, C of them: the model's, then those that only the corpus has. A truth that the model does
  ///     not know can never be predicted, so its documents count as wrong.
  ///   - truth: For each document the index of its true label.
  ///   - predicted: For each document the index of the predicted label.
  ///   - truthProbabilities: For each document the probability of its true label; 0 for one the model does not know.
  ///   - reliability: What all probabilities of the documents say, if they are known.
  ///   - uncalibrated: The scores without a temperature, if there is one.
  /// - Precondition: Three arrays of one length; every index is in `0..<C`.
  /// - Complexity: O(documents + C²).
  ///
  /// A probability that is NaN counts as ``smallestProbability``.
  public init(
    corpus: String, labels: [String], truth: [Int], predicted: [Int],
    truthProbabilities: [some BinaryFloatingPoint], reliability: Reliability? = nil,
    uncalibrated: Uncalibrated? = nil
  ) {
    precondition(
      truth.count == truthProbabilities.count,
      "\(truth.count) true labels, but \(truthProbabilities.count) probabilities")
    self.init(
      corpus: corpus,
      confusion: ConfusionMatrix(labels: labels, truth: truth, predicted: predicted),
      logLoss: Self.logLoss(truthProbabilities.map { Double($0) }), reliability: reliability,
      uncalibrated: uncalibrated)
  }

  /// Derives every score that needs no probabilities from the confusion matrix.
  init(
    corpus: String, confusion: ConfusionMatrix, logLoss: Double?, reliability: Reliability?,
    uncalibrated: Uncalibrated?
  ) {
    let scores = Self.scores(of: confusion)
    let documents = scores.reduce(0) { $0 + $1.support }
    let accuracy = documents > 0 ? Double(confusion.correct) / Double(documents) : nil
    self.corpus = corpus
    self.documents = documents
    self.accuracy = accuracy
    self.logLoss = logLoss
    self.confusion = confusion
    self.reliability = reliability
    self.uncalibrated = uncalibrated
    labels = scores
    micro = Average(precision: accuracy, recall: accuracy, f1: accuracy)
    // F1 is undefined for just those labels that do not occur.
    macro = Average(of: scores) { $0.f1 == nil ? 0 : 1 }
    weighted = Average(of: scores) { Double($0.support) }
  }

  static func logLoss(_ probabilities: [Double]) -> Double? {
    SampleStatistics.mean(probabilities.map { logLoss($0) })
  }

  /// That of one document, from the probability of its truth.
  static func logLoss(_ probability: Double) -> Double {
    -logarithm(probability > smallestProbability ? probability : smallestProbability)
  }

  private static func scores(of confusion: ConfusionMatrix) -> [LabelScores] {
    let support = confusion.truthCounts
    let predicted = confusion.predictedCounts
    return confusion.labels.indices.map { label in
      LabelScores(
        label: confusion.labels[label], right: confusion.rows[label][label], predicted: predicted[label],
        support: support[label])
    }
  }
}

extension ClassificationReport.LabelScores {
  /// From how many documents have the label, how many were given it, and how many both.
  init(label: String, right: Int, predicted: Int, support: Int) {
    self.init(
      label: label, precision: ratio(right, predicted), recall: ratio(right, support),
      f1: ratio(2 * right, predicted + support), support: support)
  }
}

extension ClassificationReport.Average {
  /// The weighted mean of the scores of labels, undefined ones counting 0; `nil` if the weights sum to 0.
  init(
    of scores: [ClassificationReport.LabelScores], weight: (ClassificationReport.LabelScores) -> Double
  ) {
    let total = scores.reduce(0) { $0 + weight($1) }
    func mean(_ score: (ClassificationReport.LabelScores) -> Double?) -> Double? {
      total > 0 ? scores.reduce(0) { $0 + weight($1) * (score($1) ?? 0) } / total : nil
    }
    self.init(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
  }
}

/// A part of a whole; `nil` if there is no whole.
func ratio(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
