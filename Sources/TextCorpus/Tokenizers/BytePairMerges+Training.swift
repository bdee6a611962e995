extension BytePairMerges {
  /// Learns the pieces of words from texts.
  ///
  /// - Parameters:
  ///   - words: How often each word was met, as the tokenizer that is to be the base gives them.
  ///   - limit: At most so many symbols, characters and merged ones.
  /// - Throws: `tooFewPieces`.
  /// - Complexity: O(n log n) for n characters of distinct words, in practice.
  package init(learningFrom words: WordCounts, symbols limit: Int) throws(TokenizerError) {
    var trainer = BytePairTrainer(words)
    self = try trainer.merges(symbols: limit)
  }
}
