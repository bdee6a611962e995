import Foundation
import Testing

/// A terminal without a screen: what a command believes a person to be sitting at.
final class PseudoTerminal {
  private let controller: Int32
  /// The end that the command gets.
  let terminal: FileHandle
  private(set) var shown = ""

  init() throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(controller >= 0)
    let name = try Self.terminalName(of: controller)
    terminal = FileHandle(fileDescriptor: open(name, O_RDWR | O_NOCTTY), closeOnDealloc: true)
    _ = fcntl(controller, F_SETFL, O_NONBLOCK)
  }

  deinit { close(controller) }

  /// Unlocks the terminal that belongs to a controller.
  private static func terminalName(of controller: Int32) throws -> String {
    #if canImport(Darwin)
      try #require(grantpt(controller) == 0 && unlockpt(controller) == 0)
      return String(cString: try #require(ptsname(controller)))
    #else
      // Swift's view of Glibc lacks the functions; these are the two requests they make, of <asm-generic/ioctls.h>.
      var lock: Int32 = 0
      var number: Int32 = 0
      try #require(ioctl(controller, 0x4004_5431, &lock) == 0 && ioctl(controller, 0x8004_5430, &number) == 0)
      return "/dev/pts/\(number)"
    #endif
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Foundation.write(controller, $0.baseAddress, $0.count) }
  }

  /// Takes what has been shown since the last time.
  func look() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { Foundation.read(controller, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      shown += String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  /// Waits until a text is shown, at most 20 seconds.
  func wait(for text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for _ in 0..<2000 {
      look()
      if shown.contains(text) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("\"\(text)\" was not shown, but \"\(shown)\"", sourceLocation: sourceLocation)
  }
}
