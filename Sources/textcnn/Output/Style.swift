import Foundation

/// Bold and dim text, where the reader is a terminal and has not asked for none (<https://no-color.org>).
struct Style {
  private let isOn: Bool

  init(descriptor: Int32) {
    let environment = ProcessInfo.processInfo.environment
    isOn =
      isatty(descriptor) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  static let output = Style(descriptor: 1)

  func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func dim(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
