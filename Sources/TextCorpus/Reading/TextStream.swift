import ByteStreams

/// The text of a file or a pipe as UTF-8, unpacked and recoded where need be.
///
/// The encoding is the one asked for, else the one that a byte order mark tells, else a guess from the
/// first 64 KiB (`EncodingGuess`). UTF-8 passes through without a copy, invalid sequences and all.
struct TextStream: ~Copyable {
  let encoding: TextEncoding
  let encodingOrigin: EncodingOrigin

  private var bytes: ByteStream
  private let transcoder: Transcoder?
  /// Bytes that were read to tell the encoding, and how many of them were given out.
  private let start: [UInt8]
  private var given = 0

  /// - Parameter waits: Wait for the whole first block, also from a pipe, whose writer may wait for answers
  ///   meanwhile. A pipe that is not waited for is UTF-8 unless a mark says otherwise.
  /// - Throws: `CorpusError`, for what cannot be opened, unpacked or recoded.
  init(_ bytes: consuming ByteStream, encoding: TextEncoding?, waits: Bool) throws(CorpusError) {
    var bytes = bytes
    let readsBlock = waits || bytes.fileBytes != nil
    let start = try Self.start(of: &bytes, isWhole: readsBlock)
    let (encoding, origin) = Self.recognise(start, asked: encoding, guesses: readsBlock)
    let transcoder = encoding == .utf8 ? nil : try Transcoder(from: encoding, start: start, file: bytes.name)
    self.transcoder = transcoder
    self.start = start
    self.encoding = encoding
    encodingOrigin = origin
    self.bytes = bytes
  }

  private static func recognise(
    _ start: [UInt8], asked: TextEncoding?, guesses: Bool
  ) -> (TextEncoding, EncodingOrigin) {
    if let asked { return (asked, .asked) }
    if let marked = TextEncoding(markAt: start) { return (marked, .mark) }
    let guess = guesses ? EncodingGuess.encoding(of: start.span) : .utf8
    return (guess, guess == .utf8 ? .usual : .guess)
  }

  var name: String { bytes.name }
  var compression: Compression? { bytes.compression }
  var fileBytesRead: Int { bytes.fileBytesRead }
  var fileBytes: Int? { bytes.fileBytes }

  /// How many invalid sequences of another encoding became U+FFFD so far.
  var replacedSequenceCount: Int { transcoder?.replacedSequenceCount ?? 0 }

  /// Reads what is there, at most as much as fits; 0 at the end only.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    if let transcoder {
      return try transcoder.read(into: buffer) { room throws(CorpusError) in try Self.read(&bytes, into: room)
      }
    }
    guard given < start.count else { return try Self.read(&bytes, into: buffer) }
    let count = min(buffer.count, start.count - given)
    buffer.copyBytes(from: start[given..<given + count])
    given += count
    return count
  }

  private static let blockSize = 1 << 16

  private static func start(of bytes: inout ByteStream, isWhole: Bool) throws(CorpusError) -> [UInt8] {
    var start = [UInt8](repeating: 0, count: blockSize)
    var count = 0
    var result: Result<Void, CorpusError> = .success(())
    start.withUnsafeMutableBytes { block in
      do throws(CorpusError) {
        repeat {
          let more = try read(&bytes, into: UnsafeMutableRawBufferPointer(rebasing: block[count...]))
          if more == 0 { break }
          count += more
        } while isWhole && count < block.count
      } catch {
        result = .failure(error)
      }
    }
    try result.get()
    return Array(start[..<count])
  }

  private static func read(
    _ bytes: inout ByteStream, into buffer: UnsafeMutableRawBufferPointer
  ) throws(CorpusError) -> Int {
    do throws(ByteStreamError) { return try bytes.read(into: buffer) } catch { throw CorpusError(error) }
  }
}

extension CorpusError {
  init(_ error: ByteStreamError) {
    self =
      switch error {
      case .noSuchFile(let file): .noSuchFile(file: file)
      case .isDirectory(let file): .isDirectory(file: file)
      case .unreadable(let file, let reason): .unreadable(file: file, reason: reason)
      case .damaged(let file, let reason): .damaged(file: file, reason: reason)
      case .severalMembers(let file, let members): .severalMembers(file: file, members: members)
      case .noMember(let file, let member): .noMember(file: file, member: member)
      }
  }
}
