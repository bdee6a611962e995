import ConvolutionModel
import ModelTraining
import TensorMath
import TestSupport
import Testing

/// Forty steps of every optimizer, as the dense ones take them, and where the parameters end.
@Suite struct TrajectoryTests {
  static let cases = Result { try GoldenCase.all() }

  static var trajectories: [GoldenCase] {
    ((try? cases.get()) ?? []).filter { $0.start != nil }
  }

  @Test func everyCaseCanBeRead() throws { #expect(try !Self.cases.get().isEmpty) }

  @Test(arguments: trajectories, [1, 2])
  func endsWhereTheDenseOptimizerEnds(_ golden: GoldenCase, threads: Int) throws {
    var model = try golden.network(try #require(golden.start))
    let pool = WorkerPool(threads: threads)
    let pass = TrainingPass(model.layout, pool: pool)
    let name = try #require(golden.optimizer)
    let kind = try #require(OptimizerConfiguration.Kind(rawValue: name), "\(name)")
    let rates: [OptimizerConfiguration.Kind: Float] = [.adadelta: 1, .adam: 0.01, .sgd: 0.1]
    var optimizer = Optimizer(
      OptimizerConfiguration(kind, learningRate: rates[kind]), for: model, pool: pool)
    var batch = Batch(vocabularyCount: golden.config.vocabulary)
    let size = try #require(golden.batch)
    var losses: [Float] = []
    for step in 0..<(try #require(golden.steps)) {
      batch.removeAll()
      for i in 0..<size {
        let index = (step * size + i) % golden.documents.count
        batch.append(golden.documents[index], label: golden.labels[index])
      }
      optimizer.settle(&model, wordsOf: batch)
      losses.append(Float(pass.run(model, batch)))
      _ = optimizer.step(&model, pass, batch)
      model.limitOutputNorms(to: golden.config.maxNorm)
    }
    optimizer.settle(&model)
    // The page's tolerance, though forty steps feed rounding back into themselves: measured are 2e-7 for the losses
    // and 4e-7 for the parameters, a few units in the last place of a number near 1.
    expectClose(losses, try #require(golden.losses), "losses")
    let end = try #require(golden.end)
    for tensor in model.tensors {
      expectClose(tensor.values, try #require(end[tensor.name]).values, tensor.name)
    }
  }
}
