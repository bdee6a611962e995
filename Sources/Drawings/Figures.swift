import Foundation

/// Numbers as people read them, with a typographic minus; what is no finite number is "–".
package enum Figures {
  /// "3.10", "−0.5"; never "−0.0".
  package static func fixed(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    let text = String(format: "%.\(digits)f", abs(value))
    let isZero = !text.contains { $0 != "0" && $0 != "." }
    return value < 0 && !isZero ? "−" + text : text
  }

  /// With its sign: "+3.10", "−0.5", "0.0".
  package static func signed(_ value: Double?, _ digits: Int) -> String {
    let text = fixed(value, digits)
    guard let value, value > 0, value.isFinite, text.contains(where: { $0 != "0" && $0 != "." }) else {
      return text
    }
    return "+" + text
  }

  /// With thousands apart: "12,345".
  package static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "−" + text : text
  }

  /// "950", "147k", "1.5M", "2G": three digits at most, without zeros at the end.
  package static func compact(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    var (scaled, unit) = (abs(value), "")
    // 999.5 and more would be written as 1000.
    for next in ["k", "M", "G", "T"] where scaled >= 999.5 { (scaled, unit) = (scaled / 1000, next) }
    let digits = scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2
    var text = String(format: "%.\(digits)f", scaled)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return (value < 0 && text != "0" ? "−" : "") + text + unit
  }
}
