import ConvolutionModel
import ModelEvaluation
import TensorMath
import TextClassification
import TextCorpus

/// A trained classifier and how it came to be.
public struct TrainingResult: Sendable {
  /// The network of the best epoch, with its vocabulary and labels.
  public let classifier: TextClassifier
  /// What every epoch gave.
  public let epochs: [EpochRecord]
  /// How many documents chose the epoch; 0 where none did, and the last one was kept.
  public let devDocumentCount: Int
  /// How much of the training text has a pre-trained vector; nil with random vectors.
  public let coverage: VectorCoverage?
  /// The temperature and what it did, where it was asked for; the classifier has it.
  public let calibration: Calibration?
  /// Wall time in the training steps, in seconds, and documents a second in them.
  public let trainingSeconds: Double
  public let documentsPerSecond: Double

  /// The epoch whose model was kept.
  public var bestEpoch: EpochRecord { epochs.last { $0.isBest } ?? epochs[epochs.count - 1] }
}

/// Trains classifiers: epochs over shuffled batches, dev score after each, the best epoch's model kept.
public struct Trainer: Sendable {
  /// What to train and how.
  public let configuration: TrainingConfiguration
  /// How many threads share the work; the result does not depend on it.
  public let threads: Int
  /// Whether every step is reported layer by layer (`StepRecord`). The result does not depend on it; MR then trains at
  /// two thirds of the rate.
  public var diagnoses = false

  /// A trainer; the configuration is checked when training starts.
  public init(_ configuration: TrainingConfiguration, threads: Int) {
    self.configuration = configuration
    self.threads = threads
  }

  /// Trains on a corpus.
  ///
  /// - Parameters:
  ///   - dev: Chooses the epoch; nil: `configuration.devFraction` of the corpus, stratified.
  ///   - vectors: Where frozen and tuned vectors come from.
  ///   - report: Is told what happens.
  /// - Throws: `ConfigurationError`, `TrainingError`, `CorpusError` for a dev label that training lacks, and what
  ///   `vectors` throws.
  public func train(
    on corpus: Corpus, dev: Corpus? = nil, vectors: VectorSource? = nil,
    report: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingResult {
    try train(
      on: DocumentSource(corpus), dev: dev.map { DocumentSource($0) }, vectors: vectors, report: report)
  }

  /// Trains on documents that are read as they come, and need not fit into memory.
  ///
  /// - Parameters:
  ///   - memory: How much the text may take; what is more goes to a temporary file. The result is the same, but for a corpus
  ///     with more distinct words than that is for (`ForgottenWords`).
  /// - Throws: As for a corpus; what the sources throw; `TemporaryFileError`.
  public func train(
    on corpus: DocumentSource, dev: DocumentSource? = nil, vectors: VectorSource? = nil,
    memory: TextMemory = .unbounded, report: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingResult {
    try configuration.validate()
    return try train(
      TrainingMaterial(corpus, dev: dev, vectors: vectors, memory: memory, for: configuration),
      report: report)
  }

  /// Trains on some documents of a corpus; without `dev`, a part of them is held out for it.
  package func train(
    on text: TrainingText, documents: [Int], dev: TrainingText? = nil, vectors: VectorSource? = nil,
    report: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingResult {
    try train(
      TrainingMaterial(text, documents: documents, dev: dev, vectors: vectors, for: configuration),
      report: report)
  }

  private func train(
    _ material: consuming TrainingMaterial, report: (TrainingEvent) -> Void
  ) throws -> TrainingResult {
    report(.text(material.record))
    let network = startingNetwork(material)
    // The network has them now.
    material.pretrained = nil
    return try fit(network, on: material, report: report)
  }

  /// A network with its first weights and the vectors that the store has.
  func startingNetwork(_ material: TrainingMaterial) -> TextCNN {
    var network = TextCNN(
      configuration.network, vocabularyCount: material.vocabulary.count,
      pieceCount: material.pieces?.index.count ?? 0, classes: material.labels.count, seed: configuration.seed,
      vectorBound: configuration.vectorBound)
    if let bias = startingBias(material) { network.outputBias = bias }
    takeVectors(of: material, &network)
    if let pieces = material.pieces { network.spreadVectors(over: pieces.composition) }
    return network
  }

  /// Gives the words that the store has its vectors.
  private func takeVectors(of material: TrainingMaterial, _ network: inout TextCNN) {
    guard let matrix = material.pretrained else { return }
    // Stores differ in size: unit-length vectors of 300 numbers are 2.5 times shorter than those that Kim used. The
    // optimizer's steps and the kernels' first weights are made for one size, so a store is scaled, as a whole, to the
    // variance of random vectors, bound² / 3; words without a vector are drawn from just those. Vectors that are all
    // alike have no variance to go by.
    let scale = matrix.variance > 0 ? configuration.vectorBound / (3 * matrix.variance).squareRoot() : 1
    for word in 0..<material.vocabulary.count where matrix.isKnown[word] {
      network[vectorOf: word] = matrix[word].map { $0 * scale }
    }
    if configuration.vectors == .twoChannel {
      network.scaleVectors(by: 2)
      if configuration.network.kernel.hasFrozenGenerator {
        network.drawQueries(seed: configuration.seed, vectorBound: 2 * configuration.vectorBound)
      }
    }
  }

  /// A dev part is classified once with each network, so that few of its words' rows are worth keeping.
  static let devMemory = Predictor.Memory(cacheRows: 2048)

  /// ln(documents that have the label / documents that lack it), `[C]`, one added to both: where sigmoids start, so that
  /// the first epochs do not go into learning that most documents lack most labels (Lin et al. 2017, section 3.3). With
  /// balanced weights both weigh the same, and it is 0; and so it is where a document has one label.
  private func startingBias(_ material: TrainingMaterial) -> [Float]? {
    guard let combinations = material.combinations, configuration.classWeights == .none else { return nil }
    let text = material.training
    let counts = combinations.counts(ofCombinations: text.classCounts, classes: material.labels.count)
    return counts.map { count in
      Float(logarithm(Double(count + 1)) - logarithm(Double(text.count - count + 1)))
    }
  }

  /// Trains a network from its first weights on.
  func fit(
    _ network: consuming TextCNN, on material: TrainingMaterial, report: (TrainingEvent) -> Void
  ) throws -> TrainingResult {
    func classifier(_ network: TextCNN) -> TextClassifier {
      TextClassifier(
        tokenizer: configuration.tokenizer, vocabulary: material.vocabulary, pieces: material.pieces?.index,
        labels: material.labels, network: network,
        multiLabel: material.combinations.map { _ in
          MultiLabelRule(
            labelCount: material.labels.count,
            separator: material.labelSeparator ?? MultiLabelRule.usualSeparator)
        }, dropout: configuration.dropout > 0 ? configuration.dropout : nil)
    }
    let dev = material.dev
    var run = TrainingRun(
      configuration, network, material.training, combinations: material.combinations,
      composition: material.pieces?.composition, threads: threads)
    run.diagnoses = diagnoses
    var stopping = EarlyStopping(patience: configuration.patience)
    // The best network so far, where there is a choice: a copy of all word vectors.
    var best: TextCNN?
    var records: [EpochRecord] = []
    for epoch in 1...configuration.epochs {
      var record = try run.runEpoch(epoch, report: report)
      if let dev {
        try record.score(
          devPredictor(classifier(run.restingNetwork)), on: dev, combinations: material.devCombinations)
        record.isBest = stopping.isBest(
          score: record.devAccuracy ?? record.devMicroF1 ?? 0, logLoss: record.devLogLoss ?? 0)
      }
      if dev != nil, record.isBest { best = run.restingNetwork }
      records.append(record)
      report(.epoch(record))
      if stopping.isOver { break }
    }
    let seconds = records.reduce(0) { $0 + $1.seconds }
    var finished = try fittingThresholds(of: classifier(best ?? run.restingNetwork), on: material)
    var calibration: Calibration?
    if configuration.calibrates, let dev {
      (finished, calibration) = try finished.calibrated(on: dev, threads: threads, memory: Self.devMemory)
    }
    return TrainingResult(
      classifier: finished, epochs: records, devDocumentCount: dev?.count ?? 0, coverage: material.coverage,
      calibration: calibration,
      trainingSeconds: seconds,
      documentsPerSecond: Double(material.training.count * records.count) / max(seconds, 1e-9))
  }

  private func devPredictor(_ classifier: TextClassifier) -> Predictor {
    Predictor(classifier, threads: threads, memory: Self.devMemory)
  }

  /// The thresholds that the dev part likes best; without one, and with one label a document, the classifier as it is.
  private func fittingThresholds(
    of classifier: TextClassifier, on material: TrainingMaterial
  ) throws -> TextClassifier {
    guard let dev = material.dev, let combinations = material.devCombinations,
      var rule = classifier.multiLabel
    else { return classifier }
    rule.thresholds = try Evaluator().thresholds(
      fitting: devPredictor(classifier), on: dev, combinations: combinations)
    return classifier.deciding(by: rule)
  }
}

extension EpochRecord {
  /// Takes the scores of a dev part.
  fileprivate mutating func score(
    _ predictor: Predictor, on text: DocumentSelection, combinations: LabelCombinations?
  ) throws {
    if let combinations {
      let scores = try Evaluator().evaluateMultiLabel(
        predictor, on: text, combinations: combinations, name: "dev")
      devMicroF1 = scores.micro.f1
      devLogLoss = scores.logLoss
    } else {
      let scores = try Evaluator().evaluate(predictor, on: text, name: "dev")
      devAccuracy = scores.accuracy
      devLogLoss = scores.logLoss
    }
  }
}
