import ByteStreams

/// Reads a file line by line, as bytes of UTF-8; compressed files are unpacked and other encodings recoded.
///
/// A line ends at LF or CR LF; the last one may lack its end. A byte order mark at the very start is left
/// out. Memory is one block of 256 KiB, and grows only for a longer line. A read returns what is there, so
/// lines typed by a person or written to a pipe come one by one.
///
///     var reader = try LineReader(path: "reviews.tsv")
///     while try reader.advance() { reader.withLine { print(reader.lineNumber, $0.count) } }
package struct LineReader: ~Copyable {
  /// The number of the current line, from 1; 0 before the first `advance`. Of a line that was extended, the
  /// last.
  package private(set) var lineNumber = 0

  private(set) var stream: TextStream
  private var block: [UInt8]
  private var line = 0..<0
  /// Where the next line begins, up to where no line end was found, and where the bytes read end.
  private var position = 0
  private var scanned = 0
  private var end = 0
  private var isAtEnd = false

  /// A longer line is refused: a file without line ends would be read into memory whole.
  static let lineLimit = 1 << 28

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - encoding: Nil: found out.
  ///   - waits: Wait for a whole block of a pipe, to find its encoding out.
  /// - Throws: `CorpusError`, for what cannot be opened, unpacked or recoded.
  package init(path: String, encoding: TextEncoding? = nil, waits: Bool = false) throws(CorpusError) {
    let bytes: ByteStream
    do throws(ByteStreamError) { bytes = try ByteStream(path: path) } catch { throw CorpusError(error) }
    self.init(try TextStream(bytes, encoding: encoding, waits: waits), blockSize: 1 << 18)
  }

  /// Reads from an open descriptor, such as 0 for standard input; it stays open. Waits for the first bytes,
  /// which tell whether they are packed.
  ///
  /// - Parameter blockSize: Bytes asked for at once; what is read never depends on it.
  package init(
    descriptor: Int32, name: String, encoding: TextEncoding? = nil, blockSize: Int = 1 << 18
  ) throws(CorpusError) {
    precondition(blockSize > 0, "block size \(blockSize)")
    let bytes: ByteStream
    do throws(ByteStreamError) {
      bytes = try ByteStream(descriptor: descriptor, name: name)
    } catch {
      throw CorpusError(error)
    }
    self.init(try TextStream(bytes, encoding: encoding, waits: false), blockSize: blockSize)
  }

  private init(_ stream: consuming TextStream, blockSize: Int) {
    self.stream = stream
    block = [UInt8](repeating: 0, count: blockSize)
  }

  /// What errors call the file.
  package var name: String { stream.name }

  /// The encoding, and how it was found: whoever reads a guess says so.
  package var encoding: TextEncoding { stream.encoding }
  package var encodingOrigin: EncodingOrigin { stream.encodingOrigin }

  /// How many invalid sequences of an encoding other than UTF-8 became U+FFFD so far.
  package var replacedSequenceCount: Int { stream.replacedSequenceCount }

  /// Goes to the next line; false at the end of the file.
  ///
  /// - Throws: `CorpusError`: what cannot be read on, a line that is longer than `lineLimit`.
  /// - Complexity: O(length of the line).
  package mutating func advance() throws(CorpusError) -> Bool {
    line = position..<position
    guard let found = try nextLine() else { return false }
    line = found
    if lineNumber == 1, block.span.extracting(line).contains("\u{FEFF}", at: 0) {
      line = line.lowerBound + 3..<line.upperBound
    }
    return true
  }

  /// Makes the current line longer by its line end and the next line; false at the end of the file, where
  /// it stays.
  ///
  /// For records that span lines. Offsets within the line keep their meaning.
  /// - Complexity: O(length of the added line), amortised.
  mutating func extend() throws(CorpusError) -> Bool {
    guard let found = try nextLine() else { return false }
    line = line.lowerBound..<found.upperBound
    return true
  }

  /// The current line, to come back to after it was extended.
  var mark: Mark { Mark(length: line.count, next: position - line.lowerBound, number: lineNumber) }

  struct Mark {
    fileprivate let length: Int
    /// Where the next line begins, from where this one does.
    fileprivate let next: Int
    fileprivate let number: Int
  }

  /// Makes the current line what it was, so that `advance` gives again what it was extended by.
  ///
  /// - Precondition: The mark is of the current line.
  mutating func goBack(to mark: Mark) {
    precondition(line.count >= mark.length && lineNumber >= mark.number, "a mark of another line")
    line = line.lowerBound..<line.lowerBound + mark.length
    position = line.lowerBound + mark.next
    scanned = position
    lineNumber = mark.number
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
    line = position..<position
    while end - position < count, !isAtEnd { try fill() }
    return Array(block[position..<min(end, position + count)])
  }

  /// Finds the line that begins at `position` and goes behind it.
  private mutating func nextLine() throws(CorpusError) -> Range<Int>? {
    while true {
      let lineEnd = block.span.firstOffset(of: 0x0A, in: scanned..<end)
      if lineEnd == nil, !isAtEnd {
        scanned = end
        guard end - position <= Self.lineLimit else {
          throw .badLine(file: name, line: lineNumber + 1, fault: .tooLong)
        }
        try fill()
        continue
      }
      guard lineEnd != nil || position < end else { return nil }
      var found = position..<(lineEnd ?? end)
      position = lineEnd.map { $0 + 1 } ?? end
      scanned = position
      lineNumber += 1
      if let last = found.last, block[last] == 0x0D { found = found.lowerBound..<last }
      return found
    }
  }

  /// Reads once more behind the bytes at hand, making room first. The current line is kept.
  private mutating func fill() throws(CorpusError) {
    if end == block.count {
      let kept = line.lowerBound
      if kept > 0 {
        block.withUnsafeMutableBytes {
          $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[kept..<end]))
        }
        line = 0..<line.upperBound - kept
        position -= kept
        scanned -= kept
        end -= kept
      }
      // Room for at least as much again, so that a line of many blocks is moved seldom.
      if end > block.count / 2 { block.append(contentsOf: repeatElement(0, count: block.count)) }
    }
    let stop = block.count
    var failure: CorpusError?
    let start = end
    let count = block.withUnsafeMutableBytes { bytes in
      do throws(CorpusError) {
        return try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start..<stop]))
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    isAtEnd = count == 0
    end += count
  }
}
