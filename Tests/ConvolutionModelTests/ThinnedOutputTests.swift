import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@Suite struct ThinnedOutputTests {
  static let configurations = [
    TextCNNConfiguration(dimension: 8, widths: [2, 3], filters: 40),
    TextCNNConfiguration(
      dimension: 8, widths: [2, 3], filters: 9, kernel: KernelConfiguration(kind: .attention, heads: 2),
      pooling: .mean, depth: 2),
  ]

  private func model(_ configuration: TextCNNConfiguration) -> TextCNN {
    TextCNN.random(configuration, vocabularyCount: 50, classes: 3, seed: 4, within: 0.4)
  }

  private func samples(
    _ model: TextCNN, _ documents: [[Int32]], samples: Int, rate: Float, seed: UInt64 = 1, threads: Int = 1
  ) -> [Float] {
    ProjectedVocabulary(
      model, pool: WorkerPool(threads: threads),
      thinned: ThinnedOutput(model, samples: samples, rate: rate, seed: seed)
    ).probabilities(documents)
  }

  private let documents = randomDocuments(30, vocabularyCount: 50, seed: 2)

  @Test(arguments: configurations) func withoutDropoutEachIsTheWhole(_ configuration: TextCNNConfiguration) {
    let model = model(configuration)
    let whole = probabilities(model, documents)
    let found = samples(model, documents, samples: 3, rate: 0)
    for (index, p) in found.enumerated() {
      let (document, c) = (index / 9, index % 3)
      expectClose([p], [Double(whole[document * 3 + c])], "sample \(index / 3 % 3)", relative: 1e-6)
    }
  }

  /// Every sample is the training pass with some mask, the same one for all documents.
  @Test(arguments: configurations) func eachIsANetworkThatLacksFeatures(_ configuration: TextCNNConfiguration)
  {
    let model = model(configuration)
    let rate: Float = 0.25
    let count = model.layout.featureCount
    var generator = SeededGenerator(seed: 1, purpose: "thinned networks")
    let masks = (0..<2).map { _ in (0..<count).map { _ in UInt8(generator.uniform() < rate ? 0 : 1) } }
    #expect(masks[0] != masks[1])
    let found = samples(model, documents, samples: 2, rate: rate)
    for (sample, mask) in masks.enumerated() {
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      let batch = Batch(documents, labels: documents.map { _ in 0 }, vocabularyCount: 50)
      _ = pass.run(model, batch, mask: documents.flatMap { _ in mask }, keep: 1 - rate)
      let own = documents.indices.flatMap { found[($0 * 2 + sample) * 3..<($0 * 2 + sample + 1) * 3] }
      expectClose(own, pass.probabilities(batch).map { Double($0) }, "sample \(sample)", relative: 1e-5)
    }
  }

  @Test(arguments: configurations) func bitsDependOnTheDocumentAlone(_ configuration: TextCNNConfiguration) {
    let model = model(configuration)
    let alone = documents.flatMap { samples(model, [$0], samples: 5, rate: 0.5) }
    for threads in [1, 3] {
      expectSameBits(samples(model, documents, samples: 5, rate: 0.5, threads: threads), alone, "together")
    }
    #expect(samples(model, documents, samples: 5, rate: 0.5, seed: 2) != alone)
  }
}
