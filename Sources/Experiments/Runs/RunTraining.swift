import ConvolutionModel
import ModelSerialization
import ModelTraining
import TextClassification
import TextCorpus

extension RunPlan {
  /// Trains and predicts.
  ///
  /// - Throws: As `Trainer.train`.
  func train(on material: CorpusMaterial, vectors: VectorSource?, threads: Int) throws -> FinishedRun {
    let texts = try material.texts(for: configuration.tokenizer)
    return try FinishedRun(
      training: configuration, on: texts, documents: split.training,
      judgedOn: material.testDocuments(of: split), needs: needs, vectors: vectors, threads: threads)
  }
}

extension FinishedRun {
  /// Trains on some documents, and predicts others.
  ///
  /// - Throws: As `Trainer.train`.
  init(
    training configuration: TrainingConfiguration, on texts: CorpusMaterial.Texts, documents: [Int],
    judgedOn tests: [LabeledText], needs: RunNeeds = [], vectors: VectorSource?, threads: Int
  ) throws {
    let result = try Trainer(configuration, threads: threads).train(
      on: texts.training, documents: documents, dev: texts.dev, vectors: vectors)
    let classifier = result.classifier
    let clock = ContinuousClock()
    let start = clock.now
    let predictor = Predictor(classifier, threads: threads)
    let probabilities = predictor.predictions(for: tests.map(\.text)).flatMap(\.probabilities)
    let seconds = (clock.now - start) / .seconds(1)
    self.init(
      labels: classifier.labels.labels, probabilities: probabilities,
      shuffledProbabilities: needs.contains(.shuffledWeights)
        ? Self.shuffledProbabilities(classifier, of: tests, seed: configuration.seed, threads: threads) : nil,
      attention: needs.contains(.attention) ? AttentionSummary(predictor, in: tests) : nil,
      epochs: result.epochs.map {
        EpochPoint(
          epoch: $0.epoch, trainLoss: $0.trainLoss, devAccuracy: $0.devAccuracy, devLogLoss: $0.devLogLoss)
      },
      bestEpoch: result.bestEpoch.epoch, devDocuments: result.devDocumentCount,
      filters: configuration.network.filters,
      parameters: classifier.parameterCount,
      parametersWithoutVectors: configuration.network.parameterCount(classes: classifier.labels.count),
      trainingSeconds: result.trainingSeconds, trainingDocumentsPerSecond: result.documentsPerSecond,
      predictionDocumentsPerSecond: Double(tests.count) / max(seconds, 1e-9),
      trainingBytes: configuration.networkBytes(
        words: classifier.network.rowCount, classes: classifier.labels.count),
      fileBytes: try ModelFile.byteCount(of: classifier))
  }

  private static func shuffledProbabilities(
    _ classifier: TextClassifier, of tests: [LabeledText], seed: UInt64, threads: Int
  ) -> [Float]? {
    ShuffledWeights(of: classifier, seed: seed)?.predictions(for: tests.map(\.text), threads: threads)
      .flatMap(\.probabilities)
  }
}
