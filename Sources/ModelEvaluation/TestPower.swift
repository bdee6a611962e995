/// How often an interval excludes zero, when its width depends on a standard deviation estimated from few values.
///
///     P(|Z + noncentrality| > reach(x)) = ∫ [Φ(noncentrality − reach(x)) + Φ(−noncentrality − reach(x))] · f(x) dx
///
/// x = √(χ²(ν) / ν) is the estimated over the true standard deviation, f its density, and noncentrality the true mean over
/// the true standard deviation of its estimate. With `reach(x) = critical · x` these are the tails of the noncentral t
/// distribution, and agree with `scipy.stats.nct` to 1e-9.
/// Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, chapter 31.
package struct TestPower: Sendable {
  /// What the estimate may come out as, each with its probability.
  private let outcomes: [(reach: Double, weight: Double)]

  /// - Parameter reach: How far the estimated mean must be from zero, in its true standard deviations, for an estimate
  ///   that is x times the true one; smooth in x but for a few bends.
  /// - Precondition: `degreesOfFreedom` is positive and finite.
  /// - Complexity: 401 values of `reach`.
  package init(degreesOfFreedom: Double, reach: (_ x: Double) -> Double) {
    precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "\(degreesOfFreedom) degrees of freedom")
    let degrees = degreesOfFreedom
    // Over u = ln x the integrand is smooth and falls off on both sides, so that the trapezoid rule converges faster
    // than any power of the step. Beyond the ends the density is below e^−24 of its peak.
    let low = degrees > 144 ? -(36 / degrees).squareRoot() : -(24 / degrees + 0.5)
    let high = (24 / degrees).squareRoot()
    let steps = 400
    var outcomes = (0...steps).map { step in
      let u = low + Double(step) * (high - low) / Double(steps)
      let x = exponential(u)
      return (reach: reach(x), weight: exponential(degrees * (u - 0.5 * (x * x - 1))))
    }
    // Dividing by the rule's own mass spares the density's constant, and its rounding for large ν.
    let mass = outcomes.reduce(0) { $0 + $1.weight }
    for index in outcomes.indices { outcomes[index].weight /= mass }
    self.outcomes = outcomes
  }

  /// The probability that the interval excludes zero.
  package func power(noncentrality: Double) -> Double {
    let distance = abs(noncentrality)
    return outcomes.reduce(0) { sum, outcome in
      var share = StandardNormal.cumulative(distance - outcome.reach)
      // Beyond −8 the other tail adds less than 1e-15.
      if distance + outcome.reach < 8 { share += StandardNormal.cumulative(-distance - outcome.reach) }
      return sum + outcome.weight * share
    }
  }

  /// The noncentrality at which the interval excludes zero with probability `power`.
  /// - Returns: `nil` if it does so at zero already.
  /// - Precondition: `power` lies strictly between 0 and 1.
  package func noncentrality(power: Double) -> Double? {
    precondition(power > 0 && power < 1, "power \(power)")
    func excess(_ noncentrality: Double) -> Double { self.power(noncentrality: noncentrality) - power }
    var low = (x: 0.0, y: excess(0))
    if low.y >= 0 { return nil }
    var high = (x: 1.0, y: excess(1))
    while high.y < 0 { high = (2 * high.x, excess(2 * high.x)) }
    // False position, halving the value of an end that stays (the Illinois rule), so that both ends close in.
    while high.x - low.x > 1e-10 * high.x {
      let middle = low.x + (high.x - low.x) * low.y / (low.y - high.y)
      let value = excess(middle)
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
