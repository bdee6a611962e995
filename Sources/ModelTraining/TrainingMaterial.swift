import TensorMath
import TextCorpus

/// What a training works on, ready to go: the divided and encoded text, and the vectors of its words. The members of an
/// ensemble have it in common.
struct TrainingMaterial {
  let vocabulary: Vocabulary
  /// What words are made of, where they are; nil: each is a row.
  let pieces: TrainedPieces?
  let labels: LabelSet
  /// The documents to learn from.
  var training: DocumentSelection
  /// Those that choose the epoch.
  let dev: DocumentSelection?
  /// What the class numbers of either mean where a document has any number of labels; nil: they are classes.
  let combinations: LabelCombinations?
  let devCombinations: LabelCombinations?
  /// What stands between the labels of the corpus, if anything is known to.
  let labelSeparator: String?
  /// The vectors that the store has; nil with random vectors.
  var pretrained: EmbeddingMatrix?
  let coverage: VectorCoverage?

  /// What the text came to.
  let record: TextRecord

  /// Prepares all of a corpus; without `dev`, a part of it is held out for that.
  ///
  /// - Parameter memory: How much the text may take; what is more goes to a file.
  /// - Throws: As `Trainer.train`.
  init(
    _ corpus: DocumentSource, dev: DocumentSource?, vectors: VectorSource?, memory: TextMemory = .unbounded,
    for configuration: TrainingConfiguration
  ) throws {
    var collector = DocumentCollector(
      name: corpus.name, tokenizer: Tokenizer(configuration.tokenizer), memory: memory)
    let report = try corpus.forEachDocument { try collector.add($0) }
    let collected = try collector.finish()
    let labels = try TrainingLabels(
      collected.labels, of: corpus.name, isMultiLabel: configuration.isMultiLabel)
    try self.init(
      collected, labels, labelSeparator: report.labelSeparator, vectors: vectors, for: configuration,
      dev: dev.map { dev in
        { vocabulary, labels in
          try DevText(dev, vocabulary: vocabulary, labels: labels, memory: memory, for: configuration)
        }
      })
  }

  /// Prepares some documents of a corpus.
  init(
    _ text: TrainingText, documents: [Int], dev: TrainingText?, vectors: VectorSource?,
    for configuration: TrainingConfiguration
  ) throws {
    try self.init(
      CollectedDocuments(name: text.name, text: text.text), TrainingLabels(text),
      documents: documents.map { Int32($0) }, labelSeparator: text.labelSeparator, vectors: vectors,
      for: configuration,
      dev: dev.map { dev in
        { vocabulary, _ in
          DevText(dev, vocabulary: vocabulary, keepsGuests: configuration.subwords != nil)
        }
      })
  }

  /// - Parameters:
  ///   - documents: Those to take; nil for all.
  ///   - dev: Makes the documents that choose the epoch; nil: a part is held out for that.
  private init(
    _ text: CollectedDocuments, _ known: TrainingLabels, documents: [Int32]? = nil, labelSeparator: String?,
    vectors: VectorSource?, for configuration: TrainingConfiguration,
    dev: ((Vocabulary, LabelSet) throws -> DevText)?
  ) throws {
    var documents = documents ?? Array(0..<Int32(known.classes.count))
    var devDocuments: [Int32] = []
    if dev == nil, configuration.devFraction > 0 {
      var generator = SeededGenerator(seed: configuration.seed, purpose: "dev split")
      let isHeldOut = try HoldOut.marks(
        stratifying: documents.map { known.strata[Int($0)] }, fraction: configuration.devFraction,
        using: &generator)
      devDocuments = documents.indices.filter { isHeldOut[$0] }.map { documents[$0] }
      documents = documents.indices.filter { !isHeldOut[$0] }.map { documents[$0] }
    }
    let classCounts = known.classCounts(of: documents)
    if let only = classCounts.indices.first(where: { classCounts[$0] == documents.count }) {
      guard known.combinations == nil else { throw TrainingError.sameLabels(file: text.name) }
      throw TrainingError.oneClass(file: text.name, label: known.labels[only])
    }
    let counted = try text.tokens.vocabulary(
      of: documents, minimumCount: configuration.minimumCount, maximumSize: configuration.maximumWords)
    vocabulary = try counted.vocabulary.adding(Self.extraWords(of: vectors, for: configuration))
    labels = known.labels
    combinations = known.combinations
    self.labelSeparator = labelSeparator
    let encoded = try text.tokens.encoded(
      with: vocabulary, labels: known.classes, keepsGuests: configuration.subwords != nil)
    let training = DocumentSelection(documents, of: encoded, classCounts: classCounts)
    self.training = training
    pieces = try configuration.subwords.map { [vocabulary] in try TrainedPieces($0, vocabulary, training) }
    record = TextRecord(
      text, words: vocabulary.count, pieces: pieces?.index.count ?? 0, classes: labels.count,
      for: configuration)
    if let dev {
      let own = try dev(vocabulary, labels)
      self.dev = own.documents
      devCombinations = own.combinations
    } else {
      self.dev =
        devDocuments.isEmpty
        ? nil
        : DocumentSelection(
          devDocuments, of: encoded, classCounts: known.classCounts(of: devDocuments))
      devCombinations = known.combinations
    }
    guard self.dev != nil || !configuration.calibrates else { throw TrainingError.nothingToCalibrateOn }
    pretrained = try Self.pretrained(vocabulary, vectors, for: configuration)
    coverage = pretrained.map { VectorCoverage(of: $0, counts: counted.counts) }
  }

  /// Words of the store that training lacks, as the tokenizer gives them: one that it would cut or change never comes.
  private static func extraWords(
    of vectors: VectorSource?, for configuration: TrainingConfiguration
  ) throws -> [String] {
    guard configuration.vectors != .random, configuration.extraWords > 0, let vectors else { return [] }
    let tokenizer = Tokenizer(configuration.tokenizer)
    return try vectors.frequentWords(configuration.extraWords).filter { tokenizer.tokens(of: $0) == [$0] }
  }

  private static func pretrained(
    _ vocabulary: Vocabulary, _ vectors: VectorSource?, for configuration: TrainingConfiguration
  ) throws -> EmbeddingMatrix? {
    guard configuration.vectors != .random else { return nil }
    guard let vectors else { throw TrainingError.vectorsMissing }
    let matrix = try vectors.vectors(vocabulary)
    guard matrix.dimension == configuration.network.dimension else {
      throw TrainingError.dimensionMismatch(store: matrix.dimension, network: configuration.network.dimension)
    }
    return matrix
  }
}
