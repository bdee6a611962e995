/// Pre-trained vectors for the words of one vocabulary, as they came from a store.
public struct EmbeddingMatrix: Sendable, Equatable {
  /// d
  public let dimension: Int
  /// `[V, d]`; the rows of words without a vector are zeros.
  public let vectors: [Float]
  /// Whether a word has a vector, `[V]`.
  public let isKnown: [Bool]
  /// The variance of the components of all vectors of the store; words without a vector are drawn with this variance.
  public let variance: Float

  /// - Precondition: `vectors` has a row for each word.
  public init(dimension: Int, vectors: [Float], isKnown: [Bool], variance: Float) {
    precondition(
      vectors.count == isKnown.count * dimension,
      "\(vectors.count) numbers for \(isKnown.count) words × \(dimension)")
    self.dimension = dimension
    self.vectors = vectors
    self.isKnown = isKnown
    self.variance = variance
  }

  /// The vector of word `word`.
  package subscript(word: Int) -> ArraySlice<Float> { vectors[word * dimension..<(word + 1) * dimension] }
}

/// How much of a text has a pre-trained vector.
public struct VectorCoverage: Sendable, Equatable, Codable {
  /// Distinct words, and how many of them have a vector.
  public let types: Int
  public let knownTypes: Int
  /// Running words, and how many of them have a vector.
  public let tokens: Int
  public let knownTokens: Int

  /// - Parameter counts: How often each of the vocabulary's first words occurs in the text. Unknown words
  ///   count as running words without a vector; words without a count, which the text does not have, count as nothing.
  package init(of matrix: EmbeddingMatrix, counts: [Int]) {
    let words = 1..<counts.count
    types = words.count
    knownTypes = words.count { matrix.isKnown[$0] }
    tokens = counts.reduce(0, +)
    knownTokens = words.reduce(0) { $0 + (matrix.isKnown[$1] ? counts[$1] : 0) }
  }
}
