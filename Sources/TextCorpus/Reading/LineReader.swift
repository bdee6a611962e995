#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a file line by line, as bytes.
///
/// A line ends at LF or CR LF; the last one may lack its end. A UTF-8 byte order mark at the very start is left out.
/// Memory is one block of 256 KiB, and grows only for a longer line. A read returns what is there, so lines
/// typed by a person or written to a pipe come one by one.
///
///     var reader = try LineReader(path: "reviews.tsv")
///     while try reader.advance() { reader.withLine { print(reader.lineNumber, $0.count) } }
package struct LineReader: ~Copyable {
  /// What errors call the file.
  package let name: String

  /// The number of the current line, from 1; 0 before the first `advance`.
  package private(set) var lineNumber = 0

  private let descriptor: Int32
  private let closesDescriptor: Bool
  private var block: [UInt8]
  private var line = 0..<0
  /// Where the next line begins, up to where no line end was found, and where the bytes read end.
  private var position = 0
  private var scanned = 0
  private var end = 0
  private var isAtEnd = false

  /// Opens a file.
  ///
  /// - Throws: `noSuchFile`, `unreadable`; a directory is told at the first read.
  package init(path: String) throws(CorpusError) {
    var descriptor: Int32
    repeat { descriptor = open(path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw Self.error(errno, file: path) }
    self.init(descriptor: descriptor, name: path, closesDescriptor: true)
  }

  /// Reads from an open descriptor, such as 0 for standard input.
  ///
  /// - Parameter blockSize: Bytes asked for at once; what is read never depends on it.
  package init(descriptor: Int32, name: String, closesDescriptor: Bool = false, blockSize: Int = 1 << 18) {
    precondition(blockSize > 0, "block size \(blockSize)")
    self.descriptor = descriptor
    self.name = name
    self.closesDescriptor = closesDescriptor
    block = [UInt8](repeating: 0, count: blockSize)
  }

  deinit {
    if closesDescriptor { _ = close(descriptor) }
  }

  /// Goes to the next line; false at the end of the file.
  ///
  /// - Throws: `isDirectory`, `unreadable`.
  /// - Complexity: O(length of the line).
  package mutating func advance() throws(CorpusError) -> Bool {
    while true {
      if let lineEnd = block.span.firstOffset(of: 0x0A, in: scanned..<end) {
        take(position..<lineEnd)
        position = lineEnd + 1
        scanned = position
        return true
      }
      scanned = end
      if isAtEnd {
        guard position < end else { return false }
        take(position..<end)
        position = end
        return true
      }
      try fill()
    }
  }

  /// Lends the bytes of the current line, without its end.
  package func withLine<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(block.span.extracting(line))
  }

  /// Whether the next `advance` needs no read: false when a person may be waiting for the answers so far.
  package var hasLineAtHand: Bool {
    isAtEnd || block.span.firstOffset(of: 0x0A, in: scanned..<end) != nil
  }

  /// The next bytes, `count` of them or all that the file still has, without moving on.
  package mutating func peek(_ count: Int) throws(CorpusError) -> [UInt8] {
    while end - position < count, !isAtEnd { try fill() }
    return Array(block[position..<min(end, position + count)])
  }

  private mutating func take(_ bytes: Range<Int>) {
    var bytes = bytes
    lineNumber += 1
    if lineNumber == 1, block.span.extracting(bytes).contains("\u{FEFF}", at: 0) {
      bytes = bytes.lowerBound + 3..<bytes.upperBound
    }
    if let last = bytes.last, block[last] == 0x0D { bytes = bytes.lowerBound..<last }
    line = bytes
  }

  /// Reads once more behind the bytes at hand, making room first.
  private mutating func fill() throws(CorpusError) {
    if end == block.count {
      if position > 0 {
        block.withUnsafeMutableBytes {
          $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<end]))
        }
        scanned -= position
        end -= position
        position = 0
      } else {
        block.append(contentsOf: repeatElement(0, count: block.count))
      }
    }
    var count: Int
    repeat {
      count = block.withUnsafeMutableBytes { bytes in
        let free = UnsafeMutableRawBufferPointer(rebasing: bytes[end...])
        return read(descriptor, free.baseAddress, free.count)
      }
    } while count < 0 && errno == EINTR
    guard count >= 0 else { throw Self.error(errno, file: name) }
    isAtEnd = count == 0
    end += count
  }

  private static func error(_ code: Int32, file: String) -> CorpusError {
    switch code {
    case ENOENT: .noSuchFile(file: file)
    case EISDIR: .isDirectory(file: file)
    default: .unreadable(file: file, reason: String(cString: strerror(code)))
    }
  }
}
