/// A mean with its standard error, and where the true mean lies, by Student's t.
///
///     low, high = mean ∓ t(ν) · standardError        p = P(|T| ≥ |mean / standardError|),  T ~ t(ν)
public struct MeanInterval: Sendable, Codable, Equatable {
  /// The mean.
  public let mean: Double
  /// Its standard error.
  public let standardError: Double
  /// ν, not necessarily whole.
  public let degreesOfFreedom: Double
  /// The level of the interval, .95 as a rule.
  public let level: Double
  /// Its lower end.
  public let low: Double
  /// Its upper end.
  public let high: Double
  /// The two-sided p of "the true mean is zero"; below 1 − level if and only if the interval excludes zero.
  public let pValue: Double

  /// - Returns: `nil` where the standard error is zero: an interval of one point says nothing about new data.
  /// - Precondition: The numbers are finite, ν positive, the level strictly between 0 and 1.
  package init?(mean: Double, standardError: Double, degreesOfFreedom: Double, level: Double) {
    precondition(
      mean.isFinite && standardError.isFinite && standardError >= 0 && level > 0 && level < 1,
      "interval of mean \(mean), standard error \(standardError), level \(level)")
    guard standardError > 0 else { return nil }
    let distribution = StudentT(degreesOfFreedom: degreesOfFreedom)
    let reach = distribution.quantile((1 + level) / 2) * standardError
    self.mean = mean
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.level = level
    low = mean - reach
    high = mean + reach
    pValue = distribution.twoSided(mean / standardError)
  }

  /// The interval of a mean of independent values, or of runs on overlapping splits.
  ///
  ///     standardError² = (1/n + ρ) · sd²,  ν = n − 1
  ///
  /// - Parameter testToTrainRatio: ρ, Nadeau and Bengio's correction; 0 for independent values.
  /// - Returns: `nil` for fewer than two values, or if all are equal.
  package init?(of summary: ScoreSummary, testToTrainRatio: Double = 0, level: Double) {
    guard let mean = summary.mean, let deviation = summary.standardDeviation else { return nil }
    let count = Double(summary.scores.count)
    self.init(
      mean: mean, standardError: (1 / count + testToTrainRatio).squareRoot() * deviation,
      degreesOfFreedom: count - 1, level: level)
  }
}
