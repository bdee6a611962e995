/// The standard normal distribution.
///
///     P(Z ≤ z) = ½ · erfc(−z / √2)
package enum StandardNormal {
  /// `P(Z ≤ z)`, to the last bits far out in either tail.
  package static func cumulative(_ z: Double) -> Double {
    0.5 * complementaryErrorFunction(-z / 2.0.squareRoot())
  }

  /// `P(|Z| ≥ |z|)`.
  package static func twoSided(_ z: Double) -> Double {
    complementaryErrorFunction(abs(z) / 2.0.squareRoot())
  }

  /// The `z` with `P(Z ≤ z) = probability`.
  /// - Precondition: `probability` lies strictly between 0 and 1.
  package static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "normal quantile of probability \(probability)")
    // The tail keeps its digits, so the lower one is searched; `P(Z ≤ −38.5)` is the smallest number there is.
    let tail = min(probability, 1 - probability)
    var low = -38.5
    var high = 0.0
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return probability < 0.5 ? middle : -middle }
      if cumulative(middle) < tail { low = middle } else { high = middle }
    }
  }
}
