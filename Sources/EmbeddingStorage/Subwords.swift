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
  /// The buckets of a word's pieces, in fastText's order, equal ones as often as they come. O(length · longest).
  ///
  /// A single character at the edge, which would be `<` or `>`, is no piece.
  func pieces(of word: [UInt8]) -> [Int] {
    let text = [UInt8(ascii: "<")] + word + [UInt8(ascii: ">")]
    var pieces: [Int] = []
    for start in text.indices where !Self.continues(text[start]) {
      var hash: UInt32 = 2_166_136_261
      var end = start
      var length = 1
      while end < text.count, length <= longest {
        repeat {
          // FNV-1a as fastText has it, which takes a byte for a signed number.
          hash = (hash ^ UInt32(bitPattern: Int32(Int8(bitPattern: text[end])))) &* 16_777_619
          end += 1
        } while end < text.count && Self.continues(text[end])
        let isEdge = length == 1 && (start == 0 || end == text.count)
        if length >= shortest, !isEdge { pieces.append(Int(hash % UInt32(buckets))) }
        length += 1
      }
    }
    return pieces
  }

  /// Whether a byte goes on with a character that began before it.
  private static func continues(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
