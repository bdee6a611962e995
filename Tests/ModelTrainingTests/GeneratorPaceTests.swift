import ConvolutionModel
import ModelTraining
import TensorMath
import TestSupport
import Testing

/// What generates weights may learn at a pace of its own; nothing else notices.
@Suite struct GeneratorPaceTests {
  static let kinds: [OptimizerConfiguration] = [
    OptimizerConfiguration(.adadelta), OptimizerConfiguration(.adam, learningRate: 0.01),
    OptimizerConfiguration(.sgd, learningRate: 0.1),
  ]
  static let kernels = KernelConfiguration.all(heads: 2).filter {
    $0.hasGenerator && $0.normalizer == .softmax
  }

  private func isGenerator(_ name: String) -> Bool {
    name.hasPrefix("attention") && !name.hasSuffix(".gate")
  }

  /// The network after one step from the same start, with the same gradients.
  private func stepped(
    _ start: TextCNN, _ optimizer: OptimizerConfiguration, _ pace: GeneratorPace, l1: Float = 0
  ) -> TextCNN {
    var model = start
    let pool = WorkerPool(threads: 1)
    let pass = TrainingPass(model.layout, pool: pool)
    let documents = randomDocuments(8, vocabularyCount: 9, seed: 5)
    let batch = Batch(documents, labels: randomLabels(8, classes: 3, seed: 5), vocabularyCount: 9)
    var own = Optimizer(optimizer, for: model, pool: pool, l1: l1, generators: pace)
    own.settle(&model, wordsOf: batch)
    _ = pass.run(model, batch)
    _ = own.step(&model, pass, batch)
    return model
  }

  private func start(_ kernel: KernelConfiguration, depth: Int) -> TextCNN {
    TextCNN.random(
      TextCNNConfiguration(dimension: 5, widths: [2, 3], filters: 6, kernel: kernel, depth: depth), seed: 8,
      within: 0.4)
  }

  @Test(arguments: kinds, kernels)
  func aRateIsThatOfTheGeneratorsAlone(_ optimizer: OptimizerConfiguration, kernel: KernelConfiguration) {
    for depth in [1, 2] {
      let start = start(kernel, depth: depth)
      let usual = stepped(start, optimizer, GeneratorPace())
      let fast = stepped(start, optimizer, GeneratorPace(rate: 3))
      for tensor in usual.tensors {
        let (before, found) = (start[tensor: tensor.name], fast[tensor: tensor.name])
        guard isGenerator(tensor.name) else {
          expectSameBits(found, tensor.values, tensor.name)
          continue
        }
        #expect(tensor.values != before, "\(tensor.name)")
        expectClose(
          zip(found, before).map { $0 - $1 },
          zip(tensor.values, before).map { 3 * (Double($0) - Double($1)) },
          tensor.name, relative: 1e-4, absolute: 1e-6)
      }
    }
  }

  @Test(arguments: kinds, kernels)
  func aDecayIsThatOfTheGeneratorsAlone(_ optimizer: OptimizerConfiguration, kernel: KernelConfiguration) {
    let start = start(kernel, depth: 2)
    let usual = stepped(start, optimizer, GeneratorPace(rate: 2))
    let decay = 0.2 / optimizer.learningRate
    let decayed = stepped(start, optimizer, GeneratorPace(rate: 2, decay: decay))
    for tensor in usual.tensors {
      // Twice the rate, so 2 · 0.2 of a weight goes.
      let kept = isGenerator(tensor.name) ? 0.6 : 1.0
      expectClose(
        decayed[tensor: tensor.name], tensor.values.map { kept * Double($0) }, tensor.name, relative: 1e-5)
    }
  }

  /// Attention whose generator does not move is the static network of its seed.
  @Test func withoutARateAttentionStaysStatic() throws {
    var configuration = smallConfiguration()
    configuration.generators.rate = 0
    var ordinary = configuration
    ordinary.network.kernel.kind = .static
    let corpus = easyCorpus(60, seed: 2)
    let still = try Trainer(configuration, threads: 1).train(on: corpus).classifier.networks[0]
    let twin = try Trainer(ordinary, threads: 1).train(on: corpus).classifier.networks[0]
    for tensor in still.tensors {
      if tensor.name.hasPrefix("attention") {
        #expect(tensor.values.allSatisfy { $0 == 0 }, "\(tensor.name)")
      } else {
        // The same sums in products of other shapes.
        expectClose(
          tensor.values, twin[tensor: tensor.name].map { Double($0) }, tensor.name, relative: 1e-3,
          absolute: 1e-3)
      }
    }
  }

  /// The proximal step of L1 is as long as the generators' own rate makes it.
  @Test func l1GoesByTheOwnRate() {
    let start = start(KernelConfiguration(kind: .attention, heads: 2), depth: 1)
    let optimizer = OptimizerConfiguration(.sgd, learningRate: 0.1, momentum: 0)
    let l1: Float = 0.5
    let plain = stepped(start, optimizer, GeneratorPace(rate: 3))
    let shrunk = stepped(start, optimizer, GeneratorPace(rate: 3), l1: l1)
    for name in ["attention2.query", "conv2.weight"] {
      let threshold = (name.hasPrefix("attention") ? 3 : 1) * 0.1 * l1
      let expected = plain[tensor: name].map { w -> Double in
        w > threshold ? Double(w - threshold) : w < -threshold ? Double(w + threshold) : 0
      }
      expectClose(shrunk[tensor: name], expected, name, relative: 1e-5, absolute: 1e-7)
    }
  }
}
