/// How often a t test finds what is there: the tails of the noncentral t distribution.
///
///     T = (Z + noncentrality) / √(χ²(ν) / ν)
///     P(|T| > critical) = ∫ [Φ(noncentrality − critical·x) + Φ(−noncentrality − critical·x)] · f(x) dx
///
/// with f the density of √(χ²(ν) / ν).
/// Agrees with `scipy.stats.nct` to 1e-9.
/// Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, chapter 31.
package struct NoncentralT: Sendable, Equatable {
  /// ν; positive and finite.
  package let degreesOfFreedom: Double
  /// The true mean over the true standard deviation of its estimate.
  package let noncentrality: Double

  /// - Precondition: `degreesOfFreedom` is positive and finite, `noncentrality` finite.
  package init(degreesOfFreedom: Double, noncentrality: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite && noncentrality.isFinite,
      "\(degreesOfFreedom) degrees of freedom, noncentrality \(noncentrality)")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// `P(|T| > critical)`, the power of a two-sided test.
  /// - Precondition: `critical` is not negative.
  /// - Complexity: 401 values of the integrand.
  package func power(critical: Double) -> Double {
    precondition(critical >= 0, "critical value \(critical)")
    let degrees = degreesOfFreedom
    // Over u = ln x the integrand is smooth and falls off on both sides, so that the trapezoid rule converges faster
    // than any power of the step. Beyond the ends the density is below e^−24 of its peak.
    let low = degrees > 144 ? -(36 / degrees).squareRoot() : -(24 / degrees + 0.5)
    let high = (24 / degrees).squareRoot()
    let steps = 400
    let width = (high - low) / Double(steps)
    var sum = 0.0
    var mass = 0.0
    for step in 0...steps {
      let u = low + Double(step) * width
      let x = exponential(u)
      let density = exponential(degrees * (u - 0.5 * (x * x - 1)))
      mass += density
      let reach = critical * x
      sum += density * StandardNormal.cumulative(noncentrality - reach)
      // Beyond −8 the other tail adds less than 1e-15.
      if noncentrality + reach < 8 { sum += density * StandardNormal.cumulative(-noncentrality - reach) }
    }
    // Dividing by the rule's own mass spares the density's constant, and its rounding for large ν.
    return sum / mass
  }

  /// The noncentrality at which `P(|T| > critical)` is `power`.
  /// - Returns: `nil` if the test reaches that power at zero already.
  /// - Precondition: `power` lies strictly between 0 and 1.
  package static func noncentrality(power: Double, critical: Double, degreesOfFreedom: Double) -> Double? {
    precondition(power > 0 && power < 1, "power \(power)")
    func reached(_ noncentrality: Double) -> Double {
      NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality).power(critical: critical)
    }
    if reached(0) >= power { return nil }
    var low = (x: 0.0, y: reached(0) - power)
    var high = (x: critical + 1, y: reached(critical + 1) - power)
    while high.y < 0 { high = (2 * high.x, reached(2 * high.x) - power) }
    // False position, halving the value of an end that stays (the Illinois rule), so that both ends close in.
    while high.x - low.x > 1e-10 * high.x {
      let middle = low.x + (high.x - low.x) * low.y / (low.y - high.y)
      let value = reached(middle) - power
      if abs(value) < 1e-12 || middle <= low.x || middle >= high.x { return middle }
      if value < 0 {
        low = (middle, value)
        high.y /= 2
      } else {
        high = (middle, value)
        low.y /= 2
      }
    }
    return high.x
  }
}
