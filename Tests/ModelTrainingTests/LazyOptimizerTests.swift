import ConvolutionModel
import ModelTraining
import TensorMath
import TestSupport
import Testing

/// The optimizer, which touches the rows of a batch alone, against a dense one in Double that is given the same
/// gradients: 300 steps, with words that are absent for long.
@Suite struct LazyOptimizerTests {
  static let kinds: [OptimizerConfiguration] = [
    OptimizerConfiguration(.adadelta), OptimizerConfiguration(.adam, learningRate: 0.005),
    OptimizerConfiguration(.sgd, learningRate: 0.02),
  ]
  static let vocabulary = 30

  private func start(seed: UInt64 = 3) -> TextCNN {
    TextCNN.random(
      TextCNNConfiguration(
        dimension: 5, widths: [2, 3], filters: 6, kernel: KernelConfiguration(kind: .attention, heads: 2)),
      vocabularyCount: Self.vocabulary, classes: 3, seed: seed, within: 0.4)
  }

  /// Words below 6 are always about, others only now and then: word w in steps that w² divides closely enough, the
  /// last one never.
  private func batch(_ step: Int) -> Batch {
    var generator = SeededGenerator(seed: UInt64(step), purpose: "batch")
    let words = (0..<Int32(Self.vocabulary - 1)).filter { $0 < 6 || step % Int($0 * $0 / 4) == 0 }
    let documents = (0..<4).map { _ in
      (0..<generator.integer(below: 8)).map { _ in words[generator.integer(below: words.count)] }
    }
    return Batch(
      documents, labels: randomLabels(4, classes: 3, seed: UInt64(step)), vocabularyCount: Self.vocabulary)
  }

  @Test(arguments: kinds, [1, 2])
  func equalsTheDenseRun(_ configuration: OptimizerConfiguration, threads: Int) {
    let pool = WorkerPool(threads: threads)
    var model = start()
    let pass = TrainingPass(model.layout, pool: pool)
    var optimizer = Optimizer(configuration, for: model, pool: pool, l1: 1e-4, l2: 1e-3)
    var expected = Dictionary(
      uniqueKeysWithValues: model.tensors.map { ($0.name, $0.values.map { Double($0) }) })
    var rules = expected.mapValues { DenseRule(configuration, count: $0.count) }
    for step in 1...300 {
      let batch = batch(step)
      optimizer.settle(&model, wordsOf: batch)
      _ = pass.run(model, batch)
      // `step` adds L2 to the pass's gradients, so they are read afterwards.
      _ = optimizer.step(&model, pass, batch)
      for gradient in pass.gradients(batch, vocabularyCount: Self.vocabulary) {
        rules[gradient.name]!.beginStep()
        for (i, g) in gradient.values.enumerated() {
          rules[gradient.name]!.update(&expected[gradient.name]![i], Double(g), at: i)
          if Self.isPenalized(gradient.name) {
            rules[gradient.name]!.shrink(&expected[gradient.name]![i], l1: 1e-4, at: i)
          }
        }
      }
      if step % 75 == 0 {
        optimizer.settle(&model)
        for tensor in model.tensors {
          expectClose(
            tensor.values, expected[tensor.name]!, "\(tensor.name) after step \(step)", relative: 1e-4,
            absolute: 2e-5)
        }
      }
    }
  }

  private static func isPenalized(_ tensor: String) -> Bool {
    tensor.hasSuffix(".weight") || tensor.hasSuffix(".query")
  }

  /// Reading the vectors in between changes nothing but rounding.
  @Test(arguments: kinds)
  func settlingInBetweenChangesNothing(_ configuration: OptimizerConfiguration) {
    func run(settlingEvery interval: Int) -> TextCNN {
      let pool = WorkerPool(threads: 1)
      var model = start()
      let pass = TrainingPass(model.layout, pool: pool)
      var optimizer = Optimizer(configuration, for: model, pool: pool)
      for step in 1...100 {
        let batch = batch(step)
        optimizer.settle(&model, wordsOf: batch)
        _ = pass.run(model, batch)
        _ = optimizer.step(&model, pass, batch)
        if step % interval == 0 { optimizer.settle(&model) }
      }
      optimizer.settle(&model)
      return model
    }
    let rarely = run(settlingEvery: 1000)
    for (a, b) in zip(run(settlingEvery: 7).tensors, rarely.tensors) {
      expectClose(a.values, b.values.map { Double($0) }, a.name, relative: 1e-3, absolute: 2e-4)
    }
  }

  @Test(arguments: kinds)
  func frozenWordsStayWhereTheyAre(_ configuration: OptimizerConfiguration) {
    let pool = WorkerPool(threads: 1)
    var model = start()
    let pass = TrainingPass(model.layout, pool: pool)
    var optimizer = Optimizer(configuration, for: model, pool: pool, movesWords: false)
    let before = model
    for step in 1...20 {
      let batch = batch(step)
      optimizer.settle(&model, wordsOf: batch)
      _ = pass.run(model, batch, differentiatesWords: false)
      _ = optimizer.step(&model, pass, batch)
    }
    optimizer.settle(&model)
    #expect(model.embedding == before.embedding)
    #expect(model.dense != before.dense)
  }

  /// Rows are padded with zeros, and stay so.
  @Test(arguments: kinds)
  func paddingStaysZero(_ configuration: OptimizerConfiguration) {
    let pool = WorkerPool(threads: 1)
    var model = start()
    let pass = TrainingPass(model.layout, pool: pool)
    var optimizer = Optimizer(configuration, for: model, pool: pool, l1: 0.01, l2: 0.01)
    for step in 1...20 {
      let batch = batch(step)
      optimizer.settle(&model, wordsOf: batch)
      _ = pass.run(model, batch)
      _ = optimizer.step(&model, pass, batch)
    }
    optimizer.settle(&model)
    var rebuilt = TextCNN(model.configuration, vocabularyCount: Self.vocabulary, classes: 3)
    rebuilt.setTensors { name, _ in model[tensor: name] }
    #expect(rebuilt == model)
  }
}
