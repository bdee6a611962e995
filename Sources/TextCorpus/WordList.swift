/// Distinct words numbered in the order of appearance, for those who count words outside this target.
package struct WordList: Sendable {
  private var table = WordTable()

  package init() {}

  /// The number of a word, a new one if it is new; nil if new words no longer fit in 2 GiB.
  package mutating func insert(_ word: Span<UInt8>) -> Int? { table.insert(word).map(Int.init) }

  package func bytes(of id: Int) -> [UInt8] { Array(table.utf8[table.range(of: id)]) }
}
