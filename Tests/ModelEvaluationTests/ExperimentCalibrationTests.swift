import Foundation
import TensorMath
import Testing

@testable import ModelEvaluation

/// How often the verdict is right, in experiments whose truth is known.
///
/// Few experiments by default, so that the tests are fast. The figures of docs/statistics.md come from more, with the
/// environment variable `TEXTCNN_EXPERIMENTS` naming how many; the tests then print a line each.
@Suite struct ExperimentCalibrationTests {
  struct Scenario: Sendable, CustomTestStringConvertible {
    let name: String
    let experiment: SimulatedExperiment
    /// In which per cent of the experiments the verdict may be wrong.
    let wrong: ClosedRange<Double>
    var testDescription: String { name }
  }

  /// How often each interval missed the truth, in per cent, and how often the verdict named a winner.
  struct Outcome {
    var told = 0.0
    var verdict = 0.0
    var overRuns = 0.0
    var twoWay = 0.0
    /// As `twoWay`, but with the smaller number of runs and documents, less one, as degrees of freedom.
    var fewestDegrees = 0.0
    var percentiles = 0.0
    var corrected = 0.0
  }

  static let asked = ProcessInfo.processInfo.environment["TEXTCNN_EXPERIMENTS"].flatMap { Int($0) }
  /// Enough to tell the five per cent that are due from what an interval over the wrong thing makes of them, 12 to 80.
  static let experiments = asked ?? 250

  /// One system is compared with itself, or with another that is as good; or it is better by a given difference, and
  /// the verdict is wrong if its interval misses that.
  @Test(arguments: scenarios)
  func verdictIsWrongInFivePerCent(scenario: Scenario) {
    let outcome = Self.outcome(of: scenario.experiment, name: scenario.name)
    #expect(scenario.wrong.contains(outcome.verdict), "wrong in \(outcome.verdict) %")
    if scenario.experiment.difference == 0 {
      // An interval that excludes zero, which is the truth, is a winner named without reason.
      expectClose(outcome.told, outcome.verdict, absolute: 0.5)
    }
  }

  /// A difference of the announced size is found about 80 times of 100.
  @Test(arguments: planted)
  func announcedDifferenceIsFound(scenario: Scenario) throws {
    var experiment = scenario.experiment
    let isGiven = experiment.design == .givenTest
    let share = experiment.design.testToTrainRatio(runs: experiment.runs)
    let judged =
      isGiven
      ? experiment.documents : Int((Double(experiment.documents) * share / (1 + share)).rounded())
    // Disagreement grows with the difference, so what is assumed is seen at the difference that follows from it.
    for _ in 0..<2 {
      let announced = try #require(
        DetectableDifference(
          documents: judged, runs: experiment.runs, design: experiment.design,
          assumptions: experiment.trueAssumptions()))
      experiment.difference = try #require(announced.difference)
    }
    let outcome = Self.outcome(
      of: experiment,
      name: "\(scenario.name), better by \(fixedPoint(100 * experiment.difference, decimals: 2))")
    #expect((72...88).contains(outcome.told), "found in \(outcome.told) %")
  }

  private static func outcome(of experiment: SimulatedExperiment, name: String) -> Outcome {
    var generator = SeededGenerator(seed: 7, purpose: name)
    var outcome = Outcome()
    let step = 100 / Double(experiments)
    for number in 0..<experiments {
      let (first, second) = experiment.scores(using: &generator)
      let result = PairedExperiment(
        firstName: "first", first: first, secondName: "second", second: second, design: experiment.design,
        replicates: asked == nil ? 2 : 400, seed: UInt64(number))
      func misses(_ low: Double?, _ high: Double?) -> Double {
        guard let low, let high else { return experiment.difference == 0 ? 0 : step }
        return low <= experiment.difference && experiment.difference <= high ? 0 : step
      }
      outcome.told += result.verdict == .cannotTell ? 0 : step
      outcome.verdict += misses(result.deciding?.low, result.deciding?.high)
      outcome.overRuns += misses(result.overRuns?.low, result.overRuns?.high)
      outcome.twoWay += misses(result.twoWay?.low, result.twoWay?.high)
      let fewest = result.variance.flatMap {
        MeanInterval(
          mean: result.difference.mean ?? 0, standardError: $0.standardError,
          degreesOfFreedom: Double(min(result.runs, result.documents) - 1), level: 0.95)
      }
      outcome.fewestDegrees += misses(fewest?.low, fewest?.high)
      outcome.percentiles += misses(result.bootstrap?.percentileLow, result.bootstrap?.percentileHigh)
      outcome.corrected += misses(result.bootstrap?.low, result.bootstrap?.high)
    }
    if asked != nil {
      let numbers = [
        outcome.told, outcome.overRuns, outcome.twoWay, outcome.fewestDegrees, outcome.percentiles,
        outcome.corrected,
      ]
      print("| \(name) | \(numbers.map { fixedPoint($0, decimals: 1) }.joined(separator: " | ")) |")
    }
    return outcome
  }

  private static let ninth = ExperimentDesign.randomSplits(testToTrainRatio: 1 / 9.0)

  /// With an upper end three standard errors of 250 experiments above five per cent, more where training parts matter.
  static let scenarios = [
    Scenario(name: "given test, 3 runs, itself", experiment: .init(runs: 3), wrong: 0...9.6),
    Scenario(name: "given test, 5 runs, itself", experiment: .init(runs: 5), wrong: 0...9.6),
    Scenario(name: "given test, 10 runs, itself", experiment: .init(runs: 10), wrong: 0...9.6),
    Scenario(
      name: "given test, 3 runs, itself, seeds differ", experiment: .init(runs: 3, seedDeviation: 0.01),
      wrong: 0.8...9.6),
    Scenario(
      name: "given test, 5 runs, itself, seeds differ", experiment: .init(runs: 5, seedDeviation: 0.01),
      wrong: 0.8...9.6),
    Scenario(
      name: "given test, 10 runs, itself, seeds differ", experiment: .init(runs: 10, seedDeviation: 0.01),
      wrong: 0.8...9.6),
    Scenario(
      name: "given test, 3 runs, seeds differ most",
      experiment: .init(documents: 3000, runs: 3, seedDeviation: 0.02), wrong: 0.8...9.6),
    Scenario(
      name: "given test, 5 runs, as good", experiment: .init(runs: 5, taste: 0.15, noise: 0.1),
      wrong: 0.8...9.6
    ),
    Scenario(
      name: "given test, 10 runs, as good", experiment: .init(runs: 10, taste: 0.15, noise: 0.1),
      wrong: 0.8...9.6),
    Scenario(
      name: "given test, 5 runs, as good, seeds differ",
      experiment: .init(runs: 5, taste: 0.15, noise: 0.1, seedDeviation: 0.01), wrong: 0.8...9.6),
    Scenario(
      name: "given test, 10 runs, as good, seeds differ",
      experiment: .init(runs: 10, taste: 0.15, noise: 0.1, seedDeviation: 0.01), wrong: 0.8...9.6),
    Scenario(
      name: "given test, 10 runs, better by 3",
      experiment: .init(runs: 10, difference: 0.03, taste: 0.15, noise: 0.1, seedDeviation: 0.01),
      wrong: 0.8...9.6),
    Scenario(
      name: "splits, 10 runs, itself", experiment: .init(documents: 2000, runs: 10, design: ninth),
      wrong: 0...5),
    Scenario(
      name: "splits, 10 runs, as good",
      experiment: .init(documents: 2000, runs: 10, design: ninth, taste: 0.15, noise: 0.1), wrong: 0...6),
    Scenario(
      name: "splits, 10 runs, as good, training parts matter",
      experiment: .init(documents: 2000, runs: 10, design: ninth, taste: 0.15, noise: 0.1, training: 0.005),
      wrong: 0...10),
    Scenario(
      name: "folds, 10 runs, itself", experiment: .init(documents: 2000, runs: 10, design: .folds),
      wrong: 0...5),
    Scenario(
      name: "folds, 10 runs, as good",
      experiment: .init(documents: 2000, runs: 10, design: .folds, taste: 0.15, noise: 0.1), wrong: 0...5),
    Scenario(
      name: "folds, 10 runs, as good, training parts matter",
      experiment: .init(documents: 2000, runs: 10, design: .folds, taste: 0.15, noise: 0.1, training: 0.005),
      wrong: 0...10),
    // The rule of thumb's limit: a system that depends this much on single training documents is judged too surely.
    Scenario(
      name: "folds, 10 runs, as good, training parts matter much",
      experiment: .init(documents: 2000, runs: 10, design: .folds, taste: 0.15, noise: 0.1, training: 0.01),
      wrong: 4...22),
  ]

  static let planted = [
    Scenario(
      name: "given test, 5 runs", experiment: .init(runs: 5, taste: 0.15, noise: 0.1, seedDeviation: 0.005),
      wrong: 0...8),
    Scenario(
      name: "given test, 10 runs", experiment: .init(runs: 10, taste: 0.1, noise: 0.15, seedDeviation: 0.01),
      wrong: 0...8),
    Scenario(
      name: "splits, 10 runs",
      experiment: .init(documents: 2000, runs: 10, design: ninth, taste: 0.15, noise: 0.1), wrong: 0...8),
    Scenario(
      name: "folds, 10 runs",
      experiment: .init(documents: 2000, runs: 10, design: .folds, taste: 0.15, noise: 0.1), wrong: 0...8),
  ]
}
