import EmbeddingStorage
import TextCorpus

/// How the words of texts are found in a store.
struct StoreCoverage: Encodable {
  struct Share: Encodable {
    var words = 0
    var runningWords = 0

    mutating func add(_ count: Int) {
      words += 1
      runningWords += count
    }
  }

  struct MissingWord: Encodable {
    let word: String
    let count: Int
  }

  private(set) var all = Share()
  private(set) var exact = Share()
  private(set) var lowercase = Share()
  private(set) var pieces = Share()
  private(set) var missing = Share()
  let missingWords: [MissingWord]

  /// - Parameter most: How many of the missing words are listed, most frequent first.
  init(_ words: WordCounts, in store: VectorView, listing most: Int = 0) throws {
    let matches = try store.matches(
      forUTF8: (0..<words.count).map { Array(words.utf8(of: $0)) }, triesLowercase: true)
    let counts = words.counts
    missingWords =
      most == 0
      ? []
      : words.ranked.lazy.filter { matches[$0] == .missing }.prefix(most).map {
        MissingWord(word: words.text(of: $0), count: counts[$0])
      }
    for (match, count) in zip(matches, counts) {
      all.add(count)
      switch match {
      case .exact: exact.add(count)
      case .lowercased: lowercase.add(count)
      case .subwords: pieces.add(count)
      case .missing: missing.add(count)
      }
    }
  }

  var text: String {
    var table = TextTable(["", "words", "%", "running words", "%"])
    let rows = [
      ("as they stand", exact), ("in lower case", lowercase), ("by their pieces", pieces),
      ("missing", missing),
      ("all", all),
    ]
    table.rows = rows.map { name, share in
      [
        name, Numbers.count(share.words), Numbers.percent(share.words, of: all.words),
        Numbers.count(share.runningWords),
        Numbers.percent(share.runningWords, of: all.runningWords),
      ]
    }
    guard !missingWords.isEmpty else { return table.text }
    var list = TextTable(["missing", "count"])
    list.rows = missingWords.map { [$0.word, Numbers.count($0.count)] }
    return table.text + "\n\n" + list.text
  }
}
