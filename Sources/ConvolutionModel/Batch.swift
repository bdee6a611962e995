import TensorMath

/// Documents that are learned from together: ragged, no padding. Its distinct words are numbered, and tokens are
/// those numbers, so that each word is projected once.
package struct Batch: Sendable {
  /// Vocabulary ids of the distinct words, `[U]`, in order of appearance, or ascending once they are sorted.
  package private(set) var words: [Int32] = []
  /// Numbers in `words`, all documents one after another.
  package private(set) var tokens: [Int32] = []
  /// Document b is `tokens[starts[b] ..< starts[b + 1]]`.
  package private(set) var starts: [Int] = [0]
  package private(set) var labels: [Int32] = []
  /// 1 + a word's number in `words`, 0 where it has none yet.
  private var numbers: [Int32]
  /// The rows that its words are made of, where they are; nil: word w has row w. Good once `findRows` was called.
  package private(set) var rows: BatchRows?

  package var count: Int { labels.count }

  /// An empty batch over a vocabulary of `vocabularyCount` words.
  package init(vocabularyCount: Int) { numbers = [Int32](repeating: 0, count: vocabularyCount) }

  /// An empty batch over composed words, in a table of `rowCount` rows.
  package init(_ composition: WordComposition, rowCount: Int) {
    self.init(vocabularyCount: composition.count)
    rows = BatchRows(composition, rowCount: rowCount)
  }

  /// Finds the rows of its words: to be called when all documents are there and the words in their order.
  package mutating func findRows() { rows?.collect(words) }

  /// The rows of the table that its words are made of, each once.
  package var touchedRows: [Int32] { rows?.rows ?? words }

  /// Forgets the documents and keeps the memory.
  package mutating func removeAll() {
    for word in words { numbers[Int(word)] = 0 }
    words.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    starts.removeLast(starts.count - 1)
    labels.removeAll(keepingCapacity: true)
  }

  package mutating func append(_ document: some Sequence<Int32>, label: Int32) {
    for word in document {
      if numbers[Int(word)] == 0 {
        words.append(word)
        numbers[Int(word)] = Int32(words.count)
      }
      tokens.append(numbers[Int(word)] - 1)
    }
    starts.append(tokens.count)
    labels.append(label)
  }

  /// Renumbers the words in the order of the vocabulary. A word then stands at about the same place of every batch, so
  /// that the thread which moved its vector in one step is the one that needs it in the next.
  package mutating func sortWords() {
    var new = [Int32](repeating: 0, count: words.count)
    words.sort()
    for (number, word) in words.enumerated() {
      new[Int(numbers[Int(word)]) - 1] = Int32(number)
      numbers[Int(word)] = Int32(number) + 1
    }
    for t in tokens.indices { tokens[t] = new[Int(tokens[t])] }
  }

  /// Tokens of document `index`.
  package func length(_ index: Int) -> Int { starts[index + 1] - starts[index] }
}

/// How many windows of `width` words a document has. An empty one has one, all padding.
package func windowCount(tokens: Int, width: Int) -> Int { tokens == 0 ? 1 : tokens + width - 1 }
