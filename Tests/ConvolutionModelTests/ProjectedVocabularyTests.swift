import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@Suite struct ProjectedVocabularyTests {
  static let kernels = KernelConfiguration.all(heads: 3)
  static let vocabulary = 60
  static let classes = 4

  private func model(_ kernel: KernelConfiguration, activation: Activation = .relu, filters: Int = 40)
    -> TextCNN
  {
    TextCNN.random(
      TextCNNConfiguration(
        dimension: 20, widths: [1, 3, 4], filters: filters, kernel: kernel, activation: activation),
      vocabularyCount: Self.vocabulary, classes: Self.classes, seed: 12, within: 0.4)
  }

  private var documents: [[Int32]] { randomDocuments(70, vocabularyCount: Self.vocabulary, seed: 21) }

  @Test(arguments: kernels, Activation.allCases)
  func agreesWithTheTrainingPass(_ kernel: KernelConfiguration, activation: Activation) {
    let model = model(kernel, activation: activation)
    let documents = documents
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    let batch = Batch(
      documents, labels: [Int32](repeating: 0, count: documents.count), vocabularyCount: Self.vocabulary)
    _ = pass.run(model, batch)
    expectClose(
      probabilities(model, documents), pass.probabilities(batch).map { Double($0) }, "probabilities",
      relative: 1e-5, absolute: 1e-6)
  }

  @Test(arguments: kernels)
  func agreesWithTheOracle(_ kernel: KernelConfiguration) {
    let model = model(kernel, filters: 7)
    let documents = Array(documents.prefix(20))
    let outcome = Oracle(model).run(documents, labels: [Int32](repeating: 0, count: documents.count))
    expectClose(
      probabilities(model, documents), outcome.probabilities, "probabilities", relative: 2e-5, absolute: 1e-6)
  }

  /// The reference of all the tests below: each document alone, by a `ProjectedVocabulary` that has seen nothing.
  private func alone(_ model: TextCNN, _ documents: [[Int32]]) -> [Float] {
    documents.flatMap { probabilities(model, [$0]) }
  }

  @Test(arguments: kernels)
  func bitsDependOnTheDocumentAlone(_ kernel: KernelConfiguration) {
    let model = model(kernel)
    let documents = documents
    let expected = alone(model, documents)
    for threads in [1, 2, 5] {
      expectSameBits(probabilities(model, documents, threads: threads), expected, "\(threads) threads")
      let reversed = probabilities(model, documents.reversed(), threads: threads)
      expectSameBits(
        documents.indices.reversed().flatMap { reversed[$0 * Self.classes..<($0 + 1) * Self.classes] },
        expected,
        "reversed, \(threads) threads")
    }
    // One instance, asked again and again in pieces of all sizes.
    let projected = ProjectedVocabulary(model, pool: WorkerPool(threads: 2))
    for size in [1, 3, 16, 17, 70, 2] {
      var found: [Float] = []
      for start in stride(from: 0, to: documents.count, by: size) {
        found += projected.probabilities(Array(documents[start..<min(start + size, documents.count)]))
      }
      expectSameBits(found, expected, "pieces of \(size)")
    }
  }

  @Test(arguments: [0, 1, 8, 20, 59, 60], [1, 3])
  func bitsDoNotDependOnTheMemory(words: Int, threads: Int) {
    for kernel in [KernelConfiguration(), KernelConfiguration(kind: .attention, heads: 3)] {
      let model = model(kernel)
      // Besides the usual ones a document with every word there is, more than fit.
      let documents = documents + [(0..<Int32(Self.vocabulary)).map { $0 }] + documents.reversed()
      let expected = alone(model, documents)
      let bytes = words * ProjectedVocabulary.rowBytes(model.layout)
      let projected = ProjectedVocabulary(model, pool: WorkerPool(threads: threads), cacheBytes: bytes)
      for round in 1...3 {
        expectSameBits(
          projected.probabilities(documents), expected, "room for \(words) words, round \(round)")
      }
      for (index, document) in documents.enumerated() {
        expectSameBits(
          projected.probabilities([document]),
          Array(expected[index * Self.classes..<(index + 1) * Self.classes]),
          "room for \(words) words, document \(index) alone")
      }
    }
  }

  @Test(arguments: kernels, [nil, 1, 7, 60])
  func warmingChangesNoBit(_ kernel: KernelConfiguration, rows: Int?) {
    let model = model(kernel)
    let projected = ProjectedVocabulary(model, pool: WorkerPool(threads: 2), cacheRows: rows)
    projected.warm()
    expectSameBits(projected.probabilities(documents), alone(model, documents), "warm, \(rows ?? -1) rows")
    projected.warm()
    expectSameBits(projected.probabilities(documents), alone(model, documents), "warm again")
  }

  /// float16 has 11 significant bits; a sum of 4 rows of such numbers is off by some thousandths.
  @Test(arguments: kernels, Activation.allCases)
  func halfRowsComeClose(_ kernel: KernelConfiguration, activation: Activation) {
    let model = model(kernel, activation: activation)
    let half = ProjectedVocabulary(model, pool: WorkerPool(threads: 1), keepsHalfRows: true)
    let found = half.probabilities(documents)
    expectClose(
      found, alone(model, documents).map { Double($0) }, "half rows", relative: 5e-3, absolute: 1e-3)
    #expect(found != alone(model, documents), "half rows round")
    // And they too depend on the document alone.
    let again = ProjectedVocabulary(model, pool: WorkerPool(threads: 2), cacheRows: 9, keepsHalfRows: true)
    expectSameBits(again.probabilities(documents), found, "half rows, little room")
  }

  /// Heads of more than 32 filters take several panels.
  @Test(arguments: [1, 2, 3]) func wideHeadsAgreeWithTheOracle(heads: Int) {
    for kind in KernelConfiguration.Kind.allCases {
      let model = model(KernelConfiguration(kind: kind, heads: heads), filters: 71)
      let documents = Array(documents.prefix(9))
      let outcome = Oracle(model).run(documents, labels: [Int32](repeating: 0, count: documents.count))
      expectClose(
        probabilities(model, documents), outcome.probabilities, "\(kind), \(heads) heads", relative: 2e-5,
        absolute: 1e-6)
    }
  }

  @Test func vectorsMayBeElsewhere() {
    let model = model(KernelConfiguration(kind: .attention, heads: 3))
    let d = model.configuration.dimension
    let vectors = (0..<Self.vocabulary).flatMap { model[vectorOf: $0] }
    var other = TextCNN(
      model.configuration, vocabularyCount: Self.vocabulary, classes: Self.classes,
      copyRow: { word, target in for i in 0..<d { target[i] = vectors[word * d + i] } })
    other.dense = model.dense
    #expect(other == model)
    expectSameBits(probabilities(other, documents), probabilities(model, documents), "vectors elsewhere")
    other[vectorOf: 3] = [Float](repeating: 1, count: d)
    #expect(other != model && other[vectorOf: 3][0] == 1 && other[vectorOf: 4] == model[vectorOf: 4])
  }

  @Test func nothingAndEmptyDocuments() {
    let model = model(KernelConfiguration(kind: .attention, heads: 2))
    #expect(probabilities(model, []).isEmpty)
    let empty = probabilities(model, [[]])
    expectSameBits(probabilities(model, [[], [3], []], threads: 2).prefix(4).map { $0 }, empty, "empty")
    expectClose([empty.reduce(0, +)], [1], "sum")
  }

  @Test func notANumberIsSeen() {
    var model = model(KernelConfiguration())
    model[vectorOf: 5] = [Float](repeating: .nan, count: 20)
    let found = probabilities(model, [[1, 5, 2], [1, 2]])
    #expect(found.prefix(4).allSatisfy { $0.isNaN })
    #expect(found.suffix(4).allSatisfy { !$0.isNaN })
  }
}
