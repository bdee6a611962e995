import ConvolutionModel
import ModelEvaluation
import TensorMath
import TextClassification
import TextCorpus

/// A trained ensemble and how its members came to be.
public struct EnsembleResult: Sendable {
  /// The members behind one vocabulary; one network where one was asked for.
  public let classifier: TextClassifier
  /// What the training of each gave.
  public let members: [TrainingResult]
  /// How many documents the corpus has, those held out among them.
  public let documentCount: Int
  /// Scores of the whole on the dev part, where there is one.
  public let devAccuracy: Double?
  public let devLogLoss: Double?

  /// Wall time in the training steps of all members, in seconds, and documents a second in them.
  public var trainingSeconds: Double { members.reduce(0) { $0 + $1.trainingSeconds } }
  public var documentsPerSecond: Double {
    members.reduce(0) { $0 + $1.documentsPerSecond * $1.trainingSeconds } / max(trainingSeconds, 1e-9)
  }
}

/// Trains ensembles: members one after the other, each as `Trainer` would.
///
/// Member m, counted from 0, has the seed s + m, where s is the configuration's; tokenizer, vocabulary, labels and dev part
/// are those of s for all, so that they fit into one classifier. Member 0 of an ensemble that varies the seed is the very
/// network that `Trainer` makes of the same configuration. With bagging a member learns from a resample of the training
/// documents; the vocabulary is that of all of them. Frozen word vectors are the same for all members, those of words
/// without a pre-trained one included. A calibration gives each member a temperature of its own.
public struct EnsembleTrainer: Sendable {
  /// What to train and how.
  public let configuration: TrainingConfiguration
  /// How many members, and how they differ.
  public let ensemble: EnsembleConfiguration
  /// How many threads share the work; the result does not depend on it.
  public let threads: Int
  /// As `Trainer.diagnoses`, for every member.
  public var diagnoses = false

  /// A trainer; the configurations are checked when training starts.
  public init(_ configuration: TrainingConfiguration, ensemble: EnsembleConfiguration, threads: Int) {
    self.configuration = configuration
    self.ensemble = ensemble
    self.threads = threads
  }

  /// Trains on a corpus.
  ///
  /// - Parameters:
  ///   - dev: Chooses the epoch of each member; nil: as for `Trainer`.
  ///   - vectors: Where frozen and tuned vectors come from.
  ///   - report: Is told what happens, and to which member, counted from 1.
  ///   - finished: Is told of every member that is done.
  /// - Throws: As `Trainer.train`.
  public func train(
    on corpus: Corpus, dev: Corpus? = nil, vectors: VectorSource? = nil,
    report: (_ member: Int, TrainingEvent) -> Void = { _, _ in },
    finished: (_ member: Int, TrainingResult) -> Void = { _, _ in }
  ) throws -> EnsembleResult {
    try train(
      on: DocumentSource(corpus), dev: dev.map { DocumentSource($0) }, vectors: vectors, report: report,
      finished: finished)
  }

  /// Trains on documents that are read as they come: as `Trainer.train`.
  public func train(
    on corpus: DocumentSource, dev: DocumentSource? = nil, vectors: VectorSource? = nil,
    memory: TextMemory = .unbounded,
    report: (_ member: Int, TrainingEvent) -> Void = { _, _ in },
    finished: (_ member: Int, TrainingResult) -> Void = { _, _ in }
  ) throws -> EnsembleResult {
    try configuration.validate()
    try ensemble.validate()
    if ensemble.members > 1 { try configuration.requireOneLabel("an ensemble") }
    var material = try TrainingMaterial(
      corpus, dev: dev, vectors: vectors, memory: memory, for: configuration)
    report(1, .text(material.record))
    let sharesVectors = configuration.vectors == .frozen
    var members: [TrainingResult] = []
    for member in 0..<ensemble.members {
      let trainer = trainer(of: member)
      var network = trainer.startingNetwork(material)
      if sharesVectors, let first = members.first { network.embedding = first.classifier.network.embedding }
      // The last member's network has them now.
      if member == ensemble.members - 1 { material.pretrained = nil }
      let result = try trainer.fit(network, on: trainer.share(of: material, ensemble.variation)) {
        report(member + 1, $0)
      }
      members.append(result)
      finished(member + 1, result)
    }
    return try result(members, of: material, sharesVectors: sharesVectors)
  }

  private func trainer(of member: Int) -> Trainer {
    var own = configuration
    own.seed &+= UInt64(member)
    var trainer = Trainer(own, threads: threads)
    trainer.diagnoses = diagnoses
    return trainer
  }

  private func result(
    _ members: [TrainingResult], of material: TrainingMaterial, sharesVectors: Bool
  ) throws -> EnsembleResult {
    guard members.count > 1 else {
      return EnsembleResult(
        classifier: members[0].classifier, members: members, documentCount: material.record.documents,
        devAccuracy: members[0].bestEpoch.devAccuracy,
        devLogLoss: members[0].bestEpoch.devLogLoss)
    }
    let classifier = TextClassifier(
      combining: members.map(\.classifier), by: ensemble.combination, sharesVectors: sharesVectors)
    let scores = try material.dev.map {
      try Evaluator().evaluate(
        Predictor(classifier, threads: threads, memory: Trainer.devMemory), on: $0, name: "dev")
    }
    return EnsembleResult(
      classifier: classifier, members: members, documentCount: material.record.documents,
      devAccuracy: scores?.accuracy, devLogLoss: scores?.logLoss)
  }
}

extension Trainer {
  /// What this member of an ensemble learns from.
  fileprivate func share(
    of material: TrainingMaterial, _ variation: EnsembleConfiguration.Variation
  ) throws -> TrainingMaterial {
    guard variation == .bagging else { return material }
    var generator = SeededGenerator(seed: configuration.seed, purpose: "bootstrap")
    var own = material
    own.training = try material.training.selecting(
      Bootstrap(of: material.training.count, using: &generator).documents)
    return own
  }
}
