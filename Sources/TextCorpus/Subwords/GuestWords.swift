/// Words of some text that a vocabulary lacks, numbered behind the vocabulary's own, so that they can be told apart: they
/// have no vector, but their pieces may.
package struct GuestWords: Sendable {
  /// The number of the first: how many words the vocabulary has.
  package let firstID: Int32
  private var table = WordTable()

  /// None yet.
  package init(behind vocabulary: Vocabulary) { firstID = Int32(vocabulary.count) }

  package var count: Int { table.count }

  /// Bytes of all words.
  package var byteCount: Int { table.utf8.count }

  /// The number of a word, a new one if the word is new; that of the unknown word if no more words fit.
  ///
  /// - Precondition: The vocabulary does not have it.
  /// - Complexity: O(bytes) on average, amortised.
  package mutating func insert(_ word: Span<UInt8>) -> Int32 {
    guard count < Int(Int32.max - firstID) - 1, let number = table.insert(word) else {
      return Vocabulary.unknown
    }
    return firstID + number
  }

  /// Lends the bytes of a guest, counted from 0.
  package func withWord<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(table.utf8.span.extracting(table.range(of: index)))
  }

  /// A guest by its number, as a string for people.
  ///
  /// - Precondition: There is such a guest.
  package func word(at id: Int32) -> String {
    withWord(Int(id - firstID)) { word in word.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Forgets all words.
  package mutating func removeAll() { if count > 0 { table = WordTable() } }
}

extension GuestWords: Equatable {
  /// Same words, same numbers.
  package static func == (left: GuestWords, right: GuestWords) -> Bool {
    left.firstID == right.firstID && left.table.offsets == right.table.offsets
      && left.table.utf8 == right.table.utf8
  }
}
