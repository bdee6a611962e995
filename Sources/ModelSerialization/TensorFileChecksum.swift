import Crypto
import Foundation

/// SHA-256 of a file that holds its own checksum.
struct Checksum {
  /// Hexadecimal digits.
  static let length = 64
  /// What stands for the checksum while it is computed.
  static let placeholder = String(repeating: "0", count: length)

  private var hash = SHA256()

  /// Adds the next bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// The digest in lower-case hexadecimal digits.
  func finalized() -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The checksum of `bytes`, those of `range` taken as zeros. Cost: O(bytes).
  static func of(_ bytes: Data, exceptFor range: Range<Int>) -> String {
    var checksum = Checksum()
    bytes.withUnsafeBytes { all in
      checksum.update(UnsafeRawBufferPointer(rebasing: all[..<range.lowerBound]))
      Array(placeholder.utf8).withUnsafeBytes { checksum.update($0) }
      checksum.update(UnsafeRawBufferPointer(rebasing: all[range.upperBound...]))
    }
    return checksum.finalized()
  }
}
