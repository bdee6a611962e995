import Testing

@testable import ModelEvaluation

@Suite struct ExpectedValidationPerformanceTests {
  /// Mean and sd of the maximum over all `itertools.product(scores, repeat=n)`, with NumPy.
  @Test func agreesWithEnumeration() {
    let points = ExpectedValidationPerformance(scores: [0.71, 0.69, 0.74, 0.74, 0.70]).points
    let expected = [
      (0.716, 0.02059126028197402), (0.7272, 0.017554486605993368), (0.7328, 0.01394847661933017),
      (0.73584, 0.01089469595720781), (0.7375616, 0.008455424616185762),
    ]
    #expect(points.map(\.draws) == [1, 2, 3, 4, 5])
    for (point, (mean, deviation)) in zip(points, expected) {
      expectClose(point.expected, mean)
      expectClose(point.standardDeviation, deviation)
    }
  }

  @Test func oneScoreAndNone() {
    let points = ExpectedValidationPerformance(scores: [0.8]).points
    #expect(points.count == 1 && points[0].expected == 0.8 && points[0].standardDeviation == 0)
    #expect(ExpectedValidationPerformance(scores: []).points.isEmpty)
  }
}
