import Foundation

/// Numbers as people read them. Programs read JSON.
enum Numbers {
  /// A share of one in per cent: "91.25".
  static func percent(_ share: Double?, digits: Int = 2) -> String {
    share.map { String(format: "%.\(digits)f", 100 * $0) } ?? "–"
  }

  /// A part of a whole in per cent; of nothing there is none.
  static func percent(_ part: Int, of whole: Int, digits: Int = 1) -> String {
    percent(whole > 0 ? Double(part) / Double(whole) : nil, digits: digits)
  }

  static func decimal(_ value: Double?, digits: Int = 4) -> String {
    value.map { String(format: "%.\(digits)f", $0) } ?? "–"
  }

  /// With thousands apart: "12,345".
  static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// With what is counted: "1 run", "12,345 runs".
  static func count(_ value: Int, _ thing: String) -> String {
    "\(count(value)) \(thing)\(value == 1 ? "" : "s")"
  }

  /// "1.4 s", "3 min 20 s".
  static func duration(_ seconds: Double) -> String {
    guard seconds >= 60 else { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// "1.4 MB"; a megabyte has 1,000,000 bytes.
  static func bytes(_ count: Int) -> String {
    count < 100_000
      ? String(format: "%.1f kB", Double(count) / 1e3) : String(format: "%.1f MB", Double(count) / 1e6)
  }
}
