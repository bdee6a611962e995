import ConvolutionModel
import TensorMath
import TestSupport
import Testing

/// Sigmoid outputs and the loss over labels that do not exclude each other.
@Suite struct MultiLabelLossTests {
  struct Case: Sendable {
    var kernel = KernelConfiguration()
    var activation = Activation.tanh
    var smoothing: Float = 0
    var focusing: Float = 0
    var isWeighted = false
  }

  static let cases = [
    Case(), Case(kernel: KernelConfiguration(kind: .attention, heads: 2)), Case(smoothing: 0.25),
    Case(focusing: 2), Case(focusing: 0.5, isWeighted: true), Case(isWeighted: true),
    Case(activation: .relu, smoothing: 0.1, isWeighted: true),
  ]

  private static let classes = 4
  private static let documents = randomDocuments(6, vocabularyCount: 9, seed: 3)
  private static let labels: [Int32] = [0, 1, 2, 3, 4, 1]
  /// No label, one, two, all.
  private static let combinations: [[Int32]] = [[], [2], [0, 3], [0, 1, 2, 3], [1]]

  private func targets(isWeighted: Bool = false) -> LabelTargets {
    LabelTargets(
      combinations: Self.combinations,
      weights: isWeighted
        ? (0..<Self.classes).map { .init(present: 1.5 + Float($0), absent: 0.75 - 0.125 * Float($0)) } : nil)
  }

  private func model(
    _ kernel: KernelConfiguration = .init(), activation: Activation = .tanh, filters: Int = 4,
    seed: UInt64 = 7
  ) -> TextCNN {
    var configuration = TextCNNConfiguration(
      dimension: 5, widths: [2, 3], filters: filters, kernel: kernel, activation: activation)
    configuration.output = .sigmoid
    return TextCNN.random(configuration, vocabularyCount: 9, classes: Self.classes, seed: seed)
  }

  @Test(arguments: cases)
  func agreesWithTheFormulas(_ test: Case) {
    let model = model(test.kernel, activation: test.activation)
    var oracle = Oracle(model)
    oracle.targets = targets(isWeighted: test.isWeighted)
    oracle.smoothing = Double(test.smoothing)
    oracle.focusing = Double(test.focusing)
    let outcome = oracle.run(Self.documents, labels: Self.labels)
    #expect(outcome.margin > 1e-4, "this network says nothing of gradients; take another seed")
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    pass.loss = Loss(smoothing: test.smoothing, focusing: test.focusing)
    pass.loss.targets = oracle.targets
    let batch = Batch(Self.documents, labels: Self.labels, vocabularyCount: 9)
    expectClose([pass.run(model, batch)], [outcome.loss], "loss", relative: 1e-5)
    expectClose(pass.probabilities(batch), outcome.probabilities, "probabilities", relative: 2e-5)
    for gradient in pass.gradients(batch, vocabularyCount: 9) {
      expectClose(
        gradient.values,
        gradient.values.indices.map {
          oracle.slope(of: gradient.name, at: $0, Self.documents, labels: Self.labels)
        }, gradient.name, relative: 1e-4, absolute: 2e-6)
    }
  }

  /// Logits of ±1000: a probability is 0 or 1, its logarithm is not computed from it.
  @Test func theLossOfExtremeLogitsIsTheirSize() {
    var model = model()
    model.setTensors { name, shape in [Float](repeating: 0, count: shape.reduce(1, *)) }
    model.outputBias = [1000, -1000, 1000, -1000]
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    pass.loss.targets = LabelTargets(combinations: [[0, 1]])
    let batch = Batch([[1, 2]], labels: [0], vocabularyCount: 9)
    #expect(pass.run(model, batch) == 2000)
    #expect(pass.probabilities(batch) == [1, 0, 1, 0])
    let gradient = pass.gradients(batch, vocabularyCount: 9).first { $0.name == "output.bias" }
    #expect(gradient?.values == [0, -1, 1, 0])
  }

  @Test func notANumberReachesTheLoss() {
    var model = model()
    model[vectorOf: 3] = [Float](repeating: .nan, count: 5)
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    pass.loss.targets = LabelTargets(combinations: [[0, 1]])
    #expect(pass.run(model, Batch([[3]], labels: [0], vocabularyCount: 9)).isNaN)
  }

  @Test func bitsDoNotDependOnTheThreads() {
    let model = model(KernelConfiguration(kind: .attention, heads: 3), filters: 70)
    let batch = Batch(Self.documents, labels: Self.labels, vocabularyCount: 9)
    func bits(threads: Int) -> (UInt64, AlignedFloats) {
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: threads))
      pass.loss.targets = targets(isWeighted: true)
      return (pass.run(model, batch).bitPattern, pass.gradient)
    }
    let expected = bits(threads: 1)
    for threads in [2, 3, 5] { #expect(bits(threads: threads) == expected, "\(threads) threads") }
  }

  /// At rest, with any number of threads, alone and among others: the sigmoids of the formulas.
  @Test(arguments: KernelConfiguration.all(heads: 2))
  func atRest(_ kernel: KernelConfiguration) {
    let model = model(kernel, filters: 40)
    var oracle = Oracle(model)
    oracle.targets = targets()
    let documents = randomDocuments(60, vocabularyCount: 9, seed: 5)
    func probabilities(_ documents: [[Int32]], threads: Int) -> [Float] {
      ProjectedVocabulary(model, pool: WorkerPool(threads: threads)).probabilities(
        tokens: documents.flatMap { $0 },
        starts: documents.reduce(into: [0]) { $0.append($0.last! + $1.count) })
    }
    let all = probabilities(documents, threads: 1)
    let none = [Int32](repeating: 0, count: documents.count)
    expectClose(
      all, oracle.run(documents, labels: none).probabilities, "probabilities", relative: 2e-5, absolute: 1e-6)
    for threads in [2, 5] {
      expectSameBits(probabilities(documents, threads: threads), all, "\(threads) threads")
    }
    expectSameBits(documents.flatMap { probabilities([$0], threads: 1) }, all, "alone")
  }

  /// Pooling over all windows and convolutions above the first take another way at rest.
  @Test(arguments: [Pooling.max, .kMax, .attention], [1, 2])
  func atRestAboveTheFirstConvolution(_ pooling: Pooling, depth: Int) {
    var configuration = TextCNNConfiguration(
      dimension: 5, widths: [2, 3], filters: 6, pooling: pooling, keptWindows: 2, depth: depth)
    configuration.output = .sigmoid
    let model = TextCNN.random(configuration, vocabularyCount: 9, classes: Self.classes, seed: 4)
    var oracle = Oracle(model)
    oracle.targets = targets()
    let expected = oracle.run(Self.documents, labels: Self.labels).probabilities
    let found = ProjectedVocabulary(model, pool: WorkerPool(threads: 2)).probabilities(
      tokens: Self.documents.flatMap { $0 },
      starts: Self.documents.reduce(into: [0]) { $0.append($0.last! + $1.count) })
    expectClose(found, expected, "probabilities", relative: 2e-5, absolute: 1e-6)
  }

  @Test func sigmoidIsDefinedEverywhere() {
    var values: [Float] = [0, 2, -2, 100, -100, .infinity, -.infinity, .nan]
    OutputFunction.sigmoid.apply(to: &values, count: values.count)
    expectClose(values, [0.5, 0.8807970779778823, 0.11920292202211755, 1, 3.7e-44, 1, 0, .nan], "sigmoid")
  }

  /// A feature argues for the class of its greatest weight: other labels do not count against it.
  @Test func argumentsAreWeightsThemselves() {
    let model = model()
    let weights = model[tensor: "output.weight"]
    let features = model.layout.featureCount
    for feature in 0..<features {
      let own = (0..<Self.classes).map { weights[$0 * features + feature] }
      let argument = model.argument(of: feature)
      #expect(argument.strength == own.max())
      #expect(own[argument.classIndex] == own.max())
    }
  }
}
