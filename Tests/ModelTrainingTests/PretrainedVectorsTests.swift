import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@testable import ModelTraining

@Suite struct PretrainedVectorsTests {
  private func train(
    _ vectors: TrainingConfiguration.Vectors, missing: Set<String> = [], epochs: Int = 4,
    optimizer: OptimizerConfiguration.Kind = .adam, variance: Float = 0.5
  ) throws -> TrainingResult {
    var configuration = smallConfiguration()
    configuration.vectors = vectors
    configuration.devFraction = 0
    configuration.epochs = epochs
    if optimizer != .adam { configuration.optimizer = OptimizerConfiguration(optimizer) }
    return try Trainer(configuration, threads: 2).train(
      on: twentyTexts, vectors: vectorSource(dimension: 12, except: missing, variance: variance))
  }

  /// A store's vectors times one factor, which gives them the variance of random ones: bound / √(3 · variance).
  private func scaled(_ word: String, variance: Float) -> [Double] {
    let factor = 0.25 / (3 * Double(variance)).squareRoot()
    return wordVector(word, dimension: 12).map { Double($0) * factor }
  }

  @Test(arguments: [Float(0.01), 0.5, 9])
  func frozenVectorsAreThoseOfTheStoreInOneScale(variance: Float) throws {
    let classifier = try train(.frozen, missing: ["pepper"], epochs: 1, variance: variance).classifier
    for id in 1..<classifier.vocabulary.count {
      let word = classifier.vocabulary.word(at: id)
      if word == "pepper" { continue }
      expectClose(
        classifier.network[vectorOf: id], scaled(word, variance: variance), word, relative: 1e-6,
        absolute: 1e-9)
    }
  }

  @Test(arguments: [OptimizerConfiguration.Kind.adadelta, .adam, .sgd])
  func frozenVectorsDoNotMove(_ kind: OptimizerConfiguration.Kind) throws {
    let early = try train(.frozen, missing: ["pepper"], epochs: 1, optimizer: kind).classifier.network
    let late = try train(.frozen, missing: ["pepper"], epochs: 5, optimizer: kind).classifier.network
    #expect(early.embedding == late.embedding)
    #expect(early.dense != late.dense)
  }

  /// Kim's two channels with one table each, put together by hand, against the one table of their sums.
  @Test func twoChannelsTrainAsTheirSum() throws {
    var configuration = smallConfiguration()
    configuration.vectors = .twoChannel
    configuration.dropout = 0
    configuration.optimizer = OptimizerConfiguration(.sgd, learningRate: 0.1, momentum: 0)
    configuration.devFraction = 0
    let text = try TrainingText(twentyTexts, tokenizer: configuration.tokenizer)
    let vocabulary = text.text.vocabulary().vocabulary
    let encoded = text.text.encoded(with: vocabulary, labels: text.classes)
    let start = TextCNN(
      configuration.network, vocabularyCount: vocabulary.count, classes: 4, seed: configuration.seed,
      vectorBound: configuration.vectorBound)
    var channel: [[Double]] = [start[vectorOf: 0].map { Double($0) }]
    for id in 1..<vocabulary.count { channel.append(scaled(vocabulary.word(at: id), variance: 0.5)) }
    // Only the second channel moves, each filter sees the sum of what it makes of both.
    let frozen = channel
    var oracle = Oracle(start)
    var order = Array(0..<encoded.count)
    var generator = SeededGenerator(seed: configuration.seed, purpose: "order")
    generator.shuffle(&order)
    let documents = order.prefix(8).map { Array(encoded[$0]) }
    let labels = order.prefix(8).map { encoded.labels[$0] }
    func sum() -> [Double] { zip(frozen, channel).flatMap { zip($0, $1).map { $0 + $1 } } }
    oracle.tensors["embedding"] = sum()
    let words = Set(documents.joined()).sorted().prefix(5)
    let slopes = words.map { word in
      (0..<12).map { oracle.slope(of: "embedding", at: Int(word) * 12 + $0, documents, labels: labels) }
    }
    for (word, slope) in zip(words, slopes) {
      for i in 0..<12 { channel[Int(word)][i] -= 0.1 * slope[i] }
    }
    // One step of the trainer: the corpus cut to the first batch.
    let material = try TrainingMaterial(
      DocumentSource(twentyTexts), dev: nil, vectors: vectorSource(dimension: 12), for: configuration)
    let network = Trainer(configuration, threads: 1).startingNetwork(material)
    var run = TrainingRun(configuration, network, DocumentSelection(encoded), threads: 1)
    _ = try run.step(order.prefix(8).map { Int32($0) }[...])
    for word in words {
      expectClose(
        run.network[vectorOf: Int(word)], Array(sum()[Int(word) * 12..<Int(word) * 12 + 12]),
        vocabulary.word(at: Int(word)), relative: 1e-4, absolute: 1e-5)
    }
  }

  @Test func tunedVectorsBeginThereAndMove() throws {
    let classifier = try train(.tuned).classifier
    var moved = 0
    for id in 1..<classifier.vocabulary.count {
      let start = scaled(classifier.vocabulary.word(at: id), variance: 0.5)
      let end = classifier.network[vectorOf: id].map { Double($0) }
      if zip(start, end).contains(where: { abs($0 - $1) > 1e-3 }) { moved += 1 }
      // Four epochs at .01 do not lead far.
      #expect(zip(start, end).allSatisfy { abs($0 - $1) < 0.2 })
    }
    #expect(moved > classifier.vocabulary.count / 2)
  }

  /// Words without a vector have the variance of those with one: bound² / 3.
  @Test(arguments: [Float(0.04), 5])
  func wordsWithoutVectorAreDrawnInTheSameScale(variance: Float) throws {
    var configuration = smallConfiguration()
    configuration.vectors = .frozen
    configuration.devFraction = 0
    configuration.epochs = 1
    configuration.vectorBound = 0.1
    let source = VectorSource { vocabulary in
      EmbeddingMatrix(
        dimension: 12, vectors: [Float](repeating: 0, count: vocabulary.count * 12),
        isKnown: [Bool](repeating: false, count: vocabulary.count), variance: variance)
    }
    let result = try Trainer(configuration, threads: 1).train(on: easyCorpus(300, seed: 6), vectors: source)
    let numbers = result.classifier.network[tensor: "embedding"]
    let found = numbers.reduce(0) { $0 + $1 * $1 } / Float(numbers.count)
    #expect(abs(found / (0.01 / 3) - 1) < 0.1)
    #expect(numbers.allSatisfy { abs($0) <= 0.1 })
  }

  /// Words that the text lacks come along, as far as the tokenizer would give them, and only from a store.
  @Test(arguments: [
    (TrainingConfiguration.Vectors.tuned, 10, true), (.tuned, 0, false), (.random, 10, false),
  ])
  func extraWordsComeAlong(_ vectors: TrainingConfiguration.Vectors, limit: Int, areThere: Bool) throws {
    var configuration = smallConfiguration()
    configuration.vectors = vectors
    configuration.extraWords = limit
    configuration.epochs = 1
    let known = vectorSource(dimension: 12)
    let source = VectorSource(
      frequentWords: { Array(["zebra", "New_York", "the", "Upper", "two words"].prefix($0)) },
      vectors: known.vectors)
    let classifier = try Trainer(configuration, threads: 1).train(on: twentyTexts, vectors: source).classifier
    let id = classifier.vocabulary.id(of: "zebra").map { Int($0) }
    #expect((id != nil) == areThere)
    #expect(classifier.vocabulary.id(of: "Upper") == nil)
    #expect(classifier.vocabulary.id(of: "two words") == nil)
    if let id {
      expectClose(
        classifier.network[vectorOf: id], scaled("zebra", variance: 0.5), "zebra", relative: 1e-6,
        absolute: 1e-9)
    }
  }

  @Test func coverageCountsTypesAndTokens() throws {
    let coverage = try #require(try train(.frozen, missing: ["the", "pepper"]).coverage)
    let tokens = twentyTexts.documents.flatMap { $0.text.split(separator: " ") }
    #expect(coverage.tokens == tokens.count)
    #expect(coverage.knownTokens == tokens.count { $0 != "the" && $0 != "pepper" })
    #expect(coverage.types == Set(tokens).count)
    #expect(coverage.knownTypes == Set(tokens).count - 2)
  }

  @Test func dimensionsMustAgree() throws {
    var configuration = smallConfiguration()
    configuration.vectors = .tuned
    let error = #expect(throws: TrainingError.self) {
      try Trainer(configuration, threads: 1).train(on: twentyTexts, vectors: vectorSource(dimension: 50))
    }
    #expect(error == .dimensionMismatch(store: 50, network: 12))
    #expect(
      error?.description == "the store's vectors have 50 numbers, the network expects 12; use --dimension 50")
  }

  @Test(arguments: [TrainingConfiguration.Vectors.frozen, .tuned])
  func aSourceIsNeeded(_ vectors: TrainingConfiguration.Vectors) throws {
    var configuration = smallConfiguration()
    configuration.vectors = vectors
    let error = #expect(throws: TrainingError.self) {
      try Trainer(configuration, threads: 1).train(on: twentyTexts)
    }
    #expect(error == .vectorsMissing)
    #expect(
      error?.description
        == "frozen and tuned vectors come from a store; name it with --store, or use --vectors random")
  }

  @Test func randomVectorsAskNoSource() throws {
    struct Asked: Error {}
    var configuration = smallConfiguration()
    configuration.epochs = 1
    let source = VectorSource { _ in throw Asked() }
    let result = try Trainer(configuration, threads: 1).train(on: twentyTexts, vectors: source)
    #expect(result.coverage == nil)
    configuration.vectors = .frozen
    #expect(throws: Asked.self) {
      try Trainer(configuration, threads: 1).train(on: twentyTexts, vectors: source)
    }
  }
}
