import Testing

@testable import ModelEvaluation

@Suite struct ThresholdTests {
  private func threshold(_ documents: [(Float, Bool)]) -> Float {
    thresholdOfGreatestF1(documents.map { (probability: $0.0, isPresent: $0.1) })
  }

  private func f1(_ documents: [(Float, Bool)], _ threshold: Float) -> Double {
    let given = documents.filter { $0.0 >= threshold }
    let support = documents.count { $0.1 }
    return Double(2 * given.count { $0.1 }) / Double(given.count + support)
  }

  @Test func whereItIsClear() {
    // The middle of 0.25 and 0.125.
    #expect(threshold([(0.125, false), (0.25, true), (0.375, true), (0, false)]) == 0.1875)
    #expect(threshold([(0.875, true), (0.75, false), (0.625, false), (0, false)]) == 0.8125)
    // A half is between 0.75 and 0.25, and as good as their other means.
    #expect(threshold([(0.75, true), (0.25, false)]) == 0.5)
    #expect(threshold([(0.75, true), (0.125, false)]) == 0.5)
    // A half itself is given the label.
    #expect(threshold([(0.5, true), (0.25, false)]) == 0.5)
    #expect(threshold([(0.75, true), (0.5, false)]) == 0.625)
    // All have it: below the least.
    #expect(abs(threshold([(0.25, true), (0.125, true)]) - 0.0875) < 1e-6)
  }

  @Test func nothingToLearnFromKeepsAHalf() {
    #expect(threshold([]) == 0.5)
    #expect(threshold([(0.9, false), (0.1, false)]) == 0.5)
  }

  /// The first alone, 2·1/(1 + 2), is as good as all four, 2·2/(4 + 2).
  @Test func ofEquallyGoodOnesTheNearestToAHalf() {
    let tied: [(Float, Bool)] = [
      (0.9375, true), (0.8125, false), (0.75, false), (0.375, true), (0.125, false),
    ]
    #expect(f1(tied, 0.875) == f1(tied, 0.25))
    #expect(threshold(tied) == 0.25)
    // As near: the higher one.
    let even: [(Float, Bool)] = [
      (0.875, true), (0.75, false), (0.625, false), (0.25, true), (0.125, false),
    ]
    #expect(f1(even, 0.8125) == f1(even, 0.1875))
    #expect(threshold(even) == 0.8125)
  }

  @Test func documentsOfOneProbabilityGoTogether() {
    let documents: [(Float, Bool)] = [(0.25, true), (0.25, false), (0.25, true), (0.125, false)]
    #expect(threshold(documents) == 0.1875)
    #expect(threshold(documents.reversed()) == 0.1875)
  }

  /// Between neighbouring numbers there is none: the threshold still parts them.
  @Test func neighbouringNumbersAreParted() {
    for lower in [0.0625, 0.25, 0.5, 0.75] as [Float] {
      let found = threshold([(lower.nextUp, true), (lower, false)])
      #expect(found > lower && found <= lower.nextUp)
    }
  }

  /// What few documents say of thresholds near 0 and 1 is no rule for others.
  @Test func extremesAreNotConsidered() {
    #expect(threshold([(0.01, true), (0.001, false)]) == 0.5)
    #expect(threshold([(0, true), (0, false)]) == 0.5)
    #expect(threshold([(0.99, true), (0.97, false)]) == 0.5)
    #expect(abs(threshold([(0.09, true), (0.01, false)]) - 0.07) < 1e-6)
    #expect(abs(threshold([(0.99, true), (0.93, false)]) - 0.94) < 1e-6)
  }

  /// No other threshold that is considered is better, by trying all.
  @Test func noneIsBetter() {
    var state: UInt64 = 9
    func draw(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    for _ in 0..<300 {
      let documents = (0..<1 + draw(12)).map { _ in (Float(draw(9)) / 8, draw(3) == 0) }
      guard documents.contains(where: { $0.1 }) else { continue }
      let found = threshold(documents)
      let best = (2...30).map { f1(documents, Float($0) / 32) }.max()!
      #expect(f1(documents, found) == best, "\(documents)")
    }
  }
}
