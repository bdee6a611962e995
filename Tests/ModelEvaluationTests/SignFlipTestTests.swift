import Testing

@testable import ModelEvaluation

@Suite struct SignFlipTestTests {
  /// Counted over `itertools.product([1, -1], …)` in Python.
  @Test(arguments: exactCases)
  func exactCounts(differences: [Double], expected: Double) {
    let test = SignFlipTest(differences: differences)
    #expect(test?.pValue == expected)
    #expect(test?.isExact == true)
    #expect(test?.signVectors == 1 << differences.count)
  }

  @Test func nothingToTest() { #expect(SignFlipTest(differences: []) == nil) }

  /// Sums equal but for rounding must count as equal: 0.1 + 0.2 + 0.3 is not 0.6 in binary.
  @Test func roundingDoesNotDecide() {
    #expect(SignFlipTest(differences: [0.1, 0.2, -0.3])?.pValue == 1)
    #expect(SignFlipTest(differences: [0.3, 0.2, 0.1, 0.6])?.pValue == 2 / 16.0)
  }

  @Test func twentyAreCountedExactly() {
    let test = SignFlipTest(differences: [Double](repeating: 0.01, count: 20))
    #expect(test?.isExact == true)
    #expect(test?.pValue == 2 / 1_048_576.0)
  }

  @Test func manyAreDrawnAndNearTheExactValue() throws {
    // Twenty differences whose exact p is known, and five zeros that change nothing but the method.
    let differences = (0..<20).map { Double($0 % 7) - 2.2 }
    let exact = try #require(SignFlipTest(differences: differences))
    let drawn = try #require(SignFlipTest(differences: differences + [0, 0, 0, 0, 0], seed: 3))
    #expect(exact.isExact && !drawn.isExact)
    #expect(drawn.signVectors == SignFlipTest.drawnSignVectors)
    // Five standard errors of a share of 100,000 draws.
    expectClose(drawn.pValue, exact.pValue, absolute: 5 * (0.25 / 100_000).squareRoot())
    #expect(SignFlipTest(differences: differences + [0, 0, 0, 0, 0], seed: 3) == drawn)
    #expect(SignFlipTest(differences: differences + [0, 0, 0, 0, 0], seed: 4) != drawn)
  }

  @Test func drawnPIsNeverZero() {
    let test = SignFlipTest(differences: [Double](repeating: 1, count: 70))
    #expect(test?.pValue == 1 / 100_001.0)
  }
}

// (differences, p)
private let exactCases: [([Double], Double)] = [
  ([0.0383, 0.0308, 0.0470, 0.0246, 0.0381], 0.0625),
  ([0.0050, -0.0014, 0.0016, -0.0042, 0.0032], 0.625),
  ([0.5, -0.25, 0.125, 1, 0, -0.75, 0.5, 0.25], 0.4375),
  ([0, 0, 0], 1), ([3], 1), ([1, 1], 0.5), ([-1, -1], 0.5), ([1, -1], 1),
]
