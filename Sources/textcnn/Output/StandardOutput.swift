import Foundation

/// Where results go. Unlike `print`, it tells when a result could not be written.
enum StandardOutput {
  /// Writes all of it at once, so that a reader behind a pipe sees it now.
  static func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(1, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 { rest = rest.dropFirst(count) } else { try recover(from: errno) }
      }
    }
  }

  static func line(_ text: String) throws { try write(Array((text + "\n").utf8)) }

  /// A JSON document, its keys in order, so that equal results are equal texts.
  static func json(_ value: some Encodable, isPretty: Bool = true) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    try write([UInt8](try encoder.encode(value)) + [0x0A])
  }

  /// Returns where writing may be tried again.
  private static func recover(from code: Int32) throws {
    switch code {
    case EINTR: return
    case EAGAIN:
      // Whoever shares the descriptor has made it non-blocking.
      var descriptor = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
      poll(&descriptor, 1, -1)
    case EPIPE:
      // A reader that has seen enough (`textcnn predict … | head`) ends the program quietly, as it ends others.
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    default:
      throw CommandFailure(
        "standard output: cannot be written (\(reason(ofError: code))); send the results elsewhere")
    }
  }
}
