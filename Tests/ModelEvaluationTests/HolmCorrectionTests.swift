import Testing

@testable import ModelEvaluation

@Suite struct HolmCorrectionTests {
  /// statsmodels 0.15's `multipletests(p, method="holm")`.
  @Test(arguments: [
    ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]), ([0.2, 0.5, 0.9], [0.6, 1, 1]),
    ([0.02, 0.02, 0.02], [0.06, 0.06, 0.06]), ([0.5], [0.5]), ([], []),
  ])
  func agreesWithStatsmodels(pValues: [Double], expected: [Double]) {
    let adjusted = HolmCorrection.adjusted(pValues)
    #expect(adjusted.count == expected.count)
    for (value, expected) in zip(adjusted, expected) { expectClose(value, expected) }
  }
}
