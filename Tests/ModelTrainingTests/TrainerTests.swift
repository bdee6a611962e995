import ConvolutionModel
import ModelTraining
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@Suite struct TrainerTests {
  @Test(arguments: KernelConfiguration.all(heads: 2))
  func memorisesTwentyTexts(_ kernel: KernelConfiguration) throws {
    var configuration = smallConfiguration(kernel: kernel, filters: 12)
    configuration.epochs = 60
    configuration.dropout = 0
    configuration.devFraction = 0
    let result = try Trainer(configuration, threads: 1).train(on: twentyTexts)
    let predictions = Predictor(result.classifier).predictions(for: twentyTexts.documents.map(\.text))
    for (document, prediction) in zip(twentyTexts.documents, predictions) {
      #expect(prediction.label == document.label, "\(document.text)")
    }
    #expect(result.epochs.count == 60)
    #expect(result.epochs[59].trainLoss < 0.1 * result.epochs[0].trainLoss)
  }

  @Test(arguments: [OptimizerConfiguration.Kind.adadelta, .adam, .sgd], Activation.allCases)
  func everyOptimizerAndActivationLearns(_ kind: OptimizerConfiguration.Kind, activation: Activation) throws {
    var configuration = smallConfiguration(filters: 12)
    configuration.network.activation = activation
    configuration.optimizer = OptimizerConfiguration(kind, learningRate: kind == .adam ? 0.01 : nil)
    // Adadelta's first steps are tiny, and a sigmoid passes on a quarter of a gradient at most.
    configuration.epochs = kind == .adadelta ? 120 : 40
    configuration.dropout = 0
    configuration.devFraction = 0
    let result = try Trainer(configuration, threads: 1).train(on: twentyTexts)
    #expect(result.epochs[configuration.epochs - 1].trainLoss < 0.8 * result.epochs[0].trainLoss)
  }

  private func network(_ configuration: TrainingConfiguration, threads: Int, vectors: VectorSource? = nil)
    throws
    -> TextCNN
  {
    try Trainer(configuration, threads: threads).train(on: easyCorpus(90, seed: 4), vectors: vectors)
      .classifier
      .network
  }

  @Test(arguments: [KernelConfiguration(), KernelConfiguration(kind: .attention, heads: 3)])
  func aSeedGivesTheSameBitsAtAnyThreads(_ kernel: KernelConfiguration) throws {
    for kind in [OptimizerConfiguration.Kind.adadelta, .adam, .sgd] {
      var configuration = smallConfiguration(kernel: kernel, filters: 40)
      configuration.optimizer = OptimizerConfiguration(kind)
      configuration.maxNorm = 1
      configuration.l2 = 1e-3
      configuration.classWeights = .balanced
      let first = try network(configuration, threads: 1)
      #expect(try network(configuration, threads: 1) == first)
      #expect(try network(configuration, threads: 2) == first)
      #expect(try network(configuration, threads: 5) == first)
      configuration.seed = 2
      #expect(try network(configuration, threads: 1) != first)
    }
  }

  @Test func eventsTellEveryBatchAndEpoch() throws {
    var configuration = smallConfiguration()
    configuration.epochs = 3
    configuration.batchSize = 7
    configuration.devFraction = 0.2
    configuration.patience = 0
    var batches: [(epoch: Int, documents: Int, of: Int)] = []
    var epochs: [EpochRecord] = []
    let result = try Trainer(configuration, threads: 1).train(
      on: easyCorpus(50, seed: 1),
      report: { event in
        switch event {
        case .batch(let epoch, let documents, let all): batches.append((epoch, documents, all))
        case .epoch(let record): epochs.append(record)
        case .text: break
        case .step: Issue.record("steps were not asked for")
        }
      })
    #expect(batches.map(\.epoch) == [1, 2, 3].flatMap { [Int](repeating: $0, count: 6) })
    #expect(batches.map(\.documents) == [1, 2, 3].flatMap { _ in [7, 14, 21, 28, 35, 40] })
    #expect(batches.allSatisfy { $0.of == 40 })
    #expect(epochs == result.epochs)
    #expect(epochs.map(\.epoch) == [1, 2, 3])
    #expect(epochs.allSatisfy { $0.devAccuracy != nil && $0.devLogLoss != nil && $0.trainLoss > 0 })
    #expect(epochs[0].isBest)
    #expect(result.trainingSeconds > 0 && result.documentsPerSecond > 0)
    #expect(result.coverage == nil)
  }

  /// An epoch is best if its dev accuracy is higher than any before, or equal with a lower loss; training ends when
  /// `patience` epochs in a row were not, and the best one's network is kept.
  @Test(arguments: [1, 2, 3], [UInt64(1), 2, 3])
  func trainingEndsWhenTheDevScoreDoesNotRise(patience: Int, seed: UInt64) throws {
    var configuration = smallConfiguration()
    configuration.epochs = 60
    configuration.patience = patience
    configuration.seed = seed
    configuration.optimizer = OptimizerConfiguration(.adam, learningRate: 0.03)
    let dev = easyCorpus(24, seed: 77, name: "dev.tsv")
    let result = try Trainer(configuration, threads: 1).train(on: easyCorpus(45, seed: 5), dev: dev)
    var best: (accuracy: Double, loss: Double)?
    var since = 0
    for record in result.epochs {
      #expect(since < patience, "went on after epoch \(record.epoch - 1)")
      let (accuracy, loss) = (try #require(record.devAccuracy), try #require(record.devLogLoss))
      let isBetter = best.map { accuracy > $0.accuracy || accuracy == $0.accuracy && loss < $0.loss } ?? true
      #expect(record.isBest == isBetter, "epoch \(record.epoch)")
      since = isBetter ? 0 : since + 1
      if isBetter { best = (accuracy, loss) }
    }
    #expect(since == patience || result.epochs.count == 60)
    #expect(result.bestEpoch == result.epochs.last { $0.isBest })
    // What is kept scores what that epoch scored.
    let predictions = Predictor(result.classifier).predictions(for: dev.documents.map(\.text))
    let right = zip(dev.documents, predictions).count { $0.label == $1.label }
    #expect(Double(right) / Double(dev.documents.count) == result.bestEpoch.devAccuracy)
  }

  @Test func withoutDevTheLastEpochIsKept() throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    configuration.patience = 1
    let all = try Trainer(configuration, threads: 1).train(on: twentyTexts)
    #expect(all.epochs.count == 4 && all.bestEpoch.epoch == 4)
    #expect(all.epochs.allSatisfy { $0.devAccuracy == nil && $0.devLogLoss == nil && $0.isBest })
  }

  /// The vocabulary is of the training part alone, and no class loses its last document to the dev part.
  @Test func theDevPartIsStratified() throws {
    var documents =
      (0..<40).map { ("often", "word\($0) alpha") } + (0..<10).map { ("seldom", "word\($0 + 40) beta") }
    documents.append(("once", "word50 gamma"))
    var configuration = smallConfiguration()
    configuration.devFraction = 0.2
    configuration.epochs = 1
    let result = try Trainer(configuration, threads: 1).train(on: corpus("uneven.tsv", documents))
    let vocabulary = result.classifier.vocabulary
    func kept(_ range: Range<Int>) -> Int { range.count { vocabulary.id(of: "word\($0)") != nil } }
    // 10 of 51 are held out: 8 of 40 and 2 of 10.
    #expect(kept(0..<40) == 32)
    #expect(kept(40..<50) == 8)
    #expect(kept(50..<51) == 1)
    #expect(result.classifier.labels.labels == ["often", "once", "seldom"])
    #expect(result.epochs[0].documentsPerSecond > 0)
  }

  /// Labels of the corpus that some documents do not have keep their place among the classes.
  @Test func aClassWithoutTrainingDocumentsStaysAClass() throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    configuration.classWeights = .balanced
    let text = try TrainingText(twentyTexts, tokenizer: configuration.tokenizer)
    // Food and sport alone.
    let result = try Trainer(configuration, threads: 1).train(on: text, documents: Array(0..<10))
    #expect(result.classifier.labels.labels == ["food", "music", "sport", "weather"])
    let prediction = Predictor(result.classifier).prediction(for: "pepper")
    #expect(prediction.probabilities.count == 4 && prediction.probabilities.allSatisfy(\.isFinite))
  }

  @Test func balancedClassWeightsHelpTheRareClass() throws {
    // 57 to 3, and nothing in the text to tell them apart.
    let documents = (0..<60).map { ($0 % 20 == 0 ? "rare" : "usual", "same words in each") }
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    configuration.dropout = 0
    configuration.epochs = 40
    configuration.batchSize = 60
    func rareProbability(_ weights: TrainingConfiguration.ClassWeights) throws -> Float {
      configuration.classWeights = weights
      let result = try Trainer(configuration, threads: 1).train(on: corpus("uneven.tsv", documents))
      return Predictor(result.classifier).prediction(for: "same words in each").probabilities[0]
    }
    #expect(abs(try rareProbability(.none) - 0.05) < 0.02)
    #expect(abs(try rareProbability(.balanced) - 0.5) < 0.02)
  }

  /// Where nothing in the text tells the classes apart, the best that a model can say has a formula.
  @Test func labelSmoothingAndFocusKeepTheModelFromBeingSure() throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    configuration.dropout = 0
    configuration.epochs = 60
    configuration.batchSize = 60
    func rareProbability(_ change: (inout TrainingConfiguration) -> Void) throws -> Float {
      var changed = configuration
      change(&changed)
      let documents = (0..<60).map { ($0 % 20 == 0 ? "rare" : "usual", "same words in each") }
      let result = try Trainer(changed, threads: 1).train(on: corpus("uneven.tsv", documents))
      return Predictor(result.classifier).prediction(for: "same words in each").probabilities[0]
    }
    #expect(abs(try rareProbability { _ in } - 0.05) < 0.02)
    // (1 − ε)·0.05 + ε / 2
    #expect(abs(try rareProbability { $0.labelSmoothing = 0.4 } - 0.23) < 0.02)
    // The p that makes 0.05·(1 − p)²·(−log p) + 0.95·p²·(−log(1 − p)) least, by search.
    let loss = { (p: Double) in
      0.05 * (1 - p) * (1 - p) * -logarithm(p) + 0.95 * p * p * -logarithm(1 - p)
    }
    let best = stride(from: 0.01, to: 0.6, by: 0.001).min { loss($0) < loss($1) }!
    #expect(best > 0.1)
    #expect(abs(Double(try rareProbability { $0.focusing = 2 }) - best) < 0.02)
  }

  @Test func maxNormHoldsAfterTraining() throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    configuration.epochs = 10
    func norms(_ bound: Float?) throws -> [Float] {
      configuration.maxNorm = bound
      let network = try Trainer(configuration, threads: 1).train(on: twentyTexts).classifier.network
      let weights = network[tensor: "output.weight"]
      let features = network.layout.featureCount
      return (0..<4).map { c in
        weights[c * features..<(c + 1) * features].reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    }
    #expect(try norms(nil).allSatisfy { $0 > 0.5 })
    #expect(try norms(0.5).allSatisfy { $0 < 0.5 * 1.00001 && $0 > 0.4 })
  }

  @Test func penaltiesShrinkTheWeights() throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    configuration.dropout = 0
    configuration.epochs = 30
    func sums(l1: Float, l2: Float) throws -> (absolute: Float, squares: Float, zeros: Int) {
      configuration.l1 = l1
      configuration.l2 = l2
      let result = try Trainer(configuration, threads: 1).train(on: twentyTexts)
      let network = result.classifier.network
      let weights = network[tensor: "conv2.weight"] + network[tensor: "conv3.weight"]
      let shares = Dictionary(uniqueKeysWithValues: network.zeroShares.map { ($0.name, $0.share) })
      #expect(result.bestEpoch.zeroShares == (l1 > 0 ? shares : nil))
      return (
        weights.reduce(0) { $0 + abs($1) }, weights.reduce(0) { $0 + $1 * $1 },
        weights.count { $0 == 0 }
      )
    }
    let free = try sums(l1: 0, l2: 0)
    let square = try sums(l1: 0, l2: 0.02)
    let absolute = try sums(l1: 0.005, l2: 0)
    #expect(square.squares < 0.7 * free.squares)
    #expect(absolute.absolute < 0.7 * free.absolute)
    // L1 makes weights exactly zero, and nothing else does.
    #expect(free.zeros == 0 && square.zeros == 0)
    #expect(absolute.zeros > 100)
  }

  @Test func minimumCountMakesRareWordsUnknown() throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    configuration.epochs = 1
    configuration.minimumCount = 2
    let vocabulary = try Trainer(configuration, threads: 1).train(on: twentyTexts).classifier.vocabulary
    #expect(vocabulary.id(of: "the") != nil && vocabulary.id(of: "night") != nil)
    #expect(vocabulary.id(of: "pepper") == nil)
  }

  @Test func batchesMayBeLargerThanTheCorpusOrSingle() throws {
    var configuration = smallConfiguration()
    for size in [1, 1000] {
      configuration.batchSize = size
      #expect(
        try Trainer(configuration, threads: 2).train(on: twentyTexts).epochs.allSatisfy {
          $0.trainLoss.isFinite
        })
    }
  }

  /// Texts without a single word can be told apart by nothing, but they are legal.
  @Test(arguments: KernelConfiguration.all(heads: 2))
  func emptyTextsAloneCanBeTrainedOn(_ kernel: KernelConfiguration) throws {
    let documents = (0..<12).map { ($0 % 3 == 0 ? "a" : "b", "") }
    var configuration = smallConfiguration(kernel: kernel)
    configuration.dropout = 0
    configuration.epochs = 120
    configuration.devFraction = 0
    let result = try Trainer(configuration, threads: 2).train(on: corpus("empty.tsv", documents))
    let found = Predictor(result.classifier).prediction(for: "").probabilities[0]
    #expect(abs(found - 1 / 3.0) < 0.05)
    for name in ["attention2.query", "attention3.query"] {
      #expect(
        result.classifier.network[tensor: name].allSatisfy { $0 == 0 }, "\(name) has learned from nothing")
    }
  }
}
