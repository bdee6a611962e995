import ModelTraining
import TensorMath
import TestSupport
import Testing

@testable import Experiments

@Suite struct TuningTests {
  @Test(arguments: [
    (27, 20, [2, 7, 20], [27, 9, 3]), (30, 20, [2, 7, 20], [30, 10, 4]), (1, 20, [20], [1]), (5, 4, [4], [5]),
    (100, 60, [2, 7, 20, 60], [100, 34, 12, 4]), (2, 20, [7, 20], [2, 1]),
  ])
  func aThirdGoesOnWithThreeTimesAsManyEpochs(trials: Int, epochs: Int, rungs: [Int], counts: [Int]) {
    let halving = Halving(trials: trials, epochs: epochs)
    #expect(halving.rungs.map(\.epochs) == rungs)
    #expect(halving.rungs.map(\.trials) == counts)
  }

  @Test func pointsLieInTheSpaceAndDependOnTheirNumberAlone() throws {
    let space = SearchSpace(hasStore: false)
    var drawn: [TrainingConfiguration] = []
    for trial in 0..<200 {
      var generator = SeededGenerator(seed: 3, purpose: "trial \(trial)")
      let point = space.draw(upon: TrainingConfiguration(), using: &generator)
      try point.validate()
      #expect(space.filters.contains(point.network.filters) && space.widths.contains(point.network.widths))
      #expect(point.network.kernel.kind == .attention || point.network.kernel.offsets == .each)
      let rate = point.optimizer.learningRate / OptimizerConfiguration.usualRate(of: point.optimizer.kind)
      #expect(rate > 0.28 && rate < 3.1)
      drawn.append(point)
    }
    #expect(Set(drawn.map(\.network.kernel.kind)).count == 2 && Set(drawn.map(\.dropout)).count == 6)
    #expect(Set(drawn.map(\.network.widths)).count == space.widths.count)
    // Settling one part leaves the others as they were.
    var settled = space
    settled.filters = [77]
    for (trial, point) in drawn.enumerated() {
      var generator = SeededGenerator(seed: 3, purpose: "trial \(trial)")
      var expected = point
      expected.network.filters = 77
      #expect(settled.draw(upon: TrainingConfiguration(), using: &generator) == expected)
    }
  }

  private func small(trials: Int) throws -> Tuning {
    var space = SearchSpace(hasStore: false)
    space.widths = [[1], [1, 2]]
    space.filters = [4, 8]
    space.dimensions = [8]
    space.batches = [10]
    var base = smallConfiguration()
    base.epochs = 6
    return try Tuning(space, upon: base, trials: trials, on: easyTraining)
  }

  @Test func theBestOfALaterRungComesFirst() throws {
    let found = try small(trials: 6).run(keepingIn: RunStore(), jobs: 2, threads: 2)
    let trials = found.report.trials
    #expect(found.report.rungTrials == [6, 2] && found.report.rungEpochs == [2, 6])
    #expect(trials.count == 6 && trials.map(\.rung) == [2, 2, 1, 1, 1, 1])
    for (better, worse) in zip(trials, trials.dropFirst()) where better.rung == worse.rung {
      #expect(better.devAccuracy >= worse.devAccuracy)
    }
    // Who went on was among the best of the first rung: a trial's first epochs are the same however many it is given.
    let worstThatWentOn = trials.prefix(2).compactMap { $0.curve.prefix(2).compactMap(\.devAccuracy).max() }
      .min()
    let bestThatDidNot = trials.dropFirst(2).map(\.devAccuracy).max()
    #expect(try #require(worstThatWentOn) >= #require(bestThatDidNot))
    #expect(found.best.epochs == 6)
  }

  @Test func jobsAndThreadsDoNotChangeASearch() throws {
    let alone = try small(trials: 5).run(keepingIn: RunStore(), jobs: 1, threads: 1)
    let together = try small(trials: 5).run(keepingIn: RunStore(), jobs: 3, threads: 3)
    #expect(alone.report.trials.map(\.devLogLoss) == together.report.trials.map(\.devLogLoss))
    #expect(alone.best == together.best)
  }

  @Test func aTrialThatDivergesIsAResult() throws {
    var space = SearchSpace(hasStore: false)
    space.optimizers = [.sgd]
    space.rates = 1e30...1e30
    space.dimensions = [8]
    var base = smallConfiguration()
    base.epochs = 2
    let store = try RunStore()
    let found = try Tuning(space, upon: base, trials: 2, on: easyTraining).run(keepingIn: store, threads: 1)
    #expect(
      found.report.trials.allSatisfy { $0.devAccuracy == 0 && $0.devLogLoss == nil && $0.curve.isEmpty })
    #expect(try store.count() == 2)
  }

  @Test func howeverShortTheTimeOneTrialIsMade() throws {
    let found = try small(trials: 3).run(keepingIn: RunStore(), threads: 1, seconds: 1e-9)
    #expect(found.report.trials.map(\.trial) == [1] && found.report.ranOutOfTime)
  }
}
