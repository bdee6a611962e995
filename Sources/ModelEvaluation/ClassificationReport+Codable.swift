/// One flat object a corpus:
///
///     corpus documents accuracy logLoss
///     macroPrecision macroRecall macroF1  microPrecision …  weightedPrecision …
///     labels: [{label, precision, recall, f1, support}]  confusion: [[Int]]  confusionLabels: [String]
///     reliability: {expectedCalibrationError, maximumCalibrationError, brierScore,
///                   bins: [{lower, upper, documents, confidence, accuracy}]}
///     uncalibrated: {temperature, logLoss, reliability}    only of a calibrated classifier
///
/// An undefined score is `null`. Reading takes the confusion matrix and what came of the probabilities, and derives the
/// rest again, so that a report never contradicts itself.
extension ClassificationReport: Codable {
  enum CodingKeys: String, CodingKey {
    case corpus, documents, accuracy, logLoss
    case macroPrecision, macroRecall, macroF1
    case microPrecision, microRecall, microF1
    case weightedPrecision, weightedRecall, weightedF1
    case labels, confusion, confusionLabels
    case reliability, uncalibrated
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(corpus, forKey: .corpus)
    try container.encode(documents, forKey: .documents)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(macro, .macroPrecision, .macroRecall, .macroF1)
    try container.encode(micro, .microPrecision, .microRecall, .microF1)
    try container.encode(weighted, .weightedPrecision, .weightedRecall, .weightedF1)
    try container.encode(logLoss, forKey: .logLoss)
    try container.encode(labels, forKey: .labels)
    try container.encode(confusion.rows, forKey: .confusion)
    try container.encode(confusion.labels, forKey: .confusionLabels)
    try container.encodeIfPresent(reliability, forKey: .reliability)
    try container.encodeIfPresent(uncalibrated, forKey: .uncalibrated)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let labels = try container.decode([String].self, forKey: .confusionLabels)
    let rows = try container.decode([[Int]].self, forKey: .confusion)
    guard let confusion = ConfusionMatrix(labels: labels, rows: rows) else {
      throw DecodingError.dataCorruptedError(
        forKey: .confusion, in: container,
        debugDescription: "the confusion matrix is not a square of counts for \(labels.count) labels")
    }
    self.init(
      corpus: try container.decode(String.self, forKey: .corpus),
      confusion: confusion,
      logLoss: try container.decodeIfPresent(Double.self, forKey: .logLoss),
      reliability: try container.decodeIfPresent(Reliability.self, forKey: .reliability),
      uncalibrated: try container.decodeIfPresent(Uncalibrated.self, forKey: .uncalibrated))
  }
}

extension KeyedEncodingContainer {
  /// An average as three entries of a flat object; `null` for an undefined one.
  mutating func encode(
    _ average: ClassificationReport.Average, _ precision: Key, _ recall: Key, _ f1: Key
  ) throws {
    try encode(average.precision, forKey: precision)
    try encode(average.recall, forKey: recall)
    try encode(average.f1, forKey: f1)
  }
}
