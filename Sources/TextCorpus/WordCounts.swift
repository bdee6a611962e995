/// How often each distinct token was met, in the order of appearance.
package struct WordCounts: Sendable {
  private(set) var words = WordTable()
  /// Of each distinct word, `[count]`.
  package private(set) var counts: [Int] = []
  /// How many words there are in all.
  package private(set) var total = 0

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
    total += tokens.count
  }

  /// How many distinct words there are.
  package var count: Int { words.count }

  /// The bytes of a word.
  package func utf8(of word: Int) -> ArraySlice<UInt8> { words.utf8[words.range(of: word)] }

  /// A word as text.
  package func text(of word: Int) -> String { String(decoding: utf8(of: word), as: UTF8.self) }

  /// Numbers of the words, most frequent first, those of equal counts in the order of their first appearance.
  package var ranked: [Int] { counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) } }
}
