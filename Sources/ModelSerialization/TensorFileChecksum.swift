import Crypto
import Dispatch
import Foundation

/// The checksum of a file that holds its own checksum.
///
///     SHA-256 of the SHA-256 digests of the file's mebibytes, one after another
///
/// in pieces, so that all cores share the work: a plain SHA-256 took longer than all else that a command does before it
/// answers.
struct Checksum {
  /// Hexadecimal digits.
  static let length = 64
  /// What stands for the checksum while it is computed.
  static let placeholder = String(repeating: "0", count: length)
  static let pieceSize = 1 << 20

  private var piece = SHA256()
  private var pieceCount = 0
  private var whole = SHA256()

  /// Adds the next bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.pieceSize - pieceCount)
      piece.update(bufferPointer: UnsafeRawBufferPointer(rebasing: part))
      pieceCount += part.count
      rest = rest.dropFirst(part.count)
      if pieceCount == Self.pieceSize { endPiece() }
    }
  }

  private mutating func endPiece() {
    piece.finalize().withUnsafeBytes { whole.update(bufferPointer: $0) }
    piece = SHA256()
    pieceCount = 0
  }

  /// The digest in lower-case hexadecimal digits.
  func finalized() -> String {
    var last = self
    if pieceCount > 0 { last.endPiece() }
    let digits = Array("0123456789abcdef".utf8)
    let text = last.whole.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The checksum of `bytes`, those of `range` taken as zeros. Cost: O(bytes), shared by all cores.
  static func of(_ bytes: Data, exceptFor range: Range<Int>) -> String {
    let count = (bytes.count + pieceSize - 1) / pieceSize
    var digests = [SHA256Digest?](repeating: nil, count: count)
    bytes.withUnsafeBytes { all in
      digests.withUnsafeMutableBufferPointer { digests in
        // Each piece writes its own digest.
        nonisolated(unsafe) let (all, digests) = (all, digests)
        DispatchQueue.concurrentPerform(iterations: count) { index in
          let piece = index * pieceSize..<min(all.count, (index + 1) * pieceSize)
          digests[index] = digest(of: all, piece, exceptFor: range)
        }
      }
    }
    var checksum = Checksum()
    for digest in digests { digest?.withUnsafeBytes { checksum.whole.update(bufferPointer: $0) } }
    return checksum.finalized()
  }

  private static func digest(
    of all: UnsafeRawBufferPointer, _ piece: Range<Int>, exceptFor range: Range<Int>
  ) -> SHA256Digest {
    var hash = SHA256()
    let own = range.clamped(to: piece)
    hash.update(
      bufferPointer: UnsafeRawBufferPointer(
        rebasing: all[piece.lowerBound..<max(piece.lowerBound, own.lowerBound)]))
    if !own.isEmpty {
      Array(placeholder.utf8.prefix(own.count)).withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    hash.update(
      bufferPointer: UnsafeRawBufferPointer(
        rebasing: all[max(own.upperBound, piece.lowerBound)..<piece.upperBound]))
    return hash.finalize()
  }
}
