import TextCorpus

extension EmbeddingStore {
  /// The pieces of words that a fastText set has vectors for, by the number of their bucket.
  ///
  /// A word that the set lacks is `<word>`; its pieces are all its runs of `shortest` to `longest` characters, and its vector
  /// is the mean of their buckets' rows. Source: Bojanowski et al. 2017, section 3.2, <https://arxiv.org/abs/1607.04606>;
  /// fastText 0.9.2, `Dictionary::computeSubwords`.
  public struct Subwords: Codable, Equatable, Sendable {
    /// Characters of the shortest pieces, at least 1.
    public let shortest: Int
    /// Characters of the longest pieces.
    public let longest: Int
    /// How many buckets there are.
    public let buckets: Int
  }
}

extension EmbeddingStore.Subwords {
  /// Characters of the longest pieces that are read: more say nothing of a word, and cost the square of its length.
  static let greatestLength = 256

  /// Whether there can be such pieces.
  var isPossible: Bool {
    shortest >= 1 && shortest <= longest && longest <= Self.greatestLength
      && (1...Int(Int32.max)).contains(buckets)
  }

  /// The buckets of a word's pieces, in fastText's order, equal ones as often as they come. O(length · longest).
  ///
  /// - Parameter longestWord: Pieces begin at so many characters at most.
  func pieces(of word: [UInt8], longestWord: Int = SubwordConfiguration.longestWord) -> [Int] {
    let configuration = SubwordConfiguration(
      minimumLength: shortest, maximumLength: longest, buckets: buckets)
    var pieces: [Int] = []
    configuration.forEachBucket(of: word.span, longestWord: longestWord) { pieces.append(Int($0)) }
    return pieces
  }
}
