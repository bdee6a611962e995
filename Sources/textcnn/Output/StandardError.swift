import Foundation

/// Where talk goes: everything that is not a result.
enum StandardError {
  static let isTerminal = isatty(2) == 1

  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  static func line(_ text: String) { write(text + "\n") }
}
