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
}
