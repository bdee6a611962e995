/// Whether a classifier is as sure as it is right: how its probabilities compare with what came true.
///
/// A document's confidence is the probability of its predicted class. Documents fall into M = 15 bins of equal width by
/// confidence; bin m holds those in ((m − 1)/M, m/M]. With n_m documents of n in bin m:
///
///     expected calibration error = Σ_m n_m/n · |accuracy_m − confidence_m|        (Naeini et al. 2015)
///     maximum calibration error  = max_m |accuracy_m − confidence_m|              over bins with documents
///     Brier score                = mean of Σ_c (p_c − [c is the truth])²          from 0 to 2 (Brier 1950)
///
/// The first two see the predicted class alone, the Brier score all classes, and it rewards accuracy as well. A truth that
/// the model does not know has p = 0. Without documents all are nil.
/// Source: Guo et al. 2017, section 2, <https://arxiv.org/abs/1706.04599>.
public struct Reliability: Sendable, Equatable {
  /// The documents whose confidence is above `lower` and at most `upper`.
  public struct Bin: Sendable, Equatable {
    public let lower: Double
    public let upper: Double
    public let documents: Int
    /// Their mean confidence, and the part of them that is right; nil where there are none.
    public let confidence: Double?
    public let accuracy: Double?
  }

  /// M.
  public static let binCount = 15

  /// By rising confidence, M of them.
  public let bins: [Bin]
  public let expectedCalibrationError: Double?
  public let maximumCalibrationError: Double?
  public let brierScore: Double?
}

extension Reliability {
  /// Counts documents one at a time, in Double, in the order in which they come.
  struct Counter {
    private var documents = [Int](repeating: 0, count: binCount)
    private var right = [Int](repeating: 0, count: binCount)
    private var confidence = [Double](repeating: 0, count: binCount)
    private var brier = 0.0

    /// - Parameters:
    ///   - probabilities: Of the classes that the model knows; one that is NaN counts as 0.
    ///   - predicted: One of them.
    ///   - truth: One of them, or beyond them.
    mutating func add(_ probabilities: [Double], predicted: Int, truth: Int) {
      let own = probabilities[predicted]
      let sure = own.isNaN ? 0 : own
      let bin = min(max(Int((sure * Double(binCount)).rounded(.up)) - 1, 0), binCount - 1)
      documents[bin] += 1
      right[bin] += predicted == truth ? 1 : 0
      confidence[bin] += sure
      for (c, p) in probabilities.enumerated() {
        let distance = (p.isNaN ? 0 : p) - (c == truth ? 1 : 0)
        brier += distance * distance
      }
      if truth >= probabilities.count { brier += 1 }
    }

    var reliability: Reliability {
      let total = documents.reduce(0, +)
      let bins = (0..<binCount).map { m in
        func mean(_ sum: Double) -> Double? { documents[m] > 0 ? sum / Double(documents[m]) : nil }
        return Bin(
          lower: Double(m) / Double(binCount), upper: Double(m + 1) / Double(binCount),
          documents: documents[m],
          confidence: mean(confidence[m]), accuracy: mean(Double(right[m])))
      }
      let gaps = bins.map { abs(($0.accuracy ?? 0) - ($0.confidence ?? 0)) }
      let expected = zip(bins, gaps).reduce(0) { $0 + Double($1.0.documents) * $1.1 }
      return Reliability(
        bins: bins, expectedCalibrationError: total > 0 ? expected / Double(total) : nil,
        maximumCalibrationError: total > 0 ? gaps.max() : nil,
        brierScore: total > 0 ? brier / Double(total) : nil)
    }
  }
}

/// Writes `null`, not nothing, where a part is undefined, so that a program finds every key.
extension Reliability: Codable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(bins, forKey: .bins)
    try container.encode(expectedCalibrationError, forKey: .expectedCalibrationError)
    try container.encode(maximumCalibrationError, forKey: .maximumCalibrationError)
    try container.encode(brierScore, forKey: .brierScore)
  }
}

extension Reliability.Bin: Codable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lower, forKey: .lower)
    try container.encode(upper, forKey: .upper)
    try container.encode(documents, forKey: .documents)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(accuracy, forKey: .accuracy)
  }
}
