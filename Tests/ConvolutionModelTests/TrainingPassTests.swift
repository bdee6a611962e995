import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@Suite struct TrainingPassTests {
  static let kernels = KernelConfiguration.all(heads: 3)

  /// Everything a step leaves behind, bit for bit.
  struct Trace: Equatable {
    var loss: UInt64
    var dense: AlignedFloats
    var words: [UInt32]
    var features: [UInt32]
    var probabilities: [UInt32]
  }

  private func trace(_ pass: TrainingPass, _ model: TextCNN, _ batch: Batch, mask: [UInt8]? = nil) -> Trace {
    let loss = pass.run(model, batch, mask: mask, keep: mask == nil ? 1 : 0.5)
    return Trace(
      loss: loss.bitPattern, dense: pass.gradient,
      words: pass.wordGradient.array(batch.words.count * model.layout.rowStride).map(\.bitPattern),
      features: pass.features(batch).map(\.bitPattern),
      probabilities: pass.probabilities(batch).map(\.bitPattern))
  }

  private func model(_ kernel: KernelConfiguration, activation: Activation = .relu) -> TextCNN {
    TextCNN.random(
      TextCNNConfiguration(
        dimension: 20, widths: [2, 3, 4], filters: 70, kernel: kernel, activation: activation),
      vocabularyCount: 200, classes: 4, seed: 31, within: 0.4)
  }

  private func batch(_ count: Int, seed: UInt64) -> Batch {
    Batch(
      randomDocuments(count, vocabularyCount: 200, seed: seed),
      labels: randomLabels(count, classes: 4, seed: seed),
      vocabularyCount: 200)
  }

  @Test(arguments: kernels)
  func bitsDoNotDependOnTheThreads(_ kernel: KernelConfiguration) {
    let model = model(kernel, activation: .prelu)
    let batch = batch(60, seed: 2)
    let mask = (0..<60 * model.layout.featureCount).map { UInt8($0 % 3 == 0 ? 0 : 1) }
    let expected = trace(TrainingPass(model.layout, pool: WorkerPool(threads: 1)), model, batch, mask: mask)
    for threads in [1, 2, 3] {
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: threads))
      for _ in 0..<3 { #expect(trace(pass, model, batch, mask: mask) == expected, "\(threads) threads") }
    }
  }

  /// Scratch is never cleared, so what one batch leaves must not reach the next, whatever their sizes.
  @Test(arguments: kernels)
  func aBatchDoesNotDependOnTheOneBefore(_ kernel: KernelConfiguration) {
    let model = model(kernel)
    let used = TrainingPass(model.layout, pool: WorkerPool(threads: 2))
    let all = [
      batch(60, seed: 2), batch(7, seed: 3), Batch([[]], labels: [1], vocabularyCount: 200),
      Batch([[5]], labels: [2], vocabularyCount: 200), batch(90, seed: 4),
      Batch([[], []], labels: [0, 3], vocabularyCount: 200), batch(6, seed: 5),
    ]
    for (index, batch) in all.enumerated() {
      let fresh = TrainingPass(model.layout, pool: WorkerPool(threads: 2))
      #expect(trace(used, model, batch) == trace(fresh, model, batch), "batch \(index)")
    }
  }

  /// Documents without words teach the biases and the output layer alone.
  @Test(arguments: kernels)
  func emptyDocumentsAlone(_ kernel: KernelConfiguration) {
    let model = model(kernel, activation: .tanh)
    let documents: [[Int32]] = [[], []]
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    // First something else, whose gradients must be gone afterwards.
    _ = pass.run(model, batch(20, seed: 8))
    let batch = Batch(documents, labels: [0, 2], vocabularyCount: 200)
    let loss = pass.run(model, batch)
    expectClose([loss], [Oracle(model).run(documents, labels: [0, 2]).loss], "loss", relative: 1e-5)
    for gradient in pass.gradients(batch, vocabularyCount: 200) {
      let learns = gradient.name.hasPrefix("output") || gradient.name.hasSuffix(".bias")
      if learns && gradient.name.hasPrefix("attention") || !learns {
        #expect(gradient.values.allSatisfy { $0 == 0 }, "\(gradient.name)")
      } else {
        #expect(gradient.values.contains { $0 != 0 }, "\(gradient.name)")
      }
    }
  }

  @Test func equalClassWeightsChangeNothing() {
    let model = model(KernelConfiguration())
    let batch = batch(30, seed: 6)
    let plain = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    let weighted = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    weighted.loss.classWeights = [2, 2, 2, 2]
    expectClose([weighted.run(model, batch)], [plain.run(model, batch)], "loss", relative: 1e-6)
    for (a, b) in zip(
      weighted.layout.tensors(from: weighted.gradient), plain.layout.tensors(from: plain.gradient))
    {
      expectClose(a.values, b.values.map { Double($0) }, a.name, relative: 1e-5, absolute: 1e-7)
    }
  }

  @Test func withoutWordGradientsTheRestIsTheSame() {
    let model = model(KernelConfiguration(kind: .attention, heads: 3))
    let batch = batch(30, seed: 6)
    let all = TrainingPass(model.layout, pool: WorkerPool(threads: 2))
    let some = TrainingPass(model.layout, pool: WorkerPool(threads: 2))
    #expect(all.run(model, batch) == some.run(model, batch, differentiatesWords: false))
    #expect(all.gradient == some.gradient)
  }

  @Test func notANumberReachesTheLoss() {
    var model = model(KernelConfiguration(kind: .attention, heads: 3))
    model[vectorOf: 7] = [Float](repeating: .nan, count: 20)
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    #expect(pass.run(model, Batch([[7, 1]], labels: [0], vocabularyCount: 200)).isNaN)
    #expect(pass.run(model, Batch([[2, 1]], labels: [0], vocabularyCount: 200)).isFinite)
  }

  @Test func zeroSharesAreThoseOfThePenalizedTensors() {
    var model = model(KernelConfiguration(kind: .attention, heads: 2), activation: .prelu)
    model.setTensors { name, shape in
      (0..<shape.reduce(1, *)).map { name == "embedding" || $0 % 4 == 0 ? 0 : 1 }
    }
    let shares = model.zeroShares
    #expect(shares.map(\.name).contains("output.weight") && shares.map(\.name).contains("attention3.query"))
    #expect(shares.allSatisfy { !$0.name.hasSuffix("bias") && !$0.name.hasSuffix("slope") })
    for (name, share) in shares {
      let values = model[tensor: name]
      #expect(share == Double(values.count { $0 == 0 }) / Double(values.count), "\(name)")
    }
  }

  /// l1·Σ|w| + l2/2·Σw² over kernels, queries and output weights, not over biases, slopes and word vectors; the gradient
  /// is that of the second part.
  @Test(arguments: kernels)
  func penalties(_ kernel: KernelConfiguration) {
    let model = model(kernel, activation: .prelu)
    let batch = batch(9, seed: 6)
    let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
    _ = pass.run(model, batch)
    let before = pass.gradients(batch, vocabularyCount: 200)
    let penalty = pass.addPenalties(of: model, l1: 0.25, l2: 0.5)
    var expected = 0.0
    for (old, new) in zip(before, pass.gradients(batch, vocabularyCount: 200)) {
      let isPenalized =
        old.name != "embedding" && (old.name.hasSuffix(".weight") || old.name.hasSuffix(".query"))
      let w = model[tensor: old.name]
      expectClose(
        new.values,
        old.values.indices.map { i in
          Double(old.values[i]) + (isPenalized ? 0.5 * Double(w[i]) : 0)
        }, old.name, relative: 1e-6, absolute: 1e-7)
      if isPenalized { for x in w { expected += 0.25 * Double(abs(x)) + 0.25 * Double(x) * Double(x) } }
    }
    expectClose([penalty], [expected], "penalty", relative: 1e-6)
  }
}
