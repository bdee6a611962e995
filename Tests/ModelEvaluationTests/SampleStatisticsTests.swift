import Testing

@testable import ModelEvaluation

@Suite struct SampleStatisticsTests {
  /// Python's `statistics.mean` and `statistics.stdev`.
  @Test func agreesWithPython() {
    let summary = ScoreSummary(scores: [2, 4, 4, 4, 5, 5, 7, 9])
    #expect(summary.mean == 5)
    expectClose(summary.standardDeviation, 2.138089935299395)
  }

  @Test func undefinedPartsAreNil() {
    #expect(ScoreSummary(scores: []).mean == nil)
    #expect(ScoreSummary(scores: []).standardDeviation == nil)
    #expect(ScoreSummary(scores: [3]).mean == 3)
    #expect(ScoreSummary(scores: [3]).standardDeviation == nil)
  }

  @Test func equalScoresHaveNoSpread() {
    for value in [0.1, 1 / 3.0, 0.7934] {
      let summary = ScoreSummary(scores: [Double](repeating: value, count: 7))
      #expect(summary.mean == value)
      #expect(summary.standardDeviation == 0)
    }
  }

  @Test(arguments: [
    (3.14159, 1, "3.1"), (-0.04, 1, "0.0"), (-0.05, 1, "-0.1"), (0.05, 2, "0.05"), (12, 0, "12"),
    (-7.006, 2, "-7.01"), (1e300, 1, "1e+300"), (.nan, 1, "nan"), (99.96, 1, "100.0"),
  ])
  func fixedPoints(value: Double, decimals: Int, expected: String) {
    #expect(fixedPoint(value, decimals: decimals) == expected)
  }
}
