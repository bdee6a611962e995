/// Documents as numbers in a temporary file, one behind the other: of each its class number, then its tokens, 4 bytes each
/// in the byte order of the machine.
///
/// In memory are only where the documents begin (`PackedStarts`).
package struct TokenFile: Sendable {
  private let file: TemporaryFile
  private var starts = PackedStarts()
  /// The words that the vocabulary lacks, where they are kept apart.
  package var guests: GuestWords?
  /// What is not written yet.
  private var buffer: [Int32] = []

  /// About how many numbers are read and written at once when all documents are passed over: 1 MiB of them.
  private static let blockSize = 1 << 18

  package init(in folder: String) throws(TemporaryFileError) {
    self.init(try TemporaryFile(in: folder))
  }

  init(_ file: TemporaryFile) { self.file = file }

  /// How many documents there are.
  package var count: Int { starts.count }

  /// How many tokens they have.
  package var tokenCount: Int { starts.end - starts.count }

  /// The size of the file.
  package var byteCount: Int { starts.end * 4 }

  /// Where the file lies.
  package var folder: String { file.folder }

  // MARK: Writing

  /// Adds a document.
  ///
  /// - Throws: `cannotWrite`.
  mutating func append(_ tokens: some Collection<Int32>, label: Int32) throws(TemporaryFileError) {
    buffer.append(label)
    buffer.append(contentsOf: tokens)
    starts.append(end: starts.end + 1 + tokens.count)
    if buffer.count >= Self.blockSize { try flush() }
  }

  /// Writes what waits: to be called before anything is read.
  mutating func flush() throws(TemporaryFileError) {
    guard !buffer.isEmpty else { return }
    try write(buffer, at: starts.end - buffer.count)
    buffer = []
    buffer.reserveCapacity(Self.blockSize)
  }

  /// Frees the buffer: no more documents come.
  mutating func finish() throws(TemporaryFileError) {
    try flush()
    buffer = []
  }

  private func write(_ numbers: [Int32], at place: Int) throws(TemporaryFileError) {
    // A typed error does not pass through the closure.
    let result = numbers.withUnsafeBytes { bytes in
      Result { () throws(TemporaryFileError) in try file.write(bytes, at: place * 4) }
    }
    try result.get()
  }

  // MARK: Reading

  /// Passes over some documents in their order.
  ///
  /// - Parameters:
  ///   - writesBack: Whether what `body` makes of a document takes its place.
  ///   - body: Is given a document's number, and a block with its class number and then its tokens at `record`.
  /// - Throws: `cannotRead`, `cannotWrite`.
  /// - Complexity: O(tokens), in blocks of 1 MiB or one document.
  func forEach(
    in documents: Range<Int>, writesBack: Bool = false,
    _ body: (_ document: Int, _ block: inout MutableSpan<Int32>, _ record: Range<Int>) -> Void
  ) throws(TemporaryFileError) {
    precondition(buffer.isEmpty, "documents are read before all are written")
    var block: [Int32] = []
    var first = documents.lowerBound
    while first < documents.upperBound {
      var end = first + 1
      while end < documents.upperBound, starts[end + 1] - starts[first] <= Self.blockSize { end += 1 }
      let place = starts[first]
      try read(place..<starts[end], into: &block)
      var numbers = block.mutableSpan
      for document in first..<end {
        body(document, &numbers, starts[document] - place..<starts[document + 1] - place)
      }
      if writesBack { try write(block, at: place) }
      first = end
    }
  }

  /// Reads numbers at a place of the file.
  private func read(_ places: Range<Int>, into numbers: inout [Int32]) throws(TemporaryFileError) {
    if numbers.count != places.count { numbers = [Int32](repeating: 0, count: places.count) }
    let result = numbers.withUnsafeMutableBytes { bytes in
      Result { () throws(TemporaryFileError) in try file.read(into: bytes, at: places.lowerBound * 4) }
    }
    try result.get()
  }
}

extension TokenFile: DocumentStore {
  package func read(
    _ documents: ArraySlice<Int32>, into text: inout EncodedText
  ) throws(TemporaryFileError) {
    var record: [Int32] = []
    for document in documents {
      let document = Int(document)
      try read(starts[document]..<starts[document + 1], into: &record)
      text.append(record.dropFirst(), label: record[0])
    }
  }

  package func willRead(_ documents: ArraySlice<Int32>) {
    for document in documents {
      file.willRead(starts[Int(document)] * 4..<starts[Int(document) + 1] * 4)
    }
  }
}
