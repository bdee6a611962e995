import TextCorpus

/// Where pre-trained vectors come from, such as a store.
public struct VectorSource: Sendable {
  /// The vectors of the words of a vocabulary.
  public let vectors: @Sendable (Vocabulary) throws -> EmbeddingMatrix
  /// The most frequent words that have a vector, at most so many, for words that training lacks.
  public let frequentWords: @Sendable (_ limit: Int) throws -> [String]

  /// - Parameters:
  ///   - frequentWords: None unless told otherwise.
  ///   - vectors: Has a row for each word, zeros where there is no vector.
  public init(
    frequentWords: @escaping @Sendable (_ limit: Int) throws -> [String] = { _ in [] },
    vectors: @escaping @Sendable (Vocabulary) throws -> EmbeddingMatrix
  ) {
    self.frequentWords = frequentWords
    self.vectors = vectors
  }
}
