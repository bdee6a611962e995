/// Tokens in a file as provisional word numbers, whose meaning changes whenever rare words are forgotten
/// (`BoundedWords`): each time a new segment of the file begins.
///
/// What became of the numbers of a segment goes to a second file, 4 bytes each. `settle` leads all segments to the
/// numbers of the last one.
struct SegmentedTokens: Sendable {
  private(set) var file: TokenFile
  /// Of each segment that has ended: its end, as a number of documents, and where its numbers lie in `successors`.
  private var ended: [(end: Int, place: Int, count: Int)] = []
  /// For each number of a segment that of the next, −1 for a word that was forgotten.
  private var successors: TemporaryFile?
  private let folder: String

  init(in folder: String) throws(TemporaryFileError) {
    self.folder = folder
    file = try TokenFile(in: folder)
  }

  /// Adds a document.
  mutating func append(_ tokens: some Collection<Int32>, label: Int32) throws(TemporaryFileError) {
    try file.append(tokens, label: label)
  }

  /// Ends the segment.
  ///
  /// - Parameter numbers: What becomes of each of its word numbers; −1 for none.
  mutating func endSegment(_ numbers: [Int32]) throws(TemporaryFileError) {
    if successors == nil { successors = try TemporaryFile(in: folder) }
    guard let successors else { return }
    let place = ended.last.map { $0.place + $0.count } ?? 0
    let result = numbers.withUnsafeBytes { bytes in
      Result { () throws(TemporaryFileError) in try successors.write(bytes, at: place * 4) }
    }
    try result.get()
    ended.append((file.count, place, numbers.count))
  }

  /// The file with all tokens in the numbers of the last segment, −1 for those of words that were forgotten.
  ///
  /// - Complexity: O(tokens) where there is more than one segment. Memory is that of the numbers of two segments.
  consuming func settle() throws(TemporaryFileError) -> TokenFile {
    try file.finish()
    guard let successors else { return file }
    // What the numbers of the segment behind have become at the end; nil: they are those of the end.
    var final: [Int32]?
    for (index, segment) in ended.enumerated().reversed() {
      var numbers = [Int32](repeating: 0, count: segment.count)
      let result = numbers.withUnsafeMutableBytes { bytes in
        Result { () throws(TemporaryFileError) in try successors.read(into: bytes, at: segment.place * 4) }
      }
      try result.get()
      if let final {
        for word in numbers.indices where numbers[word] >= 0 { numbers[word] = final[Int(numbers[word])] }
      }
      let first = index == 0 ? 0 : ended[index - 1].end
      try file.forEach(in: first..<segment.end, writesBack: true) { _, block, record in
        for place in record.dropFirst() where block[place] >= 0 { block[place] = numbers[Int(block[place])] }
      }
      final = numbers
    }
    return file
  }
}
