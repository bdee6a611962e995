/// `byte-pairs`.
///
/// Text is cut into words as by the configuration's `base`, and each word into the characters it is written with. Then
/// the merge that was learned first among those possible is done, at its first place, until none is possible. The first
/// piece of a word is written as it is, the others with `##` before them: `tokenizer` may give `token ##izer`.
///
/// - A character that training saw less than twice is a piece by itself, which no vocabulary may know.
/// - A word of more than 64 characters is cut in stretches of that length, each merged by itself: time stays linear.
///
/// Source: Sennrich et al. 2016, <https://arxiv.org/abs/1508.07909>; the mark is that of WordPiece, on the other side of
/// the cut than the paper's, so that whole words have no mark.
extension Tokenizer {
  private static let longestStretch = 64

  func scanBytePairs(_ text: Span<UInt8>, _ merges: BytePairMerges, into buffer: inout TokenBuffer) {
    // Out of the buffer while both are in use.
    var scratch = PieceScratch()
    swap(&scratch, &buffer.pieces)
    var words = scratch.words.popLast() ?? TokenBuffer()
    words.removeAll()
    scan(text, as: configuration.base, into: &words)
    buffer.replacedSequenceCount += words.replacedSequenceCount
    scratch.cache.claim(merges)
    for index in 0..<words.count {
      words.withToken(index) { word in addPieces(of: word, merges, &scratch, to: &buffer) }
    }
    scratch.words.append(words)
    swap(&scratch, &buffer.pieces)
  }

  @inline(__always)
  private func addPieces(
    of word: Span<UInt8>, _ merges: BytePairMerges, _ scratch: inout PieceScratch,
    to buffer: inout TokenBuffer
  ) {
    if let ends = scratch.cache.pieces(of: word) {
      var start = 0
      for end in ends {
        buffer.appendPiece(word, start..<Int(end))
        start = Int(end)
      }
      return
    }
    var start = 0
    while start < word.count {
      let stretchEnd = scratch.merging.begin(word, from: start, limit: Self.longestStretch, merges)
      scratch.merging.run(merges)
      if start == 0, stretchEnd == word.count, word.count <= PieceCache.longestWord {
        scratch.cache.add(word, scratch.merging.ends)
      }
      for end in scratch.merging.ends {
        buffer.appendPiece(word, start..<end)
        start = end
      }
    }
  }
}

extension Merging {
  /// Takes characters of a word, at most `limit`; returns where they end.
  fileprivate mutating func begin(
    _ word: Span<UInt8>, from start: Int, limit: Int, _ merges: BytePairMerges
  ) -> Int {
    symbols.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    var offset = start
    while offset < word.count, symbols.count < limit {
      let scalar = word.scalar(at: offset)
      symbols.append(merges.symbol(of: scalar.value, isInside: offset > 0) ?? -1)
      offset += scalar.length
      ends.append(offset)
    }
    return offset
  }
}

extension TokenBuffer {
  /// Adds a piece of a word as a token, marked where it does not begin the word.
  @inline(__always)
  fileprivate mutating func appendPiece(_ word: Span<UInt8>, _ range: Range<Int>) {
    if range.lowerBound > 0 { append(contentsOf: BytePairMerges.continuation.utf8) }
    append(word, range, lowercasingASCII: false)
    endToken()
  }
}
