import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct PairedComparisonTests {
  private static let attention = [0.7934, 0.7912, 0.8003, 0.7868, 0.7951]
  private static let fixed = [0.7551, 0.7604, 0.7533, 0.7622, 0.7570]
  private static let alike = [0.7601, 0.7590, 0.7549, 0.7580, 0.7602]

  private func compare(
    _ first: [Double], _ second: [Double], ratio: Double? = nil
  ) -> PairedComparison {
    PairedComparison(
      firstName: "attention", firstScores: first, secondName: "static", secondScores: second,
      testToTrainRatio: ratio)
  }

  /// SciPy 1.17's `ttest_rel(a, b)` and its confidence interval; sd from NumPy.
  @Test func plainIntervalAgreesWithSciPy() {
    let comparison = compare(Self.attention, Self.fixed)
    expectClose(comparison.tTestPValue, 0.0007041338476833303)
    expectClose(comparison.interval?.low, 0.025234892463963488)
    expectClose(comparison.interval?.high, 0.04628510753603658)
    expectClose(comparison.difference.mean, 0.03576)
    expectClose(comparison.difference.standardDeviation, 0.008476614890391079)
    expectClose(comparison.first.standardDeviation, 0.004972222842954634)
    #expect(comparison.verdict == .firstBetter)
    #expect(comparison.wins == 5 && comparison.ties == 0 && comparison.losses == 0)
    #expect(comparison.sentence == "attention is better than static by 3.6 points (95 % CI 2.5 to 4.6)")
  }

  /// The formula of Nadeau and Bengio written in NumPy and SciPy, five folds.
  @Test func correctedIntervalAgreesWithSciPy() {
    let comparison = compare(Self.attention, Self.fixed, ratio: 0.25)
    expectClose(comparison.tTestPValue, 0.00326586335075129)
    expectClose(comparison.interval?.low, 0.01997233869594521)
    expectClose(comparison.interval?.high, 0.05154766130405486)
    #expect(comparison.verdict == .firstBetter)
  }

  @Test func intervalAcrossZeroCannotTell() {
    let comparison = compare(Self.alike, Self.fixed)
    expectClose(comparison.interval?.low, -0.0037167546232351684)
    expectClose(comparison.interval?.high, 0.005396754623235206)
    #expect(comparison.verdict == .cannotTell)
    #expect(
      comparison.sentence
        == "cannot tell attention from static: difference 0.1 points (95 % CI -0.4 to 0.5)")
  }

  @Test func secondMayBeBetter() {
    let comparison = compare(Self.fixed, Self.attention)
    #expect(comparison.verdict == .secondBetter)
    #expect(comparison.losses == 5)
    #expect(comparison.sentence == "static is better than attention by 3.6 points (95 % CI 2.5 to 4.6)")
  }

  /// An end that is clear of zero by a hair keeps the digits that show it.
  @Test func endsNearZeroKeepTheirDigits() {
    let comparison = compare([0.7033, 0.7050, 0.7105, 0.7142], [0.7, 0.7, 0.7, 0.7])
    #expect(comparison.verdict == .firstBetter)
    #expect(
      comparison.sentence == "attention is better than static by 0.83 points (95 % CI 0.03 to 1.62)")
  }

  @Test func oneRunCannotTell() {
    let comparison = compare([0.9], [0.5])
    #expect(comparison.verdict == .cannotTell)
    #expect(comparison.interval == nil)
    #expect(comparison.tTestPValue == nil)
    #expect(
      comparison.sentence
        == "cannot tell attention from static: one run gives no interval (difference 40.0 points)")
  }

  @Test func equalScoresCannotTell() {
    let comparison = compare(Self.fixed, Self.fixed)
    #expect(comparison.verdict == .cannotTell)
    #expect(comparison.ties == 5)
    #expect(comparison.signFlip?.pValue == 1)
    #expect(comparison.sentence == "cannot tell attention from static: all 5 runs scored the same")
  }

  /// Five equal differences have no spread, but may be chance; six are more than that.
  @Test func equalDifferencesAreLeftToTheSignFlipTest() {
    // Each difference is 0.1 but for its last bits.
    let second = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7]
    let first = [0.2, 0.3, 0.4, 0.5, 0.7, 0.8]
    #expect(Set(zip(first, second).map { $0 - $1 }).count > 1)
    let five = compare(Array(first.prefix(5)), Array(second.prefix(5)))
    #expect(five.verdict == .cannotTell)
    #expect(
      five.sentence == "cannot tell attention from static: 5 equal differences are too few, "
        + "10.0 points in every run (sign-flip p 0.063)")
    let six = compare(first, second)
    #expect(six.verdict == .firstBetter)
    #expect(
      six.sentence == "attention is better than static by 10.0 points in every run (sign-flip p 0.031)")
  }

  @Test func jsonHasEveryKeyAndNullForUndefined() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(compare([0.75], [0.5])), as: UTF8.self)
    let expected =
      #"{"difference":{"mean":0.25,"scores":[0.25],"sd":null},"#
      + #""first":{"mean":0.75,"name":"attention","scores":[0.75],"sd":null},"interval":null,"level":0.95,"#
      + #""losses":0,"runs":1,"second":{"mean":0.5,"name":"static","scores":[0.5],"sd":null},"#
      + #""sentence":"cannot tell attention from static: one run gives no interval (difference 25.0 points)","#
      + #""signFlip":{"isExact":true,"pValue":1,"signVectors":2},"tTestPValue":null,"#
      + #""testToTrainRatio":null,"ties":0,"verdict":"cannotTell","wins":1}"#
    #expect(json == expected)
  }

  /// Under the null hypothesis, intervals at 95 % miss zero in about one of twenty comparisons.
  @Test func verdictIsRightlyCalibrated() {
    var state: UInt64 = 42
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    // The sum of twelve uniforms is close to normal.
    func score() -> Double { 0.8 + 0.01 * ((0..<12).reduce(0) { sum, _ in sum + uniform() } - 6) }
    let told = (0..<2000).count { _ in
      let runs = (0..<5).map { _ in (score(), score()) }
      return compare(runs.map(\.0), runs.map(\.1)).verdict != .cannotTell
    }
    #expect((60...140).contains(told), "\(told) of 2000, expected about 100")
  }
}
