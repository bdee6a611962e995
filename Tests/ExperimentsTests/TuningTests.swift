import ModelTraining
import TensorMath
import TestSupport
import Testing

@testable import Experiments

@Suite struct TuningTests {
  @Test(arguments: [
    (20, [2, 7, 20]), (4, [4]), (6, [2, 6]), (60, [7, 20, 60]), (1, [1]), (5, [5]), (18, [2, 6, 18]),
  ])
  func eachRungHasThreeTimesTheEpochs(epochs: Int, rungs: [Int]) {
    #expect(Halving(epochs: epochs).epochs == rungs)
  }

  @Test func aThirdOfABracketGoesOn() {
    let three = Halving(epochs: 20)
    #expect(three.brackets(of: 20) == [0..<9, 9..<18, 18..<20])
    #expect(three.trials(inBracketOf: 9) == [9, 3, 1])
    #expect(three.trials(inBracketOf: 2) == [2, 0, 1])
    #expect(three.trials(inBracketOf: 1) == [0, 0, 1])
    #expect(three.trials(inBracketOf: 4) == [4, 2, 1])
    let one = Halving(epochs: 3)
    #expect(one.brackets(of: 20) == [0..<20] && one.trials(inBracketOf: 20) == [20])
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

  /// Rates are drawn with two digits; one that is given has all of its own.
  @Test func aSettledRateIsLeftAsItIs() {
    var space = SearchSpace(hasStore: false)
    space.rates = nil
    space.optimizers = [.adam]
    var base = TrainingConfiguration()
    base.optimizer.learningRate = 0.001234
    for trial in 0..<5 {
      var generator = SeededGenerator(seed: 3, purpose: "trial \(trial)")
      let point = space.draw(upon: base, using: &generator)
      #expect(point.optimizer.learningRate == 0.001234 && !space.options(point).contains("learning-rate"))
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

  @Test func theFirstTrialIsWhereTheSearchStarts() throws {
    let tuning = try small(trials: 2)
    #expect(
      tuning.configuration(ofTrial: 0) == tuning.base && tuning.configuration(ofTrial: 1) != tuning.base)
  }

  @Test func bracketsFollowEachOther() throws {
    let store = try RunStore()
    let few = try small(trials: 9).run(keepingIn: store, threads: 1).report
    let more = try small(trials: 11).run(keepingIn: store, threads: 1).report
    #expect(few.rungTrials == [9, 3] && more.rungTrials == [11, 4])
    // Nine trials, three of them again, then two and one of them again.
    #expect(try store.count() == 12 + 3)
    #expect(more.trials.count == 11 && more.trials.filter { $0.rung == 2 }.count == 4)
    #expect(more.expected.count == 10)
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
    space.rates = nil
    space.dimensions = [8]
    var base = smallConfiguration()
    base.epochs = 2
    // Where the search starts, too.
    base.optimizer = OptimizerConfiguration(.sgd, learningRate: 1e30)
    let store = try RunStore()
    let found = try Tuning(space, upon: base, trials: 2, on: easyTraining).run(keepingIn: store, threads: 1)
    #expect(
      found.report.trials.allSatisfy { $0.devAccuracy == 0 && $0.devLogLoss == nil && $0.curve.isEmpty })
    #expect(try store.count() == 2)
  }

  @Test func howeverShortTheTimeOneTrialIsMade() throws {
    let found = try small(trials: 3).run(keepingIn: RunStore(), threads: 1, seconds: 1e-9)
    // It gets all epochs, as nobody knows yet how many it needs.
    let trials = found.report.trials
    #expect(trials.map(\.trial) == [1] && trials[0].rung == 2 && found.report.ranOutOfTime)
    #expect(found.best.epochs == 6)
  }
}
