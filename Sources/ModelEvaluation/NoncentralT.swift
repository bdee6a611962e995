/// How often a t test finds what is there: the tails of the noncentral t distribution.
///
///     T = (Z + noncentrality) / √(χ²(ν) / ν)
///     P(|T| > critical) = ∫ [Φ(noncentrality − critical·x) + Φ(−noncentrality − critical·x)] · f(x) dx,  x = √(χ²(ν) / ν)
///
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
  /// - Complexity: 2,001 values of the integrand.
  package func power(critical: Double) -> Double {
    precondition(critical >= 0, "critical value \(critical)")
    let degrees = degreesOfFreedom
    // Over u = ln x the integrand is smooth and falls off on both sides, so that the trapezoid rule converges faster
    // than any power of the step. Beyond the ends the density is below e^−34 of its peak.
    let low = degrees > 204 ? -(51 / degrees).squareRoot() : -(34 / degrees + 0.5)
    let high = (34 / degrees).squareRoot()
    let steps = 2000
    let width = (high - low) / Double(steps)
    var sum = 0.0
    var mass = 0.0
    for step in 0...steps {
      let u = low + Double(step) * width
      let x = exponential(u)
      let density = exponential(degrees * (u - 0.5 * (x * x - 1)))
      mass += density
      sum +=
        density
        * (StandardNormal.cumulative(noncentrality - critical * x)
          + StandardNormal.cumulative(-noncentrality - critical * x))
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
    var low = 0.0
    var high = critical + 1
    while reached(high) < power { high *= 2 }
    while high - low > 1e-9 * high {
      let middle = low + (high - low) / 2
      if reached(middle) < power { low = middle } else { high = middle }
    }
    return high
  }
}
