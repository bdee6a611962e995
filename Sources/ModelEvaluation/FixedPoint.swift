/// `value` with `decimals` digits after the point, rounded half away from zero, never "-0.0".
///
/// Stands in for `String(format:)`, which would bring Foundation and the locale with it. Values that do not fit an
/// `Int` once scaled are written as Swift writes them.
package func fixedPoint(_ value: Double, decimals: Int) -> String {
  var scale = 1
  for _ in 0..<decimals { scale *= 10 }
  guard let scaled = Int(exactly: (value * Double(scale)).rounded()) else { return "\(value)" }
  let sign = scaled < 0 ? "-" : ""
  let (whole, part) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
  guard decimals > 0 else { return "\(sign)\(whole)" }
  let digits = String(part)
  return "\(sign)\(whole).\(String(repeating: "0", count: decimals - digits.count))\(digits)"
}
