import Testing

@testable import ModelEvaluation

@Suite struct McNemarTests {
  /// SciPy 1.17's `binomtest(min(b, c), b + c).pvalue`.
  @Test(arguments: [
    (0, 0, 1), (0, 1, 1), (0, 6, 0.03125), (5, 1, 0.21875), (10, 10, 1), (121, 59, 4.4344492637551645e-06),
    (3, 14, 0.012725830078125), (400, 460, 0.04416954819458914),
  ])
  func agreesWithSciPy(firstOnly: Int, secondOnly: Int, expected: Double) {
    expectClose(McNemar(firstOnly: firstOnly, secondOnly: secondOnly).pValue, expected)
    expectClose(McNemar(firstOnly: secondOnly, secondOnly: firstOnly).pValue, expected)
  }

  @Test func countsDisagreements() {
    let test = McNemar(
      firstCorrect: [true, true, false, false, true], secondCorrect: [true, false, true, false, false])
    #expect(test.firstOnly == 2)
    #expect(test.secondOnly == 1)
    #expect(test.pValue == 1)
  }

  /// SciPy 1.17's `2 * binom.cdf(k, n, .5) - binom.pmf(k, n, .5)` with k = min(b, c); χ² and its p are those of mlxtend
  /// 0.25's `mcnemar(table, corrected=True)` and of statsmodels 0.15's `mcnemar(table, exact=False)`.
  @Test(arguments: [
    (0, 1, 0.5, 0, 1), (0, 6, 0.015625, 4.166666666666667, 0.041226833337163815),
    (5, 1, 0.125, 1.5, 0.22067136191984324),
    (121, 59, 3.2666467957745733e-06, 20.67222222222222, 5.450094825427117e-06),
    (3, 14, 0.007537841796875, 5.882352941176471, 0.015293371030198944),
    (400, 460, 0.040812975927851866, 4.047674418604651, 0.04423224005281355),
  ])
  func midPAndChiSquareAgree(
    firstOnly: Int, secondOnly: Int, midP: Double, chiSquare: Double, chiSquareP: Double
  ) {
    for test in [
      McNemar(firstOnly: firstOnly, secondOnly: secondOnly),
      McNemar(firstOnly: secondOnly, secondOnly: firstOnly),
    ] {
      expectClose(test.midPValue, midP)
      expectClose(test.chiSquare, chiSquare)
      expectClose(test.chiSquarePValue, chiSquareP)
    }
  }

  /// The correction must not make a distance where there is none, as it does in mlxtend and statsmodels; R agrees.
  @Test func evenSplitHasNoDistance() {
    let even = McNemar(firstOnly: 10, secondOnly: 10)
    expectClose(even.midPValue, 1)
    #expect(even.chiSquare == 0 && even.chiSquarePValue == 1)
    let none = McNemar(firstOnly: 0, secondOnly: 0)
    #expect(none.midPValue == 1 && none.chiSquare == 0 && none.chiSquarePValue == 1)
  }
}
