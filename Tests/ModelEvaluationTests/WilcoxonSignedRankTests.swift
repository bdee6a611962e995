import Testing

@testable import ModelEvaluation

/// Expected numbers are SciPy 1.17's `wilcoxon(d)`: `method="exact"` without ties and zeros, over all sign vectors with
/// `method=PermutationMethod(n_resamples=inf)` otherwise, the zeros left out; `method="asymptotic"` beyond 50.
@Suite struct WilcoxonSignedRankTests {
  @Test(arguments: exactCases)
  func exactPAgreesWithSciPy(differences: [Double], statistic: Double, expected: Double) {
    let test = WilcoxonSignedRank(differences: differences)
    #expect(test.isExact)
    #expect(test.statistic == statistic)
    expectClose(test.pValue, expected)
    let mirrored = WilcoxonSignedRank(differences: differences.map { -$0 })
    #expect(mirrored.pValue == test.pValue && mirrored.positiveRanks == test.negativeRanks)
  }

  @Test func manyDistinctDifferencesAreExact() {
    let test25 = WilcoxonSignedRank(differences: Self.scattered(25))
    #expect(test25.statistic == 130 && test25.isExact)
    expectClose(test25.pValue, 0.39571136236190796)
    let test40 = WilcoxonSignedRank(differences: Self.scattered(40))
    #expect(test40.statistic == 300 && test40.isExact)
    expectClose(test40.pValue, 0.1423485195809917)
  }

  @Test func beyondFiftyThePIsNormal() {
    let differences = (0..<60).map { index in Double((index * 37) % 101 - 45) / 4 }
    let test = WilcoxonSignedRank(differences: differences)
    #expect(!test.isExact && test.statistic == 763.5)
    expectClose(test.pValue, 0.2647081919479235)
    // Cut to whole numbers: many ties, and four zeros that are left out.
    let tied = WilcoxonSignedRank(differences: differences.map { $0.rounded(.towardZero) })
    #expect(tied.count == 56 && tied.statistic == 655)
    expectClose(tied.pValue, 0.24303692317283776)
  }

  @Test func nothingButZerosTellsNothing() {
    let test = WilcoxonSignedRank(differences: [0, 0, 0])
    #expect(test.count == 0 && test.statistic == 0 && test.pValue == 1)
  }

  private static func scattered(_ count: Int) -> [Double] {
    (0..<count).map { index in
      let whole = Double((index * 37) % 101)
      return whole - 42.3 + Double(index) * 0.01
    }
  }
}

// (differences, statistic, p)
private let exactCases: [([Double], Double, Double)] = [
  ([0.0383, 0.0308, 0.0470, 0.0246, 0.0381], 0, 0.0625), ([5, -1, 2, -4, 3], 5, 0.625),
  ([1.5, -0.5, 2.25, 3, -1, 0.75, 4, -2, 5, 6], 9, 0.064453125), ([1, 1, -1, 2, 2, -3, 4], 8, 0.328125),
  ([0, 0, 1, -2, 3, 3, -3, 0, 5], 6, 0.4375), ([-1, -2, -3, -4, -5, -6], 0, 0.03125), ([2], 0, 1),
]
