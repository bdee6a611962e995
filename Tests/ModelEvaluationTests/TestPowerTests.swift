import Testing

@testable import ModelEvaluation

@Suite struct TestPowerTests {
  /// SciPy 1.17's `nct.sf(c, df, nc) + nct.cdf(-c, df, nc)`.
  @Test(arguments: [
    (1, 0, 12.706, 0.05000080235813319), (1, 3, 2, 0.8205875017745164),
    (2, 2.5, 4.302652729749462, 0.2995139266298845), (4, 3, 2.7764451051977934, 0.6192614594023306),
    (9, 2.8, 2.2621571627982053, 0.70330000928424), (9, 4, 3.2, 0.7631699435718875),
    (9, 0, 2.2621571627982053, 0.05), (49.5, -3, 2.01, 0.8365623581439764),
    (300, 2.8, 1.968, 0.7970043074414123), (5000, 2.8, 1.96, 0.799529030462855),
    (1e6, 2.8, 1.96, 0.7995466859338917),
  ])
  func powerAgreesWithSciPy(degrees: Double, noncentrality: Double, critical: Double, expected: Double) {
    let test = TestPower(degreesOfFreedom: degrees) { critical * $0 }
    expectClose(test.power(noncentrality: noncentrality), expected, relative: 1e-9)
  }

  /// Where `brentq` finds 80 % with SciPy's `nct`.
  @Test(arguments: [
    (2, 5.653489266197123), (4, 3.7610595538250196), (9, 3.149632886450618), (29, 2.898742846324866),
    (499, 2.806987998796245),
  ])
  func noncentralityOfAPower(degrees: Double, expected: Double) {
    let critical = StudentT(degreesOfFreedom: degrees).quantile(0.975)
    let test = TestPower(degreesOfFreedom: degrees) { critical * $0 }
    expectClose(test.noncentrality(power: 0.8), expected, relative: 1e-8)
  }

  @Test func powerReachedAtZeroHasNoNoncentrality() {
    #expect(TestPower(degreesOfFreedom: 9) { 0.1 * $0 }.noncentrality(power: 0.8) == nil)
  }
}
