import Testing

@testable import ModelEvaluation

@Suite struct CostedScoreTests {
  @Test func pointsForEachPerCentAdded() {
    let costed = CostedScore(
      score: 0.83, baseScore: 0.81, parameters: 120_000, baseParameters: 100_000, trainingTime: 3,
      baseTrainingTime: 2)
    expectClose(costed.pointsGained, 2)
    expectClose(costed.parametersAdded, 20)
    expectClose(costed.trainingTimeAdded, 50)
    expectClose(costed.pointsPerParameterPercent, 0.1)
    expectClose(costed.pointsPerTrainingTimePercent, 0.04)
  }

  @Test func whatCostsNothingHasNoPrice() {
    let smaller = CostedScore(
      score: 0.83, baseScore: 0.81, parameters: 90_000, baseParameters: 100_000, trainingTime: 2,
      baseTrainingTime: 2)
    #expect(smaller.pointsPerParameterPercent == nil)
    #expect(smaller.pointsPerTrainingTimePercent == nil)
    expectClose(smaller.parametersAdded, -10)
  }

  @Test func aLossHasANegativePrice() {
    let worse = CostedScore(
      score: 0.80, baseScore: 0.81, parameters: 200, baseParameters: 100, trainingTime: 1, baseTrainingTime: 2
    )
    expectClose(worse.pointsPerParameterPercent, -0.01)
  }
}
