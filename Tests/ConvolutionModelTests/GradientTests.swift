import ConvolutionModel
import TensorMath
import TestSupport
import Testing

/// The training pass against the formulas in Double: forward by value, backward by finite differences.
@Suite struct GradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var configuration: TextCNNConfiguration
    var drops = false
    var dropsWeights = false
    var weighsClasses = false
    var smoothing: Float = 0
    var focusing: Float = 0
    var seed: UInt64

    var testDescription: String {
      configuration.name
        + (drops ? ", dropout" : "") + (dropsWeights ? ", dropout of weights" : "")
        + (weighsClasses ? ", class weights" : "")
        + ", smoothing \(smoothing), focus \(focusing), seed \(seed)"
    }
  }

  /// Every kernel with every activation; widths, sizes, dropout and class weights take turns.
  static let cases: [Case] = {
    let widths = [[2, 3], [1], [1, 7], [3, 4, 5], [5]]
    let dimensions = [3, 5, 17]
    var cases: [Case] = []
    for activation in Activation.allCases {
      for heads in [1, 2, 3] {
        for kernel in KernelConfiguration.all(heads: heads) {
          let turn = cases.count
          cases.append(
            Case(
              configuration: TextCNNConfiguration(
                dimension: dimensions[turn % 3], widths: widths[turn % 5], filters: heads == 3 ? 5 : 4,
                kernel: kernel, activation: activation),
              drops: turn % 4 == 1, weighsClasses: turn % 3 == 1,
              smoothing: turn % 5 == 1 ? 0.25 : 0, focusing: turn % 5 == 2 ? 2 : turn % 5 == 3 ? 0.5 : 0,
              seed: UInt64(turn + 1)))
        }
      }
    }
    return cases
  }()

  /// Filters enough for static kernels to have several blocks, and heads that do not divide them.
  static let wide: [Case] = KernelConfiguration.all(heads: 3).enumerated().map { turn, kernel in
    Case(
      configuration: TextCNNConfiguration(
        dimension: 4, widths: [2, 3], filters: 40, kernel: kernel,
        activation: turn % 2 == 0 ? .relu : .prelu),
      drops: turn % 2 == 1, weighsClasses: turn % 3 == 0, seed: UInt64(turn + 1000))
  }

  /// Every pooling and depth with kernels, activations and sizes that take turns.
  static let towers: [Case] = TextCNNConfiguration.towers.enumerated().map { turn, configuration in
    Case(
      configuration: configuration, drops: turn % 3 == 1, weighsClasses: turn % 4 == 1,
      smoothing: turn % 5 == 1 ? 0.25 : 0, seed: UInt64(turn + 2000))
  }

  @Test(arguments: cases)
  func small(_ test: Case) throws { try check(test, samples: 16) }

  static let dropping: [Case] = KernelConfiguration.all(heads: 2).filter(\.hasGenerator).enumerated().flatMap
  {
    turn, kernel in
    [1, 2].map { depth in
      Case(
        configuration: TextCNNConfiguration(
          dimension: 5, widths: [2, 3], filters: 4, kernel: kernel, activation: .tanh,
          pooling: turn % 2 == 0 || depth == 2 ? .max : .mean, depth: depth),
        dropsWeights: true, seed: UInt64(turn + 3000))
    }
  }

  @Test(arguments: dropping)
  func dropoutOfWeights(_ test: Case) throws { try check(test, samples: 12) }

  @Test(arguments: towers)
  func poolingAndDepth(_ test: Case) throws { try check(test, samples: 16) }

  @Test(arguments: wide)
  func severalBlocks(_ test: Case) throws { try check(test, samples: 40) }

  private func check(_ test: Case, samples: Int) throws {
    let (vocabulary, classes) = (9, 3)
    // Where a decision hangs by a hair, derivative and rounding say nothing: such networks are drawn again.
    for attempt in 0..<400 {
      let seed = test.seed &+ UInt64(attempt) << 32
      // Where every window counts there are many decisions; fewer documents and smaller weights leave room between them.
      let usesAll = test.configuration.usesAllWindows
      let model = TextCNN.random(
        test.configuration, vocabularyCount: vocabulary, classes: classes, seed: seed,
        within: usesAll ? 0.6 : 0.8)
      let documents = randomDocuments(usesAll ? 5 : 6, vocabularyCount: vocabulary, seed: seed)
      let labels = randomLabels(documents.count, classes: classes, seed: seed)
      var oracle = Oracle(model)
      var generator = SeededGenerator(seed: seed, purpose: "mask")
      if test.drops {
        oracle.keep = 0.75
        oracle.mask = (0..<documents.count * model.layout.featureCount).map { _ in
          generator.uniform() < 0.75 ? 1 : 0
        }
      }
      oracle.smoothing = Double(test.smoothing)
      oracle.focusing = Double(test.focusing)
      let dropout = test.dropsWeights ? WeightDropout(rate: 0.3, seed: seed) : nil
      if let dropout { oracle.weightFactor = Self.factors(of: dropout, documents, test.configuration) }
      if test.weighsClasses { oracle.classWeights = [0.5, 2, 1.25] }
      let outcome = oracle.run(documents, labels: labels)
      guard outcome.margin > 1e-4 else { continue }

      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      pass.loss = Loss(
        classWeights: oracle.classWeights?.map { Float($0) }, smoothing: test.smoothing,
        focusing: test.focusing)
      pass.weightDropout = dropout
      let batch = Batch(documents, labels: labels, vocabularyCount: vocabulary)
      let loss = pass.run(model, batch, mask: oracle.mask, keep: Float(oracle.keep))
      expectClose([loss], [outcome.loss], "loss", relative: 1e-5)
      // Sums of sums of sums round more.
      let depth = Double(test.configuration.depth)
      expectClose(pass.features(batch), outcome.features, "features", relative: 2e-5 * depth)
      expectClose(pass.probabilities(batch), outcome.probabilities, "probabilities", relative: 2e-5)
      for gradient in pass.gradients(batch, vocabularyCount: vocabulary) {
        let indices =
          gradient.values.count <= samples
          ? Array(gradient.values.indices)
          : (0..<samples).map { _ in generator.integer(below: gradient.values.count) }
        expectClose(
          indices.map { gradient.values[$0] },
          indices.map { oracle.slope(of: gradient.name, at: $0, documents, labels: labels) },
          "\(gradient.name) at \(indices)", relative: 1e-4, absolute: 2e-6)
        if gradient.name == "embedding" {
          let absent = gradient.values.suffix(test.configuration.dimension)
          #expect(absent.allSatisfy { $0 == 0 }, "a word that no document has")
        }
      }
      return
    }
    Issue.record("no network with clear decisions in 400")
  }

  /// The factor of a weight, whose number is its place in the memory of the pass: documents one after another, each
  /// [heads, n, windows padded to 16]; of the first level for all widths, of the others for each.
  private static func factors(
    of dropout: WeightDropout, _ documents: [[Int32]], _ configuration: TextCNNConfiguration
  ) -> @Sendable (Oracle.Weight) -> Double {
    let heads = configuration.kernel.heads
    @Sendable func padded(_ rows: Int, _ n: Int) -> Int { ((rows == 0 ? 1 : rows + n - 1) + 15) / 16 * 16 }
    @Sendable func rows(_ document: Int, _ n: Int, level: Int) -> Int {
      let words = documents[document].count
      return (2..<max(2, level + 1)).reduce(words) { rows, level in
        max(1, (level == 2 ? windowCount(tokens: rows, width: n) : rows) / 2)
      }
    }
    return { weight in
      let width = configuration.widths[weight.widthIndex]
      let n = weight.level == 1 ? width : 3
      var start = 0
      if weight.level == 1 {
        for other in configuration.widths[..<weight.widthIndex] {
          for document in documents { start += padded(document.count, other) * heads * other }
        }
      }
      for document in 0..<weight.document {
        start += padded(rows(document, width, level: weight.level), n) * heads * n
      }
      #expect(rows(weight.document, width, level: weight.level) == weight.rows)
      let index = start + (weight.head * n + weight.place) * padded(weight.rows, n) + weight.window
      let stream = WeightDropout.stream(weight.widthIndex, level: weight.level)
      return Double(dropout.factor(stream: stream, index: index))
    }
  }
}
