/// The mean and the spread of scores of one system over several runs or folds.
///
///     mean = Σ x / n        sd = √( Σ (x − mean)² / (n − 1) )
///
/// Undefined parts are `nil`: the mean of nothing, the sd of fewer than two scores.
/// Source: any textbook; `n − 1` as in Python's `statistics.stdev`.
public struct ScoreSummary: Sendable, Codable, Equatable {
  /// The scores, in the order of the runs.
  public let scores: [Double]
  /// Their mean; `nil` when there are none.
  public let mean: Double?
  /// Their sample standard deviation; `nil` when there are fewer than two.
  public let standardDeviation: Double?

  /// Summarises `scores`. Cost: O(n).
  public init(scores: [Double]) {
    self.scores = scores
    mean = SampleStatistics.mean(scores)
    standardDeviation = SampleStatistics.standardDeviation(scores)
  }

  enum CodingKeys: String, CodingKey {
    case scores, mean
    case standardDeviation = "sd"
  }

  /// Writes `null`, not nothing, where a part is undefined, so that a program finds every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(scores, forKey: .scores)
    try container.encode(mean, forKey: .mean)
    try container.encode(standardDeviation, forKey: .standardDeviation)
  }
}

/// Mean and sample standard deviation.
package enum SampleStatistics {
  /// `Σ x / n`; `nil` for no values. Equal values give exactly that value.
  package static func mean(_ values: [Double]) -> Double? {
    guard let first = values.first else { return nil }
    // Summing the distances from the first value keeps the mean of equal values exact.
    let shift = values.reduce(0) { $0 + ($1 - first) }
    return first + shift / Double(values.count)
  }

  /// `√( Σ (x − mean)² / (n − 1) )`; `nil` for fewer than two values.
  package static func standardDeviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
}
