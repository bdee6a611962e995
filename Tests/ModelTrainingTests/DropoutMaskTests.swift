import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextCorpus

@testable import ModelTraining

@Suite struct DropoutMaskTests {
  @Test(arguments: [Float(0.1), 0.25, 0.5, 0.9])
  func theShareIsKept(rate: Float) {
    var mask = DropoutMask(rate: rate, seed: 3)
    mask.draw(200_000)
    #expect(mask.mask.allSatisfy { $0 <= 1 })
    let kept = Double(mask.mask.count { $0 == 1 }) / 200_000
    #expect(abs(kept - Double(1 - rate)) < 0.005)
    // Each of the four that share a random number.
    for lane in 0..<4 {
      let own = stride(from: lane, to: 200_000, by: 4).count { mask.mask[$0] == 1 }
      #expect(abs(Double(own) / 50_000 - Double(1 - rate)) < 0.01, "lane \(lane)")
    }
  }

  @Test func aSeedGivesOneSeriesOfMasks() {
    func draws(_ seed: UInt64) -> [[UInt8]] {
      var mask = DropoutMask(rate: 0.5, seed: seed)
      return [30, 30, 7, 101].map { count in
        mask.draw(count)
        return mask.mask
      }
    }
    let first = draws(1)
    #expect(first.map(\.count) == [30, 30, 7, 101])
    #expect(first == draws(1))
    #expect(first != draws(2))
    #expect(first[0] != first[1])
  }

  /// The first epoch of one batch, put together by hand: its order, its mask, and kept features divided by their share.
  @Test(arguments: [Float(0), 0.5, 0.8])
  func trainingDividesByTheShareThatIsKept(rate: Float) throws {
    var configuration = smallConfiguration()
    configuration.dropout = rate
    configuration.devFraction = 0
    configuration.epochs = 1
    configuration.batchSize = 100
    let loss = try Trainer(configuration, threads: 1).train(on: twentyTexts).epochs[0].trainLoss

    let text = try TrainingText(twentyTexts, tokenizer: configuration.tokenizer)
    let vocabulary = text.text.vocabulary().vocabulary
    let encoded = text.text.encoded(with: vocabulary, labels: text.classes)
    let network = TextCNN(
      configuration.network, vocabularyCount: vocabulary.count, classes: 4, seed: configuration.seed,
      vectorBound: configuration.vectorBound)
    var order = Array(0..<encoded.count)
    var generator = SeededGenerator(seed: configuration.seed, purpose: "order")
    generator.shuffle(&order)
    var mask = DropoutMask(rate: rate, seed: configuration.seed)
    mask.draw(encoded.count * network.layout.featureCount)
    var oracle = Oracle(network)
    oracle.mask = mask.mask
    oracle.keep = 1 - Double(rate)
    let expected = oracle.run(order.map { Array(encoded[$0]) }, labels: order.map { encoded.labels[$0] })
    expectClose([loss], [expected.loss], "loss", relative: 1e-5)
  }

  @Test func edges() {
    var all = DropoutMask(rate: 0, seed: 1)
    all.draw(100)
    #expect(all.mask == [UInt8](repeating: 1, count: 100))
    var none = DropoutMask(rate: 0.99999, seed: 1)
    none.draw(100)
    #expect(none.mask == [UInt8](repeating: 0, count: 100))
    all.draw(0)
    #expect(all.mask.isEmpty)
  }
}

@Suite struct DropoutFormTests {
  private func step(_ form: TrainingConfiguration.DropoutForm) throws -> (
    run: TrainingRun, loss: Double, text: EncodedText, order: ArraySlice<Int>
  ) {
    var configuration = smallConfiguration()
    configuration.dropout = 0.75
    configuration.dropoutForm = form
    let text = try TrainingText(twentyTexts, tokenizer: configuration.tokenizer)
    let vocabulary = text.text.vocabulary().vocabulary
    let encoded = text.text.encoded(with: vocabulary, labels: text.classes)
    var network = TextCNN(
      configuration.network, vocabularyCount: vocabulary.count, classes: 4, seed: 1, vectorBound: 0.25)
    // O of the classical form is 1 / (1 − p) = 4 times that of the inverted one.
    if form == .classical { network.scaleOutputWeights(by: 4) }
    // Steps of 0: a look without a move.
    configuration.optimizer = OptimizerConfiguration(.sgd, learningRate: 1e-30, momentum: 0)
    var run = TrainingRun(configuration, network, DocumentSelection(encoded), threads: 1)
    let order = Array(0..<encoded.count)[...]
    let loss = try run.step(order.map { Int32($0) }[...])
    return (run, loss, encoded, order)
  }

  /// The same network in either form: the same loss and the same gradients in training but for O's, which is as many times
  /// smaller as O is larger, and the same predictions at rest.
  @Test func classicalAndInvertedAreOne() throws {
    let (inverted, loss, text, order) = try step(.inverted)
    let (classical, twinLoss, _, _) = try step(.classical)
    expectClose([twinLoss], [loss], "loss", relative: 1e-6)
    let count = inverted.network.vocabularyCount
    for (a, b) in zip(
      inverted.pass.gradients(inverted.batch, vocabularyCount: count),
      classical.pass.gradients(classical.batch, vocabularyCount: count))
    {
      let factor = a.name == "output.weight" ? 4.0 : 1
      expectClose(
        b.values.map { $0 * Float(factor) }, a.values.map { Double($0) }, a.name, relative: 1e-5,
        absolute: 1e-7)
    }
    #expect(inverted.restingNetwork == inverted.network)
    func probabilities(_ network: TextCNN) -> [Float] {
      ProjectedVocabulary(network, pool: WorkerPool(threads: 1)).probabilities(
        tokens: text.tokens, starts: text.starts)
    }
    expectClose(
      probabilities(classical.restingNetwork), probabilities(inverted.network).map { Double($0) }, "at rest",
      relative: 1e-6)
    // And in evaluation nothing is dropped.
    let oracle = Oracle(inverted.network)
    let outcome = oracle.run(order.map { Array(text[$0]) }, labels: order.map { text.labels[$0] })
    expectClose(probabilities(inverted.network), outcome.probabilities, "evaluation", relative: 1e-5)
  }

  @Test(arguments: [Float(0), 0.25, 0.999]) func droppedWordsAreUnknown(rate: Float) throws {
    var configuration = smallConfiguration()
    configuration.wordDropout = rate
    let text = try TrainingText(twentyTexts, tokenizer: configuration.tokenizer)
    let vocabulary = text.text.vocabulary().vocabulary
    let encoded = text.text.encoded(with: vocabulary, labels: text.classes)
    let network = TextCNN(
      configuration.network, vocabularyCount: vocabulary.count, classes: 4, seed: 1, vectorBound: 0.25)
    var run = TrainingRun(configuration, network, DocumentSelection(encoded), threads: 1)
    let order = Array(0..<encoded.count)[...]
    var unknown: [Int] = []
    for _ in 0..<20 {
      _ = try run.step(order.map { Int32($0) }[...])
      #expect(run.batch.tokens.count == encoded.tokens.count)
      let words = run.batch.tokens.map { run.batch.words[Int($0)] }
      let kept = zip(words, encoded.tokens).filter { $0.0 != Vocabulary.unknown }
      #expect(kept.allSatisfy { $0 == $1 })
      unknown.append(words.count { $0 == Vocabulary.unknown })
    }
    let share = Double(unknown.reduce(0, +)) / Double(20 * encoded.tokens.count)
    #expect(abs(share - Double(rate)) < 0.05)
    #expect(rate != 0.25 || Set(unknown).count > 1, "another choice in each step")
  }

  /// Each switch changes what is learned, and nothing depends on the threads.
  @Test func trainingIsReproducible() throws {
    func network(_ threads: Int, _ change: (inout TrainingConfiguration) -> Void) throws -> TextCNN {
      var configuration = smallConfiguration()
      change(&configuration)
      return try Trainer(configuration, threads: threads).train(on: twentyTexts).classifier.network
    }
    let plain = try network(1) { _ in }
    for change: (inout TrainingConfiguration) -> Void in [
      { $0.wordDropout = 0.3 }, { $0.attentionDropout = 0.3 }, { $0.dropoutForm = .classical },
      { $0.network.depth = 2 }, { $0.network.pooling = .attention }, { $0.network.pooling = .kMax },
    ] {
      let one = try network(1, change)
      #expect(one != plain)
      #expect(try network(3, change) == one)
    }
  }
}

@Suite struct EarlyStoppingTests {
  @Test func accuracyComesBeforeLoss() {
    var stopping = EarlyStopping(patience: 2)
    let answers = [
      (0.5, 1.0, true), (0.5, 1.0, false), (0.5, 0.9, true), (0.4, 0.1, false), (0.6, 5.0, true),
      (0.6, 5.1, false),
    ].map { (stopping.isBest(score: $0.0, logLoss: $0.1), $0.2) }
    for (index, (found, expected)) in answers.enumerated() { #expect(found == expected, "score \(index)") }
    #expect(!stopping.isOver)
    _ = stopping.isBest(score: 0.6, logLoss: 5)
    #expect(stopping.isOver)
  }

  @Test func noPatienceNeverStops() {
    var stopping = EarlyStopping(patience: 0)
    _ = stopping.isBest(score: 1, logLoss: 0)
    for _ in 0..<100 { _ = stopping.isBest(score: 0, logLoss: 9) }
    #expect(!stopping.isOver)
  }
}
