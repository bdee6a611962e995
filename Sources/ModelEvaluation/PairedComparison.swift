/// Which of two systems is better, from scores of paired runs: run i of both had the same split and seed.
///
///     dᵢ = firstᵢ − secondᵢ      interval = d̄ ± t(k−1) · √( (1/k + ρ) · s² ),  s² = Σ (dᵢ − d̄)² / (k − 1)
///
/// ρ is 0 where every run is judged on one fixed test set (the interval is then over seeds, for that test set). Where
/// each run has its own split of one corpus, the training sets overlap, the runs are not independent, and ρ is n_test /
/// n_train of a run (Nadeau and Bengio's correction; for k-fold cross-validation 1 / (k − 1)).
///
/// **The verdict** follows the interval: one is better only if the interval excludes zero.
/// - One run has no interval: cannot tell.
/// - All differences zero: cannot tell.
/// - All differences equal but not zero: the interval has shrunk to a point, and says nothing about the next run; the
///   sign-flip test decides instead, at p ≤ 1 − level, which takes six runs at 95 %.
///
/// Higher scores are better; negate a loss. Scores are parts of one, and points in words are hundredths.
/// Source: Nadeau and Bengio 2003, section 3, <https://doi.org/10.1023/A:1024068626366>.
public struct PairedComparison: Sendable, Equatable {
  /// What the runs allow to say.
  public enum Verdict: String, Sendable, Codable, Equatable {
    /// The interval lies above zero.
    case firstBetter
    /// The interval lies below zero.
    case secondBetter
    /// Neither.
    case cannotTell
  }

  /// A confidence interval.
  public struct Interval: Sendable, Codable, Equatable {
    /// Its level, .95 as a rule.
    public let level: Double
    /// Its lower end.
    public let low: Double
    /// Its upper end.
    public let high: Double
  }

  /// Name of the first system.
  public let firstName: String
  /// Name of the second system.
  public let secondName: String
  /// The scores of the first system, their mean and sd.
  public let first: ScoreSummary
  /// The scores of the second system, their mean and sd.
  public let second: ScoreSummary
  /// First minus second, run by run; their mean and sd.
  public let difference: ScoreSummary
  /// ρ, the test part over the training part of a run; `nil` if all runs share one fixed test set.
  public let testToTrainRatio: Double?
  /// The level of the interval.
  public let level: Double
  /// Where the mean difference lies; `nil` for one run.
  public let interval: Interval?
  /// p of the t test that belongs to the interval, two-sided; `nil` for one run, or if all differences are equal.
  public let tTestPValue: Double?
  /// The sign-flip test on the differences. It knows no correction for overlapping training sets.
  public let signFlip: SignFlipTest?
  /// Runs in which the first scored higher.
  public let wins: Int
  /// Runs in which both scored the same, to 1e-12.
  public let ties: Int
  /// Runs in which the second scored higher.
  public let losses: Int
  /// Which is better, if that can be told.
  public let verdict: Verdict

  /// Compares paired scores.
  ///
  /// - Parameters:
  ///   - firstScores: The scores of the first system, k of them.
  ///   - secondScores: The scores of the second, in the order of the same runs.
  ///   - testToTrainRatio: ρ where each run has its own split of one corpus; `nil` where all share a test set.
  ///   - level: Of the interval.
  ///   - seed: For the sign-flip test, used beyond 20 runs.
  /// - Precondition: Both have k ≥ 1 finite scores; the ratio is not negative; the level lies between 0 and 1.
  /// - Complexity: O(2ᵏ) up to 20 runs, for the sign-flip test.
  public init(
    firstName: String, firstScores: [Double], secondName: String, secondScores: [Double],
    testToTrainRatio: Double? = nil, level: Double = 0.95, seed: UInt64 = 1
  ) {
    precondition(
      firstScores.count == secondScores.count && !firstScores.isEmpty,
      "\(firstScores.count) scores of \(firstName), \(secondScores.count) of \(secondName)")
    precondition(
      firstScores.allSatisfy(\.isFinite) && secondScores.allSatisfy(\.isFinite), "a score is not finite")
    precondition(testToTrainRatio ?? 0 >= 0 && level > 0 && level < 1, "negative ratio, or no level")

    let differences = zip(firstScores, secondScores).map { Self.rounded($0 - $1) }
    let summary = ScoreSummary(scores: differences)
    let spread = Self.spread(of: summary, ratio: testToTrainRatio ?? 0, level: level)
    let signFlip = SignFlipTest(differences: differences, seed: seed)

    self.firstName = firstName
    self.secondName = secondName
    first = ScoreSummary(scores: firstScores)
    second = ScoreSummary(scores: secondScores)
    difference = summary
    self.testToTrainRatio = testToTrainRatio
    self.level = level
    interval = spread?.interval
    tTestPValue = spread?.pValue
    self.signFlip = signFlip
    wins = differences.count { $0 > 0 }
    ties = differences.count { $0 == 0 }
    losses = differences.count { $0 < 0 }
    verdict = Self.verdict(interval: spread?.interval, pValue: spread?.pValue, signFlip: signFlip)
  }

  /// Rounding must not make a difference of equal scores, nor a spread of equal differences: 0.8 − 0.7 and 0.9 − 0.8
  /// differ in their last bits.
  package static func rounded(_ difference: Double) -> Double {
    let scaled = (difference * 1e12).rounded()
    return scaled == 0 ? 0 : scaled / 1e12
  }

  /// The interval and the p that belongs to it: a p below 1 − level is an interval that excludes zero.
  private static func spread(
    of difference: ScoreSummary, ratio: Double, level: Double
  ) -> (interval: Interval, pValue: Double?)? {
    guard let mean = difference.mean, let deviation = difference.standardDeviation else { return nil }
    let count = Double(difference.scores.count)
    let error = ((1 / count + ratio) * deviation * deviation).squareRoot()
    let distribution = StudentT(degreesOfFreedom: count - 1)
    let reach = distribution.quantile((1 + level) / 2) * error
    return (
      Interval(level: level, low: mean - reach, high: mean + reach),
      error > 0 ? distribution.twoSided(mean / error) : nil
    )
  }

  private static func verdict(interval: Interval?, pValue: Double?, signFlip: SignFlipTest?) -> Verdict {
    guard let interval else { return .cannotTell }
    if pValue == nil {
      // All differences are equal.
      guard let signFlip, signFlip.pValue <= 1 - interval.level else { return .cannotTell }
    }
    if interval.low > 0 { return .firstBetter }
    if interval.high < 0 { return .secondBetter }
    return .cannotTell
  }
}
