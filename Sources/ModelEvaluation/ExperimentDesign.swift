/// Which documents the runs of an experiment are judged on.
public enum ExperimentDesign: Sendable, Codable, Equatable {
  /// One test set for all runs, which differ by seed. What is found holds for new documents like these and new seeds,
  /// but for this training set.
  case givenTest
  /// Each run draws its own test part from one corpus; the ratio is its size over the training part's.
  case randomSplits(testToTrainRatio: Double)
  /// Cross-validation: every document is judged in one run, of which there are as many as folds.
  case folds

  /// ρ of Nadeau and Bengio for `runs` runs, the test part over the training part; 0 with a given test set.
  package func testToTrainRatio(runs: Int) -> Double {
    switch self {
    case .givenTest: 0
    case .randomSplits(let ratio): ratio
    case .folds: 1 / Double(max(runs, 2) - 1)
    }
  }
}
