/// Which pieces of a word have a vector: its character n-grams, as fastText takes them.
///
///     pieces of "where", 3 to 3: <wh whe her ere re>
///
/// `<` and `>` mark where the word begins and ends, so that a prefix is another piece than the same letters within a word.
/// Lengths count Unicode scalars. Pieces have no vector each but share those of `buckets`, by a hash. Source: Bojanowski et al. 2017,
/// "Enriching word vectors with subword information", section 3.2, <https://arxiv.org/abs/1607.04606>.
public struct SubwordConfiguration: Codable, Sendable, Hashable {
  /// The shortest and the longest piece, marks counted.
  public var minimumLength: Int
  public var maximumLength: Int
  /// How many numbers the hash has.
  public var buckets: Int

  /// fastText's lengths, and a hundredth of its buckets: a corpus of 10,000 distinct words has some 50,000 pieces.
  public init(minimumLength: Int = 3, maximumLength: Int = 6, buckets: Int = 20_000) {
    self.minimumLength = minimumLength
    self.maximumLength = maximumLength
    self.buckets = buckets
  }

  /// A piece may have at most so many scalars.
  public static let greatestLength = 16
  /// Ten times fastText's.
  public static let mostBuckets = 20_000_000
  /// Pieces begin at the first so many places of a word and no others, so that what is no word at all, such as a
  /// megabyte without a space, costs no more than one.
  public static let longestWord = 256

  /// What is wrong with the numbers, in one sentence; nil: nothing.
  package var problem: String? {
    if minimumLength < 1 || maximumLength < minimumLength || maximumLength > Self.greatestLength {
      return
        "the pieces of words have from \(minimumLength) to \(maximumLength) characters; use a range from 1 to "
        + "\(Self.greatestLength), such as 3-6"
    }
    if buckets < 1 || buckets > Self.mostBuckets {
      return "the pieces of words have \(buckets) buckets; use 1 to \(Self.mostBuckets)"
    }
    return nil
  }
}
