import TextCorpus

/// Distinct words and how often each came.
package struct CountedWords: Sendable {
  private var table = WordList()
  package private(set) var counts: [Int] = []
  package private(set) var tokenCount = 0

  package init() {}

  mutating func add(_ word: Span<UInt8>) {
    tokenCount += 1
    // Words beyond 2 GiB are counted as tokens alone.
    guard let id = table.insert(word) else { return }
    if id == counts.count { counts.append(1) } else { counts[id] += 1 }
  }

  package var distinctCount: Int { counts.count }

  /// The bytes of a word.
  package func word(_ id: Int) -> [UInt8] { table.bytes(of: id) }

  /// Numbers of the words, most frequent first, those of equal counts in the order of their first appearance.
  package var ranked: [Int] { counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) } }
}
