import TextCorpus

/// What a corpus consists of, in numbers: its classes, lengths and words.
package struct CorpusStatistics {
  package private(set) var documentCount = 0
  /// Documents of each label.
  package private(set) var labels: [String: Int] = [:]
  package private(set) var tokens = Tally()
  package private(set) var words = WordCounts()
  private var hasher: TextHasher

  package init(tokenizer: Tokenizer) { hasher = TextHasher(tokenizer) }

  /// - Parameter file: What the document is from, for the error.
  /// - Throws: `CorpusError.tooManyWords`.
  /// - Complexity: O(bytes); memory is that of the distinct words, labels and lengths.
  package mutating func add(_ document: LabeledText, of file: String) throws(CorpusError) {
    documentCount += 1
    for label in document.labels { labels[label, default: 0] += 1 }
    tokens.add(hasher.hash(of: document.text).tokenCount)
    try words.add(hasher.tokens, of: file)
  }

  /// Labels with their documents, most first, then by name.
  package var classes: [(label: String, count: Int)] {
    labels.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map { (label: $0.key, count: $0.value) }
  }

  /// Words that came once.
  package var hapaxCount: Int { words.counts.count { $0 == 1 } }
}
