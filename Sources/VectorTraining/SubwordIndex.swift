import TextCorpus

/// Which rows a word's vector is the mean of: its own and, with subwords, those of its pieces.
///
/// Pieces are hashed into buckets as fastText does; buckets that no word of the vocabulary has get no row, so that
/// memory is that of the pieces which occur and not of two million. Row w < V is word w's own; the buckets' follow in
/// ascending order.
package struct SubwordIndex: Sendable {
  /// Rows of the input table.
  package let rowCount: Int
  /// Rows of word w are `rows[starts[w] ..< starts[w + 1]]`, its own first; empty without subwords.
  private(set) var rows: [Int32] = []
  private(set) var starts: [Int] = []
  let subwords: SubwordConfiguration?
  private var rowOfBucket: [Int32: Int32] = [:]

  var hasSubwords: Bool { subwords != nil }

  /// - Complexity: O(bytes of the words · (maximum − minimum + 1)).
  init(words: [String], subwords: SubwordConfiguration?) {
    self.subwords = subwords
    guard let subwords else {
      rowCount = words.count
      return
    }
    let buckets = words.map { Self.buckets(of: $0, subwords) }
    var next = Int32(words.count)
    for bucket in Set(buckets.joined()).sorted() {
      rowOfBucket[bucket] = next
      next += 1
    }
    rowCount = Int(next)
    starts.append(0)
    for word in words.indices {
      rows.append(Int32(word))
      rows += buckets[word].map { rowOfBucket[$0]! }
      starts.append(rows.count)
    }
  }

  func rows(of word: Int) -> ArraySlice<Int32> { rows[starts[word]..<starts[word + 1]] }

  /// The row of a bucket; nil where no word of the vocabulary has it.
  func row(ofBucket bucket: Int32) -> Int32? { rowOfBucket[bucket] }

  /// The buckets of a word's pieces, one for each place and length, as fastText has them.
  package static func buckets(of word: String, _ subwords: SubwordConfiguration) -> [Int32] {
    var result: [Int32] = []
    subwords.forEachBucket(of: Array(word.utf8).span) { result.append($0) }
    return result
  }
}
