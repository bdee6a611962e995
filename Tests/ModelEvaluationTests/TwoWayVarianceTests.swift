import Testing

@testable import ModelEvaluation

/// The single variances are statsmodels 0.15's: `OLS(d, 1).fit(cov_type="cluster")` by document, by run and by answer,
/// `use_correction=False`, times G/(G−1).
@Suite struct TwoWayVarianceTests {
  @Test func crossedRunsAgreeWithStatsmodels() throws {
    let variance = try #require(TwoWayVariance(.crossed))
    expectClose(variance.documents, 0.02032039141414146)
    expectClose(variance.runs, 0.025896990740740783)
    // The interaction's mean square over N·R, by NumPy.
    expectClose(variance.cells, 0.00916719276094276)
    expectClose(variance.variance, 0.02032039141414146 + 0.025896990740740783 - 0.00916719276094276)
    let spread =
      0.02032039141414146 * 0.02032039141414146 / 11 + 0.025896990740740783 * 0.025896990740740783 / 3
    expectClose(variance.degreesOfFreedom, variance.variance * variance.variance / spread)
  }

  /// Here documents + runs − cells is below documents alone, which then bounds it.
  @Test func splitRunsAgreeWithStatsmodels() throws {
    let variance = try #require(TwoWayVariance(.split))
    expectClose(variance.documents, 0.06973333333333333)
    expectClose(variance.runs, 0.03111111111111111)
    expectClose(variance.cells, 0.04634920634920635)
    #expect(variance.variance == variance.documents)
    #expect(variance.degreesOfFreedom == 8)
  }

  /// In folds a document is an answer, and what is left is the spread of folds.
  @Test func foldsLeaveTheSpreadOfRuns() throws {
    let pairs = PairedDocuments(
      documents: [[0, 1, 2], [3, 4, 5], [6, 7, 8]], differences: [[1, 1, 1], [0, 0, -1], [1, 0, 1]])
    let variance = try #require(TwoWayVariance(pairs))
    let interval = try #require(
      MeanInterval(of: ScoreSummary(scores: pairs.runs.map(\.mean)), level: 0.95))
    expectClose(variance.runs.squareRoot(), interval.standardError)
    #expect(variance.variance == variance.runs)
    #expect(variance.degreesOfFreedom == 2)
  }

  @Test func oneRunOrOneDocumentHasNoSpread() {
    #expect(TwoWayVariance(PairedDocuments(documents: [[0, 1]], differences: [[1, 0]])) == nil)
    #expect(TwoWayVariance(PairedDocuments(documents: [[0], [0]], differences: [[1], [0]])) == nil)
  }

  @Test func equalAnswersHaveNoVariance() throws {
    let pairs = PairedDocuments(documents: [[0, 1], [0, 1]], differences: [[1, 1], [1, 1]])
    let variance = try #require(TwoWayVariance(pairs))
    #expect(variance.variance == 0 && variance.degreesOfFreedom > 0)
  }
}
