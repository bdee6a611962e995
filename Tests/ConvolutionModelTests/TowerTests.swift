import ConvolutionModel
import TensorMath
import TestSupport
import Testing

/// Poolings other than max, and convolutions above the first. Gradients: `GradientTests`.
@Suite struct TowerTests {
  static let vocabulary = 60

  private func model(_ configuration: TextCNNConfiguration) -> TextCNN {
    TextCNN.random(configuration, vocabularyCount: Self.vocabulary, classes: 4, seed: 12, within: 0.4)
  }

  private var documents: [[Int32]] { randomDocuments(40, vocabularyCount: Self.vocabulary, seed: 21) }

  private func batch(_ count: Int, seed: UInt64) -> Batch {
    Batch(
      randomDocuments(count, vocabularyCount: Self.vocabulary, seed: seed),
      labels: randomLabels(count, classes: 4, seed: seed), vocabularyCount: Self.vocabulary)
  }

  @Test(arguments: TextCNNConfiguration.towers)
  func restAgreesWithTheTrainingPass(_ configuration: TextCNNConfiguration) {
    let model = model(configuration)
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    let batch = Batch(documents, labels: documents.map { _ in 0 }, vocabularyCount: Self.vocabulary)
    _ = pass.run(model, batch)
    expectClose(
      probabilities(model, documents), pass.probabilities(batch).map { Double($0) }, "probabilities",
      relative: 1e-5, absolute: 2e-6)
  }

  @Test(arguments: TextCNNConfiguration.towers)
  func bitsAtRestDependOnTheDocumentAlone(_ configuration: TextCNNConfiguration) {
    let model = model(configuration)
    let expected = documents.flatMap { probabilities(model, [$0]) }
    for threads in [1, 3] {
      expectSameBits(probabilities(model, documents, threads: threads), expected, "\(threads) threads")
    }
    let small = 9 * ProjectedVocabulary.rowBytes(model.layout)
    expectSameBits(
      probabilities(model, documents, threads: 2, cacheBytes: small), expected, "room for nine words")
    for (document, row) in zip(documents, 0...) {
      let logits = model.trace(document).logits
      var own = logits
      _ = softmax(&own, count: 4)
      expectSameBits(own, Array(expected[row * 4..<row * 4 + 4]), "trace of \(document)")
    }
    func half(_ threads: Int, rows: Int? = nil) -> [Float] {
      ProjectedVocabulary(model, pool: WorkerPool(threads: threads), cacheRows: rows, keepsHalfRows: true)
        .probabilities(documents)
    }
    expectSameBits(half(3, rows: 9), half(1), "half rows, little room")
    // Which of two nearly equal windows comes first, and so is which feature, is a matter of rounding.
    guard configuration.pooling != .kMax else { return }
    expectClose(
      half(1), expected.map { Double($0) }, "half rows", relative: 2e-2, absolute: 2e-3)
  }

  @Test(arguments: TextCNNConfiguration.towers)
  func partsSumToTheFeatures(_ configuration: TextCNNConfiguration) {
    let model = model(configuration)
    for document in documents {
      let trace = model.trace(document)
      #expect(trace.features.count == model.layout.featureCount)
      for (feature, parts) in zip(trace.features, trace.parts) {
        expectClose(
          [feature], [parts.reduce(0) { $0 + Double($1.value) }], "feature", relative: 1e-4, absolute: 1e-5)
        #expect(parts.allSatisfy { $0.words.isEmpty || document.indices.contains($0.words.upperBound - 1) })
      }
    }
  }

  /// What a position at the top sees are the words that it is said to see: others may change, and it stays.
  @Test func aPositionSeesItsWordsAlone() throws {
    let configuration = TextCNNConfiguration(
      dimension: 5, widths: [2], filters: 6, activation: .tanh, pooling: .kMax, keptWindows: 4, depth: 2)
    let model = model(configuration)
    let document = (0..<30).map { Int32($0) }
    let trace = model.trace(document)
    var compared = 0
    for feature in trace.features.indices {
      let part = try #require(trace.parts[feature].first)
      #expect(part.words.count <= 9 + 1 && !part.words.isEmpty)
      var other = document
      for word in other.indices where !part.words.contains(word) { other[word] = 59 }
      let changed = model.trace(other)
      let positions = changed.parts.indices.filter { $0 % 6 == feature % 6 }
      let same = positions.flatMap { changed.parts[$0] }.first { $0.position == part.position }
      // It may not be among the four strongest any more.
      guard let same else { continue }
      compared += 1
      expectClose([same.activation], [Double(part.activation)], "\(part)", relative: 1e-6)
    }
    #expect(compared > 10)
  }

  @Test(arguments: TextCNNConfiguration.towers)
  func bitsOfTrainingDoNotDependOnTheThreadsOrTheBatchBefore(_ configuration: TextCNNConfiguration) {
    let model = model(configuration)
    func bits(_ pass: TrainingPass, _ batch: Batch) -> (UInt64, AlignedFloats, [UInt32]) {
      let loss = pass.run(model, batch).bitPattern
      let words = pass.wordGradient.array(batch.words.count * model.layout.rowStride).map(\.bitPattern)
      return (loss, pass.gradient, words)
    }
    let used = TrainingPass(model.layout, pool: WorkerPool(threads: 3))
    let all = [
      batch(30, seed: 2), Batch([[]], labels: [1], vocabularyCount: Self.vocabulary), batch(60, seed: 4),
      Batch([[5]], labels: [2], vocabularyCount: Self.vocabulary), batch(7, seed: 5),
    ]
    for (index, batch) in all.enumerated() {
      let fresh = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      #expect(bits(used, batch) == bits(fresh, batch), "batch \(index)")
    }
  }

  /// Residual convolutions start at zero, and the greatest of the greatest is the greatest.
  @Test(arguments: [Activation.relu, .sigmoid, .tanh, .identity], [2, 3, 5])
  func depthStartsAtTheFlatNetwork(_ activation: Activation, depth: Int) {
    for kind in KernelConfiguration.Kind.allCases {
      let flat = TextCNNConfiguration(
        dimension: 6, widths: [2, 3], filters: 8, kernel: KernelConfiguration(kind: kind),
        activation: activation)
      var deep = flat
      deep.depth = depth
      func start(_ configuration: TextCNNConfiguration) -> TextCNN {
        TextCNN(configuration, vocabularyCount: Self.vocabulary, classes: 3, seed: 9, vectorBound: 0.25)
      }
      expectClose(
        probabilities(start(deep), documents), probabilities(start(flat), documents).map { Double($0) },
        "\(kind)", relative: 1e-6)
      // And it learns from there.
      let model = start(deep)
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      let batch = Batch(
        documents, labels: randomLabels(documents.count, classes: 3, seed: 3),
        vocabularyCount: Self.vocabulary)
      _ = pass.run(model, batch)
      let learns = pass.gradients(batch, vocabularyCount: Self.vocabulary).filter {
        $0.name.hasPrefix("conv2.") && $0.name.hasSuffix(".weight") && $0.values.contains { $0 != 0 }
      }
      #expect(learns.count == depth, "\(learns.map(\.name))")
    }
  }

  @Test func attentionPoolingStartsAtTheMean() {
    var configuration = TextCNNConfiguration(dimension: 6, widths: [1, 3], filters: 8, pooling: .mean)
    func start() -> TextCNN {
      TextCNN(configuration, vocabularyCount: Self.vocabulary, classes: 3, seed: 9, vectorBound: 0.25)
    }
    let mean = probabilities(start(), documents)
    configuration.pooling = .attention
    expectClose(probabilities(start(), documents), mean.map { Double($0) }, "probabilities", relative: 1e-6)
  }

  /// The one greatest window of k-max pooling is that of max pooling.
  @Test func kMaxOfOneIsMax() {
    var configuration = TextCNNConfiguration(
      dimension: 6, widths: [1, 3], filters: 20, kernel: KernelConfiguration(kind: .attention, heads: 2),
      activation: .prelu)
    let max = model(configuration)
    configuration.pooling = .kMax
    configuration.keptWindows = 1
    var twin = TextCNN(configuration, vocabularyCount: Self.vocabulary, classes: 4)
    twin.setTensors { name, _ in max[tensor: name] }
    expectClose(
      probabilities(twin, documents), probabilities(max, documents).map { Double($0) }, "probabilities",
      relative: 1e-6)
    func gradients(_ model: TextCNN) -> [NamedTensor] {
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      let batch = batch(30, seed: 4)
      _ = pass.run(model, batch)
      return pass.gradients(batch, vocabularyCount: Self.vocabulary)
    }
    for (a, b) in zip(gradients(twin), gradients(max)) {
      expectClose(a.values, b.values.map { Double($0) }, a.name, relative: 1e-4, absolute: 1e-6)
    }
  }

  @Test(arguments: TextCNNConfiguration.towers)
  func parametersAreCountedAndStored(_ configuration: TextCNNConfiguration) {
    let model = model(configuration)
    let tensors = model.tensors
    let count = tensors.dropFirst().reduce(0) { $0 + $1.values.count }
    #expect(configuration.parameterCount(classes: 4) == count)
    #expect(model.parameterCount == count + Self.vocabulary * configuration.dimension)
    #expect(Set(tensors.map(\.name)).count == tensors.count)
    var copy = TextCNN(configuration, vocabularyCount: Self.vocabulary, classes: 4)
    copy.setTensors { name, _ in model[tensor: name] }
    #expect(copy == model)
  }

  @Test func notANumberReachesTheLoss() {
    for configuration in TextCNNConfiguration.towers.filter({ $0.depth < 3 && $0.dimension == 3 }) {
      var model = model(configuration)
      model[vectorOf: 7] = [Float](repeating: .nan, count: configuration.dimension)
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      let batch = Batch([[7, 1]], labels: [0], vocabularyCount: Self.vocabulary)
      #expect(pass.run(model, batch).isNaN, "\(configuration.name)")
    }
  }
}
