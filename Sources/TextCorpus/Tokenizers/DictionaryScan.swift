/// `dictionary`.
///
/// Text is cut as by `words`. Then, in every stretch of ideographs and words that stand side by side, tokens are
/// joined so that the result is the most probable: the product of the probabilities of its words is greatest.
///
///     best[i] = max over the words w of the list that begin at token i of log p(w) + best[i + tokens of w],  best[n] = 0
///
/// - Where no word of the list begins, the token is one by itself, with the probability 1 ÷ sum of all counts: unknown
///   ideographs stay alone. Of ways that are equally probable the one whose first word is longest is taken.
/// - A word of the list may join ideographs and words of other scripts (卡拉OK), but never cuts one of those.
/// - Words are looked up as tokens are: normalized and in lower case where the tokenizer says so, which reading a list
///   does to its words, too.
/// - A stretch of more than 4,096 tokens is cut in pieces of that length, each by itself.
///
/// So it cuts Chinese as jieba does without its hidden Markov model. Source: `__cut_DAG_NO_HMM` and `calc` in
/// <https://github.com/fxsjy/jieba>, jieba/__init__.py.
extension Tokenizer {
  private static let longestStretch = 4096

  func scanDictionary(_ text: Span<UInt8>, _ words: WordFrequencies, into buffer: inout TokenBuffer) {
    var offset = 0
    // The first token of the stretch, and where in the text its last ends.
    var stretch = 0
    var stretchEnd = 0
    while offset < text.count {
      let first = scan(text, at: offset)
      let isWord = first.traits.isAny(.word)
      guard isWord || first.traits.isAny([.symbol, .ideograph, .regionalIndicator]) else {
        offset += first.scalar.length
        continue
      }
      if offset != stretchEnd || buffer.count - stretch >= Self.longestStretch {
        joinWords(from: stretch, by: words, in: &buffer)
        stretch = buffer.count
      }
      let count = buffer.count
      if isWord {
        offset = scanWord(text, at: offset, into: &buffer)
      } else {
        offset =
          scanStandaloneContraction(text, at: offset, apostrophe: first, into: &buffer)
          ?? scanSingle(first, of: text, at: offset, into: &buffer)
      }
      if isWord && buffer.count == count + 1 || first.traits.isAny(.ideograph) {
        stretchEnd = offset
      } else {
        // A symbol, or contractions: they stand between stretches.
        joinWords(from: stretch, to: count, by: words, in: &buffer)
        stretch = buffer.count
        stretchEnd = -1
      }
    }
    joinWords(from: stretch, by: words, in: &buffer)
  }

  /// Joins the tokens of a stretch to the most probable words.
  ///
  /// - Complexity: O(tokens · longest word) on average.
  private func joinWords(
    from first: Int, to last: Int? = nil, by words: WordFrequencies, in buffer: inout TokenBuffer
  ) {
    let last = last ?? buffer.count
    let count = last - first
    guard count > 1 else { return }
    var best = [Double](repeating: 0, count: count + 1)
    // How many tokens the best word from here has.
    var lengths = [Int](repeating: 1, count: count)
    for start in stride(from: count - 1, through: 0, by: -1) {
      var greatest = -Double.infinity
      for end in start..<count {
        guard
          let own = buffer.withTokens(first + start...first + end, { words.logProbability(of: $0) })
        else { break }
        let total = own + best[end + 1]
        if total >= greatest, own > -.infinity {
          greatest = total
          lengths[start] = end - start + 1
        }
      }
      best[start] = greatest > -.infinity ? greatest : words.unknownLogProbability + best[start + 1]
    }
    buffer.join(first..<last, lengths: lengths)
  }
}
