import Testing

@testable import ModelEvaluation

@Suite struct MidRanksTests {
  /// SciPy's `rankdata`.
  @Test func equalValuesShareTheMeanOfTheirRanks() {
    #expect(MidRanks.ranks([3, 1, 3, 2, 3]) == [4, 1, 4, 2, 4])
    #expect(MidRanks.ranks([]) == [])
  }
}
