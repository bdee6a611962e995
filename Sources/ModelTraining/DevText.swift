import TextCorpus

/// The documents that choose the epoch, in the numbers of a vocabulary.
struct DevText {
  let documents: DocumentSelection
  /// What their class numbers mean where a document has any number of labels.
  let combinations: LabelCombinations?

  /// Reads and encodes a corpus of its own.
  ///
  /// - Throws: `CorpusError`, also for a label that training lacks; `TemporaryFileError`.
  init(
    _ source: DocumentSource, vocabulary: Vocabulary, labels: LabelSet, memory: TextMemory,
    for configuration: TrainingConfiguration
  ) throws {
    var collector = EncodedCollector(
      tokenizer: Tokenizer(configuration.tokenizer), vocabulary: vocabulary,
      keepsGuests: configuration.subwords != nil, memory: memory)
    var combinations = configuration.isMultiLabel ? LabelCombinations() : nil
    var number = 0
    try source.forEachDocument { document in
      let list = document.labels
      guard combinations != nil || list.count == 1 else {
        throw CorpusError.labelCount(file: source.name, count: list.count, document: number)
      }
      guard
        let label = combinations != nil
          ? combinations?.add(list, labels) : labels.index(of: list[0]).map({ Int32($0) })
      else { throw LabelCombinations.unknownLabel(in: list, labels, file: source.name, document: number) }
      try collector.add(document.text, label: label)
      number += 1
    }
    documents = try collector.finish()
    self.combinations = combinations
  }

  /// Encodes a corpus that is cut into tokens already.
  init(_ text: TrainingText, vocabulary: Vocabulary, keepsGuests: Bool) {
    documents = DocumentSelection(
      text.text.encoded(with: vocabulary, labels: text.classes, keepsGuests: keepsGuests))
    combinations = text.combinations
  }
}
