/// Reads one word and its vector after the other out of a file; one conformer a layout.
protocol WordVectorReader {
  /// Where the entry that was last read stands.
  var position: EmbeddingStore.Position { get }
  /// Reads the next entry, its numbers into `vector` `[d]`; `nil` at the end of the file.
  ///
  /// The range of a word is one of the source's `bytes`, good until the next call.
  mutating func next(into vector: inout [Float]) throws -> ReadEntry?
}

/// What a reader found.
enum ReadEntry: Equatable {
  /// A word, as a range of the source's bytes; its vector is where the caller wanted it.
  case vector(word: Range<Int>)
  /// Something wrong; the reader is behind it and can go on.
  case bad(EmbeddingStore.Problem)
  /// Something wrong that nothing readable can follow.
  case end(EmbeddingStore.Problem)
}

extension VectorFileLayout {
  /// A reader for a source that stands at its first vector.
  func makeReader(_ source: SourceFile) -> any WordVectorReader {
    switch format {
    case .gloveText, .word2vecText: WordVectorTextReader(source, layout: self)
    case .word2vecBinary: WordVectorBinaryReader(source, layout: self)
    }
  }
}
