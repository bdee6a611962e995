/// How often each distinct token was met, in the order of appearance.
package struct WordCounts: Sendable {
  let words: WordTable
  package let counts: [Int]

  /// Counts the tokens of texts, one after the other.
  package struct Counter {
    private var words = WordTable()
    private var counts: [Int] = []

    package init() {}

    /// Counts the tokens of one text.
    ///
    /// - Parameter source: What the texts are from, for the error.
    /// - Throws: `tooManyWords`.
    /// - Complexity: O(bytes) on average.
    package mutating func add(_ tokens: TokenBuffer, of source: String) throws(CorpusError) {
      for index in 0..<tokens.count {
        guard let id = tokens.withToken(index, { words.insert($0) }) else {
          throw .tooManyWords(file: source)
        }
        if Int(id) == counts.count { counts.append(1) } else { counts[Int(id)] += 1 }
      }
    }

    package func finished() -> WordCounts { WordCounts(words: words, counts: counts) }
  }

  /// How many distinct words there are.
  package var count: Int { words.count }

  /// How many words there are in all.
  package var total: Int { counts.reduce(0, +) }

  /// The bytes of a word.
  package func utf8(of word: Int) -> ArraySlice<UInt8> { words.utf8[words.range(of: word)] }
}
