import TextCorpus

/// A labelled corpus cut into tokens once, to train on any part of it.
package struct TrainingText: Sendable {
  package let name: String
  package let text: TokenizedText
  package let labels: LabelSet
  /// The class of each document.
  package let classes: [Int32]

  /// - Parameter labels: The labels that count; nil: those of the corpus.
  /// - Throws: `CorpusError` for a corpus without documents, or with a label that is not among `labels`.
  package init(_ corpus: Corpus, tokenizer: TokenizerConfiguration, labels: LabelSet? = nil) throws {
    guard !corpus.documents.isEmpty else { throw CorpusError.noDocuments(file: corpus.name, skippedLines: 0) }
    name = corpus.name
    text = try TokenizedText(corpus, tokenizer: Tokenizer(tokenizer))
    self.labels = labels ?? LabelSet(corpus)
    classes = try self.labels.indices(of: corpus)
  }

  package var count: Int { text.count }
}
