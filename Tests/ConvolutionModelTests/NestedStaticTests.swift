import ConvolutionModel
import TensorMath
import TestSupport
import Testing

/// Zero scores give a = 1: the static model is nested in the attention model.
@Suite struct NestedStaticTests {
  static let kernels = KernelConfiguration.all(heads: 3).filter { $0.kind == .attention }

  private func pair(_ kernel: KernelConfiguration) -> (static: TextCNN, attention: TextCNN) {
    var configuration = TextCNNConfiguration(dimension: 6, widths: [1, 2, 5], filters: 10, kernel: kernel)
    configuration.activation = .prelu
    let drawn = TextCNN.random(configuration, vocabularyCount: 12, seed: 5)
    func zeroed(_ configuration: TextCNNConfiguration) -> TextCNN {
      var model = TextCNN(configuration, vocabularyCount: 12, classes: 3)
      model.setTensors { name, shape in
        guard name.hasPrefix("attention") else { return drawn[tensor: name] }
        return [Float](repeating: name.hasSuffix(".gate") ? 1 : 0, count: shape.reduce(1, *))
      }
      return model
    }
    var ordinary = configuration
    ordinary.kernel.kind = .static
    return (zeroed(ordinary), zeroed(configuration))
  }

  @Test(arguments: kernels)
  func zeroGeneratorsTrainLikeStatic(_ kernel: KernelConfiguration) {
    let models = pair(kernel)
    let documents = randomDocuments(12, vocabularyCount: 12, seed: 3)
    let labels = randomLabels(12, classes: 3, seed: 3)
    let batch = Batch(documents, labels: labels, vocabularyCount: 12)
    func run(_ model: TextCNN) -> (loss: Double, features: [Float], gradients: [NamedTensor]) {
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 2))
      let loss = pass.run(model, batch)
      return (loss, pass.features(batch), pass.gradients(batch, vocabularyCount: 12))
    }
    let ordinary = run(models.static)
    let attention = run(models.attention)
    // The same sums, in products of other shapes.
    expectClose([attention.loss], [ordinary.loss], "loss", relative: 1e-6, absolute: 1e-6)
    expectClose(
      attention.features, ordinary.features.map { Double($0) }, "features", relative: 1e-6, absolute: 1e-6)
    for gradient in ordinary.gradients where !gradient.name.hasPrefix("attention") {
      let twin = attention.gradients.first { $0.name == gradient.name }
      expectClose(
        twin?.values ?? [], gradient.values.map { Double($0) }, gradient.name, relative: 1e-6, absolute: 1e-6)
    }
    // And it does learn from there: the generator has a gradient.
    let own = attention.gradients.filter { $0.name.hasSuffix("5.query") }
    #expect(own.count == 1 && own.allSatisfy { $0.values.contains { $0 != 0 } })
  }

  /// At rest every sum has one order, so there the two agree to the last bit.
  @Test(arguments: kernels)
  func zeroGeneratorsPredictTheSameBits(_ kernel: KernelConfiguration) {
    let models = pair(kernel)
    let documents = randomDocuments(12, vocabularyCount: 12, seed: 4)
    expectSameBits(
      probabilities(models.attention, documents), probabilities(models.static, documents), kernel.name)
  }

  /// Attention of a seed starts as the static network of that seed.
  @Test(arguments: kernels)
  func trainingStartsAtTheStaticModel(_ kernel: KernelConfiguration) {
    let configuration = TextCNNConfiguration(dimension: 6, widths: [2, 3], filters: 8, kernel: kernel)
    var ordinary = configuration
    ordinary.kernel.kind = .static
    func start(_ configuration: TextCNNConfiguration) -> TextCNN {
      TextCNN(configuration, vocabularyCount: 12, classes: 3, seed: 9, vectorBound: 0.25)
    }
    let (attention, twin) = (start(configuration), start(ordinary))
    for tensor in twin.tensors { expectSameBits(attention[tensor: tensor.name], tensor.values, tensor.name) }
    for tensor in attention.tensors where tensor.name.hasPrefix("attention") {
      let start: Float = tensor.name.hasSuffix(".gate") ? 1 : 0
      #expect(tensor.values.allSatisfy { $0 == start }, "\(tensor.name)")
    }
  }

  /// Local kernels of a seed start as the static ones of that seed in every region, and leave them when they learn.
  @Test func localTrainingStartsAtTheStaticModel() {
    var configuration = TextCNNConfiguration(dimension: 6, widths: [1, 2, 5], filters: 10)
    let twin = TextCNN(configuration, vocabularyCount: 12, classes: 3, seed: 9, vectorBound: 0.25)
    configuration.kernel = KernelConfiguration(kind: .local, regions: 4)
    let local = TextCNN(configuration, vocabularyCount: 12, classes: 3, seed: 9, vectorBound: 0.25)
    let documents = randomDocuments(12, vocabularyCount: 12, seed: 4)
    expectSameBits(probabilities(local, documents), probabilities(twin, documents), "probabilities")
    for n in configuration.widths {
      let once = twin[tensor: "conv\(n).weight"]
      expectSameBits(local[tensor: "conv\(n).weight"], once + once + once + once, "width \(n)")
    }
    let pass = TrainingPass(local.layout, pool: WorkerPool(threads: 1))
    let batch = Batch(documents, labels: randomLabels(12, classes: 3, seed: 3), vocabularyCount: 12)
    _ = pass.run(local, batch)
    let gradient =
      pass.gradients(batch, vocabularyCount: 12).first { $0.name == "conv5.weight" }?.values ?? []
    let regions = (0..<4).map { gradient[$0 * gradient.count / 4..<($0 + 1) * gradient.count / 4] }
    for region in regions { #expect(region.contains { $0 != 0 }) }
    #expect(!regions[0].elementsEqual(regions[3]))
  }

  /// Softmax over one word is 1 whatever its score.
  @Test func softmaxOfWidthOneIsStatic() {
    let kernel = KernelConfiguration(kind: .attention, heads: 2)
    let model = TextCNN.random(
      TextCNNConfiguration(dimension: 4, widths: [1], filters: 6, kernel: kernel), seed: 2)
    var ordinary = model.configuration
    ordinary.kernel.kind = .static
    var twin = TextCNN(ordinary, vocabularyCount: 9, classes: 3)
    twin.setTensors { name, _ in model[tensor: name] }
    let documents = randomDocuments(9, vocabularyCount: 9, seed: 1)
    expectSameBits(probabilities(model, documents), probabilities(twin, documents), "probabilities")
  }
}

/// Probabilities at rest of documents, in one call.
func probabilities(
  _ model: TextCNN, _ documents: [[Int32]], threads: Int = 1, cacheBytes: Int = 1 << 30
) -> [Float] {
  let projected = ProjectedVocabulary(model, pool: WorkerPool(threads: threads), cacheBytes: cacheBytes)
  return projected.probabilities(documents)
}

extension ProjectedVocabulary {
  func probabilities(_ documents: [[Int32]]) -> [Float] {
    probabilities(
      tokens: documents.flatMap { $0 }, starts: documents.reduce(into: [0]) { $0.append($0.last! + $1.count) }
    )
  }
}
