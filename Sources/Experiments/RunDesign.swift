import ModelEvaluation
import TensorMath
import TextCorpus

/// How the runs of an experiment differ. Run r of every variant has the same documents and the seed s + r, so that runs are
/// paired.
public enum RunDesign: Sendable, Equatable {
  /// All runs are judged on one test corpus; the seed differs.
  case givenTest(runs: Int)
  /// Every run holds out another `fraction` of the corpus, stratified, and has another seed.
  case randomSplits(runs: Int, fraction: Double)
  /// Stratified k-fold cross-validation, a run a fold, `repeats` times over with other folds.
  case folds(count: Int, repeats: Int)

  /// How often each variant is trained.
  public var runs: Int {
    switch self {
    case .givenTest(let runs), .randomSplits(let runs, _): runs
    case .folds(let count, let repeats): count * repeats
    }
  }

  /// What the statistics have to know of it.
  func statistics(train: Int, test: Int) -> ExperimentDesign {
    switch self {
    case .givenTest: .givenTest
    case .folds(_, repeats: 1): .folds
    // Repeated folds overlap as random splits of their size do.
    case .randomSplits, .folds: .randomSplits(testToTrainRatio: Double(test) / Double(train))
    }
  }

  /// The documents of a run, as numbers in the corpus.
  struct Split: Sendable, Equatable {
    var training: [Int]
    /// Nil: the test corpus.
    var heldOut: [Int]?
  }

  /// The documents of all runs.
  ///
  /// - Parameter classes: The class of each document of the corpus.
  /// - Throws: `CorpusError` where there are too few documents.
  func splits(of classes: [Int32], seed: UInt64) throws -> [Split] {
    switch self {
    case .givenTest(let runs):
      return Array(repeating: Split(training: Array(0..<classes.count), heldOut: nil), count: runs)
    case .randomSplits(let runs, let fraction):
      return try (0..<runs).map { run in
        var generator = SeededGenerator(seed: seed &+ UInt64(run), purpose: "test split")
        let split = try HoldOut(stratifying: classes, fraction: fraction, using: &generator)
        return Split(training: split.training, heldOut: split.heldOut)
      }
    case .folds(let count, let repeats):
      return try (0..<repeats).flatMap { turn in
        var generator = SeededGenerator(seed: seed &+ UInt64(turn), purpose: "folds")
        let folds = try Folds(stratifying: classes, count: count, using: &generator)
        return (0..<count).map { Split(training: folds.training(in: $0), heldOut: folds.heldOut[$0]) }
      }
    }
  }
}
