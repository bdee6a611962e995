import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@Suite struct GoldenTests {
  static let cases = Result { try GoldenCase.all() }

  static var single: [GoldenCase] { ((try? cases.get()) ?? []).filter { $0.parameters != nil } }

  @Test func casesAreFound() throws {
    let all = try Self.cases.get()
    #expect(!all.isEmpty)
    // A file of neither kind would be passed over in silence.
    for golden in all { #expect((golden.parameters == nil) != (golden.start == nil), "\(golden.name)") }
  }

  @Test(arguments: single, [1, 2])
  func featuresLossAndGradients(_ golden: GoldenCase, threads: Int) throws {
    let model = try golden.network(try #require(golden.parameters))
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: threads))
    var batch = Batch(vocabularyCount: golden.config.vocabulary)
    for (document, label) in zip(golden.documents, golden.labels) { batch.append(document, label: label) }
    let mask = golden.dropoutMasks.map { $0.values.map { UInt8($0) } }
    let loss = pass.run(model, batch, mask: mask, keep: 1 - (golden.config.dropout ?? 0))
    expectClose([Float(loss)], [try #require(golden.loss)], "loss")
    // The cases give the features before dropout.
    var features = try #require(golden.features).values
    if let mask {
      features = zip(features, mask).map { $0 * Double($1) / Double(1 - (golden.config.dropout ?? 0)) }
    }
    expectClose(pass.features(batch), features, "features")
    expectClose(pass.probabilities(batch), try #require(golden.probabilities).values, "probabilities")
    let expected = try #require(golden.gradients)
    let gradients = pass.gradients(batch, vocabularyCount: golden.config.vocabulary)
    #expect(Set(gradients.map(\.name)) == Set(expected.keys))
    for gradient in gradients {
      let numbers = try #require(expected[gradient.name])
      #expect(gradient.shape == numbers.shape, "\(gradient.name)")
      expectClose(gradient.values, numbers.values, gradient.name)
    }
  }
}
