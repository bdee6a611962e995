/// Counts tokens and makes the vocabulary of the frequent ones.
///
///     var counter = VocabularyCounter(tokenized)
///     counter.add(documents: trainingIndices)
///     let counted = counter.vocabulary(minimumCount: 2)
package struct VocabularyCounter {
  private let text: TokenizedText
  private var counts: [Int]

  /// Begins with no document counted.
  package init(_ text: TokenizedText) {
    self.text = text
    counts = [Int](repeating: 0, count: text.words.count)
  }

  /// Counts the tokens of some documents.
  ///
  /// - Precondition: Every index is a document of the text.
  package mutating func add(documents: some Sequence<Int>) {
    for document in documents {
      for token in text.tokens[text.starts[document]..<text.starts[document + 1]] { counts[Int(token)] += 1 }
    }
  }

  /// The words by descending count, ties by their bytes; the order of the documents does not matter.
  ///
  /// - Parameters:
  ///   - minimumCount: Words counted less often are unknown; below 1 means 1.
  ///   - maximumSize: At most so many words besides the unknown one, the most frequent; nil for all.
  /// - Complexity: O(n log n) for n distinct words.
  package func vocabulary(minimumCount: Int = 1, maximumSize: Int? = nil) -> CountedVocabulary {
    CountedVocabulary(text.words, counts: counts, minimumCount: minimumCount, maximumSize: maximumSize)
  }
}

/// A vocabulary and how often each of its words was counted.
package struct CountedVocabulary: Sendable, Equatable {
  package let vocabulary: Vocabulary

  /// `[vocabulary.count]`; entry 0 counts the tokens that are unknown words, so all add up to the tokens counted.
  package let counts: [Int]
}

extension CountedVocabulary {
  /// The frequent ones of some words, by descending count, ties by their bytes.
  ///
  /// - Parameters:
  ///   - counts: How often each was counted, `[words]`.
  ///   - forgotten: How many tokens are of none of these words.
  ///   - minimumCount: Words counted less often are unknown; below 1 means 1.
  ///   - maximumSize: At most so many words besides the unknown one, the most frequent; nil for all.
  /// - Complexity: O(n log n) for n words.
  init(_ words: WordTable, counts: [Int], forgotten: Int = 0, minimumCount: Int, maximumSize: Int?) {
    let utf8 = words.utf8
    var kept = counts.indices.filter { counts[$0] >= max(1, minimumCount) }
    kept.sort { left, right in
      if counts[left] != counts[right] { return counts[left] > counts[right] }
      return utf8[words.range(of: left)].lexicographicallyPrecedes(utf8[words.range(of: right)])
    }
    if let maximumSize { kept = Array(kept.prefix(max(0, maximumSize))) }
    var keptCounts = kept.map { counts[$0] }
    keptCounts.insert(forgotten + counts.reduce(0, +) - keptCounts.reduce(0, +), at: 0)
    let vocabulary = Vocabulary(words: [[]] + kept.map { utf8[words.range(of: $0)] })
    self.init(vocabulary: vocabulary, counts: keptCounts)
  }
}
