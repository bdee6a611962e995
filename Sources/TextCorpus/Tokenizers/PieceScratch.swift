/// What cutting words into pieces needs besides the tokens, kept for reuse.
struct PieceScratch: Sendable {
  /// The words of the text, before they are cut; an array, since a buffer cannot hold itself. One, or none so far.
  var words: [TokenBuffer] = []
  var merging = Merging()
  var cache = PieceCache()
}

/// A stretch of a word while its symbols are merged.
struct Merging: Sendable {
  /// -1 for a character that is no symbol.
  var symbols: [Int32] = []
  /// Where each symbol ends in the word.
  var ends: [Int] = []
  /// The merge of each symbol with the next; `Int32.max` for none.
  var ranks: [Int32] = []

  /// Joins the two with the lowest rank, the first of equals, until none can be joined.
  ///
  /// - Complexity: O(symbols²) additions at worst; a stretch is short.
  mutating func run(_ merges: BytePairMerges) {
    ranks.removeAll(keepingCapacity: true)
    for index in symbols.indices { ranks.append(rank(at: index, merges)) }
    while true {
      var lowest = Int32.max
      var place = 0
      for index in ranks.indices where ranks[index] < lowest {
        lowest = ranks[index]
        place = index
      }
      if lowest == .max { return }
      symbols[place] = merges.results[Int(lowest)]
      ends[place] = ends[place + 1]
      symbols.remove(at: place + 1)
      ends.remove(at: place + 1)
      ranks.remove(at: place + 1)
      ranks[place] = rank(at: place, merges)
      if place > 0 { ranks[place - 1] = rank(at: place - 1, merges) }
    }
  }

  @inline(__always)
  private func rank(at index: Int, _ merges: BytePairMerges) -> Int32 {
    index + 1 < symbols.count ? merges.rank(symbols[index], symbols[index + 1]) ?? .max : .max
  }
}

/// The pieces of words that were cut before. It forgets all when it is full, so memory is bounded.
struct PieceCache: Sendable {
  private static let mostWords = 1 << 16
  /// Longer words are rare, and would fill the cache.
  static let longestWord = 48

  private var owner: Fingerprint?
  private var words: WordTable?
  /// Where each piece of the words ends, counted from the word's start; those of word i are
  /// `ends[starts[i]..<starts[i + 1]]`.
  private var ends: [UInt8] = []
  private var starts: [Int32] = [0]

  /// Makes the cache one for these merges.
  mutating func claim(_ merges: BytePairMerges) {
    if owner != merges.fingerprint { reset(merges.fingerprint) }
  }

  private mutating func reset(_ owner: Fingerprint?) {
    self.owner = owner
    words = WordTable()
    ends.removeAll(keepingCapacity: true)
    starts = [0]
  }

  /// Where the pieces of a word end; nil if it is not here.
  @inline(__always)
  func pieces(of word: Span<UInt8>) -> ArraySlice<UInt8>? {
    guard let id = words?.id(of: word) else { return nil }
    return ends[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])]
  }

  /// Keeps the pieces of a word that is not here.
  mutating func add(_ word: Span<UInt8>, _ pieceEnds: [Int]) {
    if starts.count > Self.mostWords { reset(owner) }
    guard words?.insert(word) != nil else { return }
    for end in pieceEnds { ends.append(UInt8(end)) }
    starts.append(Int32(ends.count))
  }
}
