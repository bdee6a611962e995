/// Reads one word and its vector after the other out of a file; one conformer a layout.
protocol WordVectorReader {
  /// Where the entry that was last read stands.
  var position: EmbeddingStore.Position { get }
  /// The word that was last read, good until the next call.
  var word: ArraySlice<UInt8> { get }
  /// How far the reader is, in bytes of the file as it lies there.
  var fileBytesRead: Int { get }
  /// The pieces of words that the file has vectors for.
  var subwords: EmbeddingStore.Subwords? { get }
  /// The tensor that is read, of a file that names them.
  var tensor: String? { get }
  /// Reads the next entry, its numbers into `vector` `[d]`; `nil` at the end of the file.
  mutating func next(into vector: inout [Float]) throws -> ReadEntry?
  /// Reads the row of a piece's bucket into `vector` `[d]`; what is wrong with it, if anything is.
  mutating func readSubword(_ bucket: Int, into vector: inout [Float]) throws -> EmbeddingStore.Problem?
}

extension WordVectorReader {
  var subwords: EmbeddingStore.Subwords? { nil }
  var tensor: String? { nil }

  mutating func readSubword(_ bucket: Int, into vector: inout [Float]) throws -> EmbeddingStore.Problem? {
    preconditionFailure("the file has no pieces of words")
  }

  /// The first number of a row that is infinite or NaN, as a problem; nil: there is none.
  static func notFinite(_ vector: [Float]) -> EmbeddingStore.Problem? {
    vector.firstIndex { !$0.isFinite }.map { .notFinite(component: $0 + 1, text: "\(vector[$0])") }
  }
}

/// What a reader found.
enum ReadEntry: Equatable {
  /// A word and its vector.
  case vector
  /// Something wrong; the reader is behind it and can go on.
  case bad(EmbeddingStore.Problem)
  /// Something wrong that nothing readable can follow.
  case end(EmbeddingStore.Problem)
}

extension VectorFileLayout {
  /// A reader for a source that stands at its first vector.
  func makeReader(
    _ source: SourceFile, options: EmbeddingStore.ImportOptions
  ) throws -> any WordVectorReader {
    switch format {
    case .gloveText, .word2vecText: WordVectorTextReader(source, layout: self)
    case .word2vecBinary: WordVectorBinaryReader(source, layout: self)
    case .fastTextBinary: try FastTextReader(path: source.path)
    case .numpy: try makeArrayReader(source, wordList: options.wordList)
    case .safetensors: try Self.makeTensorReader(source.path, options: options)
    case .derived, .learned: preconditionFailure("no file is of that format")
    }
  }

  private func makeArrayReader(_ source: SourceFile, wordList: String?) throws -> MatrixReader {
    guard let wordList else { throw EmbeddingStoreError.wordsMissing(source.path) }
    let rows: any MatrixRows =
      columnsStart == nil
      ? try ArrayRows(source, layout: self) : try ColumnArrayRows(path: source.path, layout: self)
    return MatrixReader(rows, words: try WordList(path: wordList))
  }

  private static func makeTensorReader(
    _ path: String, options: EmbeddingStore.ImportOptions
  ) throws -> MatrixReader {
    let rows = try TensorRows(path: path, tensor: options.tensor)
    let words: any RowWords =
      if let list = options.wordList { try WordList(path: list) } else { try rows.words() }
    return MatrixReader(rows, words: words, tensor: rows.tensor)
  }
}
