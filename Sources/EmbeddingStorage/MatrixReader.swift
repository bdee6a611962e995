/// Reads the rows of a matrix, each with its word: of NumPy arrays and of tensors, whose words stand elsewhere.
struct MatrixReader: WordVectorReader {
  let tensor: String?
  private var rows: any MatrixRows
  private var words: any RowWords
  /// How many rows were read.
  private var row = 0

  init(_ rows: any MatrixRows, words: any RowWords, tensor: String? = nil) {
    self.rows = rows
    self.words = words
    self.tensor = tensor
  }

  var position: EmbeddingStore.Position { .row(row) }
  var word: ArraySlice<UInt8> { words.word }
  var fileBytesRead: Int { rows.fileBytesRead(row) }

  mutating func next(into vector: inout [Float]) throws -> ReadEntry? {
    let hasWord = try words.advance()
    guard row < rows.count, hasWord else {
      guard row == rows.count, !hasWord else {
        return .end(.wrongWordCount(words: try wordCount(hasWord), rows: rows.count))
      }
      return nil
    }
    row += 1
    guard try rows.read(row - 1, into: &vector) else { return .end(.truncated) }
    guard !word.isEmpty else { return .bad(.noWord) }
    return Self.notFinite(vector).map { .bad($0) } ?? .vector
  }

  /// How many words there are, which are read to their end for it.
  private mutating func wordCount(_ hasWord: Bool) throws -> Int {
    var count = row + (hasWord ? 1 : 0)
    while try words.advance() { count += 1 }
    return count
  }
}

/// The rows of a matrix in a file; one conformer a layout.
protocol MatrixRows {
  /// How many there are.
  var count: Int { get }
  /// Reads a row, each time the next one from 0 on, into `vector` `[d]`; false where the file ends before it does.
  mutating func read(_ row: Int, into vector: inout [Float]) throws -> Bool
  /// How far the file is read behind so many rows, in bytes as it lies there.
  func fileBytesRead(_ row: Int) -> Int
}

/// The words of a matrix's rows, in their order.
protocol RowWords {
  /// The word that was last read, good until the next call.
  var word: ArraySlice<UInt8> { get }
  /// Goes to the next word; false at the end.
  mutating func advance() throws -> Bool
}
