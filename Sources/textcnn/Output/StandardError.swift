import Foundation
import Synchronization

/// Where talk goes: everything that is not a result. Talk that nobody can hear is no failure.
enum StandardError {
  static let isTerminal = isatty(2) == 1

  private static let hasProgress = Atomic(false)

  static func line(_ text: String) {
    clearProgress()
    write(text + "\n")
  }

  /// A line that the next one takes the place of; for people only.
  static func progress(_ text: String) {
    guard isTerminal else { return }
    hasProgress.store(true, ordering: .relaxed)
    write("\r\u{1B}[K" + text)
  }

  static func clearProgress() {
    if hasProgress.exchange(false, ordering: .relaxed) { write("\r\u{1B}[K") }
  }

  private static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}
