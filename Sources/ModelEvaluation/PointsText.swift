/// Differences of scores in words, in points: hundredths of the score.
package enum PointsText {
  /// "3.1 points (95 % CI 1.8 to 4.4)", or with a scope "3.1 points (95 % CI 1.8 to 4.4 over documents and seeds)".
  ///
  /// - Parameter sign: −1 to see the difference from the other side.
  ///
  /// An end just clear of zero is not printed as 0.0: it keeps the digits that show its side, up to three.
  package static func interval(
    _ mean: Double, low: Double, high: Double, level: Double, sign: Double, scope: String = ""
  ) -> String {
    let ends = [100 * sign * low, 100 * sign * high].sorted()
    let closest = min(abs(ends[0]), abs(ends[1]))
    let decimals = closest >= 0.05 ? 1 : closest >= 0.005 ? 2 : 3
    let texts = ([100 * sign * mean] + ends).map { fixedPoint($0, decimals: decimals) }
    return "\(texts[0]) points (\(percent(level)) % CI \(texts[1]) to \(texts[2])\(scope))"
  }

  /// "95" for .95, "97.5" for .975.
  package static func percent(_ share: Double) -> String {
    let text = fixedPoint(100 * share, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
