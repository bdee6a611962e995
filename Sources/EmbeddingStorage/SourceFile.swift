import ByteStreams
import Crypto
import Foundation

/// A file that is read once from its beginning to its end, in blocks, unpacked and hashed on the way.
///
/// The bytes not yet taken are `bytes[unread]`; they stay where they are until the next call that reads.
/// Memory: one block, or the longest line where that is longer. Pipes work as well as files; `-` is standard input.
final class SourceFile {
  /// The path as the caller wrote it, for error messages.
  let path: String
  /// The block in memory.
  private(set) var bytes: [UInt8]
  /// Where in `bytes` the unread part lies.
  private(set) var unread: Range<Int> = 0..<0
  /// How many unpacked bytes were read so far.
  private(set) var bytesRead = 0

  private var stream: ByteStream
  private var hash = SHA256()
  private var isAtEnd = false

  /// Lines and entries longer than this are no word vectors; the limit keeps memory flat.
  static let longestLine = 1 << 24
  /// How much is read at once, and how much is looked at to recognise a format.
  static let blockSize = 1 << 20

  /// Opens a file.
  ///
  /// - Throws: `EmbeddingStoreError.missingFile`, `.unreadable` or `.notUnpacked`.
  init(path: String) throws {
    self.path = path
    do {
      stream =
        path == "-" ? try ByteStream(descriptor: 0, name: "standard input") : try ByteStream(path: path)
    } catch {
      throw EmbeddingStoreError(error)
    }
    bytes = Array(repeating: 0, count: Self.blockSize)
  }

  /// How the file is compressed; nil where it is not.
  var compression: Compression? { stream.compression }
  /// The size of the file as it lies there; `nil` for a pipe.
  var size: Int? { stream.fileBytes }
  /// How many bytes of the file as it lies there were read so far.
  var fileBytesRead: Int { stream.fileBytesRead }
  /// Whether the file may be read again, anywhere: neither packed nor a pipe.
  var isPlain: Bool { compression == nil && size != nil }

  /// Reads on until at least `count` bytes are unread.
  ///
  /// - Returns: False when the file ends before.
  func require(_ count: Int) throws -> Bool {
    while unread.count < count {
      guard try readBlock(room: count) else { return false }
    }
    return true
  }

  /// Takes `count` of the unread bytes.
  func skip(_ count: Int) {
    unread = (unread.lowerBound + count)..<unread.upperBound
  }

  /// The next line, without its newline, as a range of `bytes`; `nil` at the end of the file.
  ///
  /// - Throws: `.unreadable`, also for a line beyond `longestLine`.
  func nextLine() throws -> Range<Int>? {
    var searched = 0
    while true {
      let start = unread.lowerBound + searched
      if let newline = firstIndex(of: 0x0A, in: start..<unread.upperBound) {
        let line = unread.lowerBound..<newline
        unread = (newline + 1)..<unread.upperBound
        return line
      }
      searched = unread.count
      guard searched <= Self.longestLine else {
        throw EmbeddingStoreError.notVectors(
          path, reason: "a line is longer than \(Self.longestLine >> 20) MB")
      }
      guard try readBlock(room: searched + 1) else {
        guard !unread.isEmpty else { return nil }
        let line = unread
        unread = line.upperBound..<line.upperBound
        return line
      }
    }
  }

  /// Where a byte first stands in a range of `bytes`.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + range.lowerBound, Int32(byte), range.count)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Reads the rest of the file, for its hash only, and gives the SHA-256 of all of it, unpacked, in hexadecimal.
  func finish() throws -> String {
    repeat { unread = 0..<0 } while try readBlock(room: 1)
    return hash.finalize().hexadecimal
  }

  /// Reads once, behind the unread bytes, in a block with room for at least `room` of them.
  private func readBlock(room: Int) throws -> Bool {
    guard !isAtEnd else { return false }
    if unread.lowerBound > 0 {
      bytes.replaceSubrange(0..<unread.count, with: Array(bytes[unread]))
      unread = 0..<unread.count
    }
    if bytes.count < room || bytes.count == unread.count {
      bytes.append(contentsOf: repeatElement(0, count: max(room, 2 * bytes.count) - bytes.count))
    }
    let end = unread.upperBound
    let count = try bytes.withUnsafeMutableBytes { buffer in
      let free = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
      do {
        let count = try stream.read(into: free)
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: free[..<count]))
        return count
      } catch let error as ByteStreamError {
        throw EmbeddingStoreError(error)
      }
    }
    isAtEnd = count == 0
    bytesRead += count
    unread = unread.lowerBound..<(end + count)
    return !isAtEnd
  }
}

extension EmbeddingStoreError {
  /// What a file that cannot be read means here.
  init(_ error: ByteStreamError) {
    self =
      switch error {
      case .noSuchFile(let path): .missingFile(path)
      case .isDirectory(let path): .unreadable(path, reason: "it is a folder")
      case .unreadable(let path, let reason): .unreadable(path, reason: reason)
      case .damaged, .severalMembers, .noMember: .notUnpacked(error.description)
      }
  }
}
