import Testing

@testable import ModelEvaluation

@Suite struct TemperatureScalingTests {
  private let truth = ScoredLogits.truth.map { Int32($0) }

  /// scipy's `minimize_scalar` over ln T.
  @Test func theBestTemperatureAgreesWithScipy() {
    let found = TemperatureScaling.bestTemperature(
      ScoredLogits.probabilities().flatMap { $0 }, classes: ScoredLogits.classes, truth: truth)
    expectClose(found, ScoredLogits.temperature, absolute: 0.5001e-4)
  }

  /// Logits that are s times as large need s times the temperature, and those that are too small one below 1.
  @Test(arguments: [0.2, 0.7, 1.3601506206730525, 5])
  func theBestTemperatureGrowsWithTheLogits(_ scale: Double) {
    let probabilities = ScoredLogits.probabilities(temperature: ScoredLogits.temperature / scale)
    let found = TemperatureScaling.bestTemperature(
      probabilities.flatMap { $0 }, classes: ScoredLogits.classes, truth: truth)
    expectClose(found, scale, relative: 2e-5, absolute: 1e-4)
  }

  @Test func rescaledProbabilitiesAreSoftmaxOfTheDividedLogits() {
    for (p, expected) in zip(
      ScoredLogits.probabilities(), ScoredLogits.probabilities(temperature: 2.5))
    {
      let found = TemperatureScaling.rescaled(p.map { Double($0) }, temperature: 2.5)
      for (a, b) in zip(found, expected) { expectClose(a, Double(b), relative: 1e-6) }
    }
  }

  /// What no number can mend is left alone: no document wrong, all wrong.
  @Test func whereNoTemperatureIsBestThereIsNone() {
    let probabilities: [Float] = [0.9, 0.1, 0.2, 0.8, 0.6, 0.4]
    func best(_ truth: [Int32]) -> Double? {
      TemperatureScaling.bestTemperature(probabilities, classes: 2, truth: truth)
    }
    #expect(best([0, 1, 0]) == nil)
    #expect(best([1, 0, 1]) == nil)
    #expect(best([0, 1, 1]) != nil)
    #expect(TemperatureScaling.bestTemperature([], classes: 2, truth: []) == nil)
  }

  /// A probability of 0 is float's underflow, not certainty.
  @Test func probabilitiesOfZeroStayFinite() {
    let probabilities: [Float] = [1, 0, 1, 0, 1, 0, 0.5, 0.5]
    let found = TemperatureScaling.bestTemperature(probabilities, classes: 2, truth: [0, 0, 1, 1])
    #expect(found.map { $0 > 1 } ?? true)
    #expect(TemperatureScaling.rescaled([1, 0], temperature: 4).allSatisfy { $0.isFinite })
    #expect(TemperatureScaling.rescaled([1, 0], temperature: 0.1) == [1, 0])
  }
}
