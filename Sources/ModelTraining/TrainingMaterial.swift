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
  var training: EncodedText
  /// Those that choose the epoch.
  let dev: EncodedText?
  /// What the class numbers of either mean where a document has any number of labels; nil: they are classes.
  let combinations: LabelCombinations?
  let devCombinations: LabelCombinations?
  /// What stands between the labels of the corpus, if anything is known to.
  let labelSeparator: String?
  /// The vectors that the store has; nil with random vectors.
  var pretrained: EmbeddingMatrix?
  let coverage: VectorCoverage?

  /// Prepares all of a corpus; without `dev`, a part of it is held out for that.
  ///
  /// - Throws: As `Trainer.train`.
  init(
    _ corpus: Corpus, dev: Corpus?, vectors: VectorSource?, for configuration: TrainingConfiguration
  ) throws {
    let isMultiLabel = configuration.isMultiLabel
    let text = try TrainingText(corpus, tokenizer: configuration.tokenizer, isMultiLabel: isMultiLabel)
    let dev = try dev.map {
      try TrainingText(
        $0, tokenizer: configuration.tokenizer, labels: text.labels, isMultiLabel: isMultiLabel)
    }
    try self.init(
      text, documents: Array(0..<text.count), dev: dev, vectors: vectors, for: configuration)
  }

  /// Prepares some documents of a corpus.
  init(
    _ text: TrainingText, documents: [Int], dev: TrainingText?, vectors: VectorSource?,
    for configuration: TrainingConfiguration
  ) throws {
    var documents = documents
    var devDocuments: [Int] = []
    if dev == nil, configuration.devFraction > 0 {
      var generator = SeededGenerator(seed: configuration.seed, purpose: "dev split")
      let split = try HoldOut(
        stratifying: documents.map { text.strata[$0] }, fraction: configuration.devFraction,
        using: &generator)
      devDocuments = split.heldOut.map { documents[$0] }
      documents = split.training.map { documents[$0] }
    }
    if let first = documents.first, documents.allSatisfy({ text.classes[$0] == text.classes[first] }) {
      guard text.combinations == nil else { throw TrainingError.sameLabels(file: text.name) }
      throw TrainingError.oneClass(file: text.name, label: text.labels[Int(text.classes[first])])
    }
    let counted = text.text.vocabulary(of: documents, minimumCount: configuration.minimumCount)
    vocabulary = try counted.vocabulary.adding(Self.extraWords(of: vectors, for: configuration))
    labels = text.labels
    combinations = text.combinations
    devCombinations = dev == nil ? text.combinations : dev?.combinations
    labelSeparator = text.labelSeparator
    let subwords = configuration.subwords
    let encoded = text.text.encoded(
      with: vocabulary, labels: text.classes, keepsGuests: subwords != nil)
    let training = encoded.selecting(documents)
    self.training = training
    pieces = subwords.map { [vocabulary] in TrainedPieces($0, vocabulary, training) }
    if let dev {
      self.dev = dev.text.encoded(with: vocabulary, labels: dev.classes, keepsGuests: subwords != nil)
    } else {
      self.dev = devDocuments.isEmpty ? nil : encoded.selecting(devDocuments)
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
