import Testing

@testable import ModelEvaluation

/// Every expected number is SciPy 1.17's: `norm.cdf`, `norm.ppf`.
@Suite struct StandardNormalTests {
  @Test(arguments: [
    (-37, 5.7255712225239266e-300), (-8.5, 9.47953482220325e-18), (-1.96, 0.024997895148220435), (0, 0.5),
    (0.3, 0.6179114221889526), (5, 0.9999997133484281),
  ])
  func cumulativeAgreesWithSciPy(z: Double, expected: Double) {
    expectClose(StandardNormal.cumulative(z), expected)
    expectClose(StandardNormal.twoSided(z), 2 * min(expected, 1 - expected), relative: 1e-8)
  }

  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-9, -5.9978070150076865), (0.025, -1.9599639845400545), (0.5, 0),
    (0.6, 0.2533471031357997), (0.975, 1.959963984540054), (0.999999, 4.753424308817087),
  ])
  func quantileAgreesWithSciPy(probability: Double, expected: Double) {
    expectClose(StandardNormal.quantile(probability), expected, absolute: 1e-15)
  }
}
