import ConvolutionModel
import ModelEvaluation
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@testable import ModelTraining

@Suite struct SubwordTrainingTests {
  /// The label is told by the beginning of one word, which is hardly ever the same twice; the others are noise.
  private func prefixed(_ count: Int, seed: UInt64, name: String) -> Corpus {
    var generator = SeededGenerator(seed: seed, purpose: "prefixed")
    func letters(_ count: Int) -> String {
      String((0..<count).map { _ in Array("abcdefghijklmnopqrstuvwxyz")[Int(generator.next() % 26)] })
    }
    return corpus(
      name,
      (0..<count).map { number in
        let label = ["bio", "geo", "tele"][number % 3]
        return (label, "the \(label)\(letters(5)) of the day \(letters(2))")
      })
  }

  private func configuration(_ vectors: TrainingConfiguration.Vectors = .random) -> TrainingConfiguration {
    var configuration = smallConfiguration()
    configuration.subwords = SubwordConfiguration(minimumLength: 3, maximumLength: 4, buckets: 3000)
    configuration.vectors = vectors
    return configuration
  }

  @Test func unknownWordsAreUnderstoodByTheirPieces() throws {
    let training = prefixed(240, seed: 1, name: "training")
    let held = prefixed(90, seed: 2, name: "held")
    func accuracy(_ change: (inout TrainingConfiguration) -> Void) throws -> Double {
      var configuration = configuration()
      configuration.epochs = 12
      change(&configuration)
      let classifier = try Trainer(configuration, threads: 2).train(on: training).classifier
      return try #require(Evaluator().evaluate(Predictor(classifier), on: held).accuracy)
    }
    let with = try accuracy { _ in }
    let rare = try accuracy { $0.minimumCount = 2 }
    let without = try accuracy { $0.subwords = nil }
    #expect(with > 0.95, "with pieces \(with)")
    #expect(rare > 0.95, "with pieces of rare words \(rare)")
    #expect(without < 0.6, "without \(without)")
  }

  @Test(arguments: [1, 2])
  func theSameBitsWithAnyNumberOfThreads(minimumCount: Int) throws {
    var configuration = configuration()
    configuration.minimumCount = minimumCount
    func train(_ threads: Int) throws -> TextClassifier {
      try Trainer(configuration, threads: threads).train(on: twentyTexts).classifier
    }
    let one = try train(1)
    for threads in [2, 3] {
      let other = try train(threads)
      #expect(other.network == one.network && other.pieces == one.pieces, "\(threads) threads")
    }
  }

  /// With pieces of zero a training starts where one without pieces does.
  @Test(arguments: [TrainingConfiguration.Vectors.random, .tuned, .twoChannel])
  func trainingStartsAtTheNetworkWithoutPieces(_ vectors: TrainingConfiguration.Vectors) throws {
    var configuration = configuration(vectors)
    func start() throws -> TextCNN {
      let material = try TrainingMaterial(
        DocumentSource(twentyTexts), dev: nil, vectors: vectorSource(dimension: 12, except: ["soup"]),
        for: configuration)
      let network = Trainer(configuration, threads: 1).startingNetwork(material)
      return material.pieces.map { network.folding($0.composition) } ?? network
    }
    let with = try start()
    configuration.subwords = nil
    let without = try start()
    #expect(with.dense == without.dense)
    expectClose(
      with[tensor: "embedding"], without[tensor: "embedding"].map { Double($0) }, "embedding", relative: 1e-6)
    #expect(with[tensor: TextCNN.piecesName].allSatisfy { $0 == 0 })
    #expect(with.pieceCount > 100 && without.pieceCount == 0)
  }

  /// One step moves every row by its share of the gradients of the words that it is in.
  @Test func aStepMovesPieces() throws {
    var configuration = configuration()
    configuration.dropout = 0
    configuration.devFraction = 0
    configuration.optimizer = OptimizerConfiguration(.sgd, learningRate: 0.1, momentum: 0)
    let material = try TrainingMaterial(
      DocumentSource(twentyTexts), dev: nil, vectors: nil, for: configuration)
    let start = Trainer(configuration, threads: 1).startingNetwork(material)
    let composition = try #require(material.pieces).composition
    var run = TrainingRun(configuration, start, material.training, composition: composition, threads: 1)
    _ = try run.step([0, 1, 2, 3, 4])
    var oracle = Oracle(start)
    oracle.composition = (0..<composition.count).map { composition[$0].map { Int($0) } }
    var text = EncodedText()
    try material.training.store.read([0, 1, 2, 3, 4], into: &text)
    let documents = (0..<5).map { Array(text[$0]) }
    let labels = text.labels
    let count = material.vocabulary.count
    for row in Set(documents.joined().prefix(6).flatMap { composition[Int($0)].suffix(2) }) {
      let isPiece = Int(row) >= count
      let name = isPiece ? TextCNN.piecesName : "embedding"
      let first = (Int(row) - (isPiece ? count : 0)) * 12
      for i in [0, 7] {
        let slope = oracle.slope(of: name, at: first + i, documents, labels: labels)
        let moved = run.network[vectorOf: Int(row)][i] - start[vectorOf: Int(row)][i]
        expectClose([moved], [-0.1 * slope], "row \(row)", relative: 1e-3, absolute: 1e-6)
      }
    }
    // At rest a word is what its rows have come to.
    expectClose(
      run.restingNetwork[vectorOf: 1],
      (0..<12).map { i in
        composition[1].reduce(0) { $0 + Double(run.network[vectorOf: Int($1)][i]) }
          / Double(composition[1].count)
      }, "a folded word", relative: 1e-5, absolute: 1e-7)
  }

  /// What chose the epoch is what the finished classifier says of the same documents.
  @Test func theDevPartIsScoredWithItsGuests() throws {
    var configuration = configuration()
    configuration.patience = 0
    let dev = prefixed(60, seed: 3, name: "dev")
    let result = try Trainer(configuration, threads: 1).train(on: prefixed(90, seed: 1, name: "t"), dev: dev)
    let scores = Evaluator().evaluate(Predictor(result.classifier), on: dev)
    #expect(result.bestEpoch.devAccuracy == scores.accuracy)
    #expect(result.bestEpoch.devLogLoss == scores.logLoss)
  }

  /// Only the pieces of words in the training documents have a vector: others would be noise.
  @Test func piecesAreThoseOfTheTrainingWords() throws {
    var configuration = configuration()
    configuration.minimumCount = 2
    let dev = corpus("dev", [("food", "xylophone"), ("sport", "quixotic")])
    let classifier = try Trainer(configuration, threads: 1).train(on: twentyTexts, dev: dev).classifier
    let pieces = try #require(classifier.pieces)
    let words = Set(twentyTexts.documents.flatMap { Tokenizer(classifier.tokenizer).tokens(of: $0.text) })
    let expected = PieceIndex(pieces.configuration) { take in
      for word in words { take(Array(word.utf8).span) }
    }
    #expect(pieces == expected)
    #expect(classifier.vocabulary.id(of: "pepper") == nil, "a word that is there once")
  }

  @Test func frozenVectorsAreRefused() throws {
    let error = #expect(throws: ConfigurationError.self) { try configuration(.frozen).validate() }
    #expect(
      error?.description
        == "frozen vectors stay as they are, and pieces that learn would move them; use tuned vectors with subwords"
    )
    var wrong = configuration()
    wrong.subwords?.maximumLength = 2
    #expect(throws: ConfigurationError.self) { try wrong.validate() }
  }

  @Test func ensemblesAndBaggingHaveOneSetOfPieces() throws {
    let ensemble = EnsembleConfiguration(members: 2, variation: .bagging)
    let result = try EnsembleTrainer(configuration(), ensemble: ensemble, threads: 1).train(on: twentyTexts)
    #expect(result.classifier.pieces != nil)
    #expect(result.classifier.networks.map(\.pieceCount).allSatisfy { $0 == result.classifier.pieces?.count })
    let scores = Evaluator().evaluate(Predictor(result.classifier), on: twentyTexts)
    #expect(scores.accuracy != nil)
  }

  @Test func aDiagnosisFollowsComposedWords() throws {
    var trainer = Trainer(configuration(), threads: 1)
    trainer.diagnoses = true
    var steps: [StepRecord] = []
    _ = try trainer.train(on: twentyTexts) { if case .step(let record) = $0 { steps.append(record) } }
    let layers = steps.compactMap { $0.layers.first { $0.name == "embedding" } }
    #expect(layers.count == steps.count && !layers.isEmpty)
    #expect(layers.allSatisfy { $0.updateNorm > 0 && $0.gradientNorm > 0 && $0.weightNorm > 0 })
  }
}
