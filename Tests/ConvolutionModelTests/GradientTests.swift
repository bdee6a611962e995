import ConvolutionModel
import TensorMath
import TestSupport
import Testing

/// The training pass against the formulas in Double: forward by value, backward by finite differences.
@Suite struct GradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var configuration: TextCNNConfiguration
    var drops = false
    var weighsClasses = false
    var smoothing: Float = 0
    var focusing: Float = 0
    var seed: UInt64

    var testDescription: String {
      "\(configuration.kernel.name), \(configuration.activation), widths \(configuration.widths), "
        + "\(configuration.filters) filters, d = \(configuration.dimension)"
        + (drops ? ", dropout" : "") + (weighsClasses ? ", class weights" : "")
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

  @Test(arguments: cases)
  func small(_ test: Case) throws { try check(test, samples: 16) }

  @Test(arguments: wide)
  func severalBlocks(_ test: Case) throws { try check(test, samples: 40) }

  private func check(_ test: Case, samples: Int) throws {
    let (vocabulary, classes) = (9, 3)
    // Where a decision hangs by a hair, derivative and rounding say nothing: such networks are drawn again.
    for attempt in 0..<50 {
      let seed = test.seed &+ UInt64(attempt) << 32
      let model = TextCNN.random(
        test.configuration, vocabularyCount: vocabulary, classes: classes, seed: seed)
      let documents = randomDocuments(6, vocabularyCount: vocabulary, seed: seed)
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
      if test.weighsClasses { oracle.classWeights = [0.5, 2, 1.25] }
      let outcome = oracle.run(documents, labels: labels)
      guard outcome.margin > 1e-4 else { continue }

      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      pass.loss = Loss(
        classWeights: oracle.classWeights?.map { Float($0) }, smoothing: test.smoothing,
        focusing: test.focusing)
      let batch = Batch(documents, labels: labels, vocabularyCount: vocabulary)
      let loss = pass.run(model, batch, mask: oracle.mask, keep: Float(oracle.keep))
      expectClose([loss], [outcome.loss], "loss", relative: 1e-5)
      expectClose(pass.features(batch), outcome.features, "features", relative: 2e-5)
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
    Issue.record("no network with clear decisions in 50")
  }
}
