/// The regularized incomplete beta function, from which the t and binomial distributions follow.
///
///     I(x; a, b) = 1/B(a, b) · ∫₀ˣ u^(a−1) (1−u)^(b−1) du
///
/// Source: <https://dlmf.nist.gov/8.17>; the continued fraction is 8.17.22, evaluated as in 3.10(iii).
package enum IncompleteBeta {
  /// `I(x; a, b)`.
  ///
  /// - Parameters:
  ///   - x: In 0 … 1.
  ///   - complement: `1 − x`; give it where it is known better than by subtraction.
  /// - Precondition: `a` and `b` are positive and finite, `x` and `complement` in 0 … 1.
  /// - Complexity: O(√max(a, b)).
  ///
  /// Relative error below 1e-10 for `a`, `b` up to a million, also far out in the lower tail.
  package static func regularized(_ x: Double, complement: Double? = nil, a: Double, b: Double) -> Double {
    let y = complement ?? (1 - x)
    precondition(
      a > 0 && b > 0 && a.isFinite && b.isFinite && (0...1).contains(x) && (0...1).contains(y),
      "incomplete beta of x \(x), a \(a), b \(b)")
    if x == 0 { return 0 }
    if y == 0 { return 1 }
    let front = exponential(a * logarithm(x) + b * logarithm(y) - logBeta(a, b))
    // The fraction converges fast on one side of the mean of the distribution; the other is its mirror.
    return x < (a + 1) / (a + b + 2)
      ? front * continuedFraction(x, a, b) / a
      : 1 - front * continuedFraction(y, b, a) / b
  }

  /// `1 / (1 + d₁/(1 + d₂/(1 + …)))` by Lentz's method as modified by Thompson and Barnett.
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var result = d
    // √max(a, b) terms are needed; the bound is far above that for any count of runs or documents.
    for step in 1...100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  /// `ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b)`, without the cancellation of large terms.
  package static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (small, large) = a < b ? (a, b) : (b, a)
    let part = small / (small + large)
    if small >= stirlingStart {
      let correction = stirling(small) + stirling(large) - stirling(small + large)
      return halfLogTwoPi - 0.5 * logarithm(large) + correction
        + (small - 0.5) * logarithm(part) + large * logarithmOfOnePlus(-part)
    }
    if large >= stirlingStart {
      return logGamma(small) + stirling(large) - stirling(small + large)
        + small - small * logarithm(small + large) + (large - 0.5) * logarithmOfOnePlus(-part)
    }
    return logGamma(small) + logGamma(large) - logGamma(small + large)
  }

  /// `ln Γ(x)` for `x > 0`: the recurrence up to where Stirling's series is exact to double precision.
  package static func logGamma(_ x: Double) -> Double {
    var product = 1.0
    var x = x
    while x < stirlingStart {
      product *= x
      x += 1
    }
    return (x - 0.5) * logarithm(x) - x + halfLogTwoPi + stirling(x) - logarithm(product)
  }

  private static let stirlingStart = 12.0
  private static let halfLogTwoPi = 0.918938533204672741780329736406

  /// `ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π)` for `x ≥ 12`; <https://dlmf.nist.gov/5.11.E1>.
  private static func stirling(_ x: Double) -> Double {
    let coefficients = [
      1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360_360.0, 1 / 156.0,
    ]
    return coefficients.reversed().reduce(0) { $0 / (x * x) + $1 } / x
  }
}
