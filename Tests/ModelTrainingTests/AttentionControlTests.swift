import ConvolutionModel
import Foundation
import ModelTraining
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

/// What attention's controls are for: that it must be learned, and that weights must meet their words.
@Suite struct AttentionControlTests {
  static let randomKernel = KernelConfiguration(kind: .attention, heads: 2, generator: .random)

  /// Scores of random vectors have the standard deviation 1, whatever moves them.
  @Test(arguments: KernelConfiguration.Mode.allCases, [Float(0.1), 0.25])
  func `scores of a random generator have a standard deviation of 1`(
    mode: KernelConfiguration.Mode, bound: Float
  ) {
    // a = 1 + s shows the scores.
    let kernel = KernelConfiguration(
      kind: .attention, mode: mode, normalizer: .linear, heads: 4, generator: .random)
    let configuration = TextCNNConfiguration(dimension: 100, widths: [2, 5], filters: 8, kernel: kernel)
    let model = TextCNN(configuration, vocabularyCount: 500, classes: 2, seed: 3, vectorBound: bound)
    for weights in model.windowWeights(of: Array(0..<500)) {
      var square: Float = 0
      var count: Float = 0
      for window in 0..<weights.count where weights.places(window).count == weights.width {
        for head in 0..<4 {
          for place in 0..<weights.width {
            square += (weights[window, head, place] - 1) * (weights[window, head, place] - 1)
            count += 1
          }
        }
      }
      let deviation = (square / count).squareRoot()
      #expect((0.85...1.15).contains(deviation), "\(mode) of \(weights.width): \(deviation)")
    }
  }

  @Test(arguments: OptimizerConfiguration.Kind.allCases)
  func `training moves everything but a random generator`(_ kind: OptimizerConfiguration.Kind) throws {
    var configuration = smallConfiguration(kernel: Self.randomKernel)
    configuration.optimizer = OptimizerConfiguration(kind)
    configuration.l1 = 1e-4
    configuration.l2 = 1e-3
    configuration.devFraction = 0
    let result = try Trainer(configuration, threads: 2).train(on: easyCorpus(60, seed: 1))
    let network = result.classifier.network
    let start = TextCNN(
      configuration.network, vocabularyCount: network.vocabularyCount, classes: 3, seed: configuration.seed,
      vectorBound: configuration.vectorBound)
    for tensor in network.tensors {
      let first = start[tensor: tensor.name]
      if tensor.name.hasPrefix("attention") {
        expectSameBits(tensor.values, first, tensor.name)
        #expect(tensor.name.hasSuffix(".query") == first.contains { $0 != 0 }, "\(tensor.name)")
      } else {
        #expect(tensor.values != first, "\(tensor.name)")
      }
    }
    // Frozen numbers are numbers of the network.
    var learned = configuration.network
    learned.kernel.generator = .learned
    #expect(
      configuration.network.parameterCount(classes: 3) == learned.parameterCount(classes: 3))
  }

  /// A penalty is of what is learned: the same sum with and without the queries.
  @Test func `penalties leave a random generator out`() {
    let configuration = smallConfiguration(kernel: Self.randomKernel).network
    let model = TextCNN(configuration, vocabularyCount: 9, classes: 3, seed: 1, vectorBound: 0.25)
    let penalized = model.denseTensors.filter {
      $0.name.hasSuffix(".weight") && !$0.name.hasPrefix("attention")
    }
    let squares = penalized.flatMap(\.values).reduce(0.0) { $0 + Double($1) * Double($1) }
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    _ = pass.run(model, Batch([[1, 2, 3]], labels: [0], vocabularyCount: 9))
    expectClose(
      [Float(pass.addPenalties(of: model, l1: 0, l2: 2))], [squares], "penalty", relative: 1e-5,
      absolute: 1e-6)
  }

  /// Two-channel vectors start at twice the size, and scores must not.
  @Test func `a random generator fits vectors of two channels`() throws {
    func queries(_ vectors: TrainingConfiguration.Vectors) throws -> [Float] {
      var configuration = smallConfiguration(kernel: Self.randomKernel)
      configuration.vectors = vectors
      configuration.epochs = 1
      return try Trainer(configuration, threads: 1).train(
        on: easyCorpus(30, seed: 1), vectors: vectorSource(dimension: 12)
      ).classifier.network[tensor: "attention3.query"]
    }
    let (two, one) = (try queries(.twoChannel), try queries(.tuned))
    expectClose(two, one.map { Double($0) / 2 }, "queries", relative: 1e-6, absolute: 1e-7)
  }

  /// On the corpus that is written for attention, a learned generator needs its weights where it puts them.
  @Test func `weights of other windows mislead a model that has learned to use its own`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "corpora/head-noun")
    func corpus(_ name: String) throws -> Corpus {
      try CorpusReader().read(folder.appending(path: name).path)
    }
    let test = try corpus("test.tsv").selecting(Array(0..<1000))
    var configuration = TrainingConfiguration()
    configuration.network.dimension = 100
    configuration.network.kernel = KernelConfiguration(kind: .attention)
    configuration.optimizer.learningRate = 0.005
    configuration.batchSize = 10
    configuration.epochs = 40
    configuration.patience = 0
    func accuracy(_ predictions: [Prediction]) -> Double {
      let right = zip(predictions, test.documents).count { $0.label == $1.label }
      return Double(right) / Double(test.documents.count)
    }
    let classifier = try Trainer(configuration, threads: 2).train(
      on: corpus("train.tsv"), dev: corpus("dev.tsv")
    ).classifier
    let texts = test.documents.map(\.text)
    let plain = accuracy(Predictor(classifier).predictions(for: texts))
    let shuffled = accuracy(
      try #require(ShuffledWeights(of: classifier, seed: 1)).predictions(for: texts, threads: 2))
    #expect(plain > 0.95 && shuffled < plain - 0.1, "\(plain), with weights of other windows \(shuffled)")
  }
}
