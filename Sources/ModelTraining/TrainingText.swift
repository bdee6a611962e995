import TextCorpus

/// A labelled corpus cut into tokens once, to train on any part of it.
package struct TrainingText: Sendable {
  package let name: String
  package let text: TokenizedText
  package let labels: LabelSet
  /// The class of each document, or the number of its combination of labels.
  package let classes: [Int32]
  /// What those numbers mean where a document has any number of labels; nil: they are classes.
  package let combinations: LabelCombinations?
  /// What parts of the corpus have alike: the documents of each class, or those with each rarest label
  /// (`LabelCombinations.strata`).
  package let strata: [Int32]
  /// What stands between the labels of the corpus, if anything is known to.
  package let labelSeparator: String?

  /// - Parameters:
  ///   - labels: The labels that count; nil: those of the corpus.
  ///   - isMultiLabel: Whether a document has any number of labels, or just one.
  /// - Throws: `CorpusError` for a corpus without documents, with a label that is not among `labels`, or with a document
  ///   of none or several where one is expected.
  package init(
    _ corpus: Corpus, tokenizer: TokenizerConfiguration, labels: LabelSet? = nil, isMultiLabel: Bool = false
  ) throws {
    guard !corpus.documents.isEmpty else { throw CorpusError.noDocuments(file: corpus.name, skippedLines: 0) }
    name = corpus.name
    text = try TokenizedText(corpus, tokenizer: Tokenizer(tokenizer))
    labelSeparator = corpus.report.labelSeparator
    let labels = labels ?? LabelSet(corpus)
    self.labels = labels
    if isMultiLabel {
      let all = try LabelCombinations(corpus, labels: labels)
      classes = all.numbers
      combinations = all
      strata = all.strata(classes: labels.count)
    } else {
      classes = try labels.indices(of: corpus)
      combinations = nil
      strata = classes
    }
  }

  package var count: Int { text.count }
}
