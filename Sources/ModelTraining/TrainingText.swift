import TextCorpus

/// A labelled corpus cut into tokens once, to train on any part of it.
package struct TrainingText: Sendable {
  package let name: String
  package let text: TokenizedText
  package let labels: LabelSet
  /// The class of each document.
  package let classes: [Int32]

  /// - Parameter labels: The labels that count; nil: those of the corpus.
  package init(_ corpus: Corpus, tokenizer: TokenizerConfiguration, labels: LabelSet? = nil) throws {
    name = corpus.name
    text = try TokenizedText(corpus, tokenizer: Tokenizer(tokenizer))
    self.labels = labels ?? LabelSet(corpus)
    classes = try self.labels.indices(of: corpus)
  }

  package var count: Int { text.count }
}
