/// What must be assumed of two systems to say, before training, how small a difference can be found.
///
/// The defaults err on the side of promising too little: static kernels that differ by seed alone disagree on 4.0 to
/// 4.6 % of TREC's test questions. docs/statistics.md has the reasons.
public struct DisagreementAssumptions: Sendable, Codable, Equatable {
  /// ψ: the share of test documents on which exactly one of the two systems of a run is right.
  public let disagreement: Double
  /// λ: the share of that which comes back in every run, since one system finds the document hard whatever its seed.
  /// The rest is the luck of single answers, which more runs average out.
  public let repeatedShare: Double
  /// τ: the standard deviation of the difference of accuracies from run to run, beyond what the luck of documents
  /// makes; a part of one.
  public let runDeviation: Double

  /// - Precondition: Shares lie in 0 … 1, the deviation is finite and not negative.
  public init(disagreement: Double = 0.10, repeatedShare: Double = 0.5, runDeviation: Double = 0.005) {
    precondition(
      (0...1).contains(disagreement) && (0...1).contains(repeatedShare) && runDeviation >= 0
        && runDeviation.isFinite,
      "assumptions \(disagreement), \(repeatedShare), \(runDeviation)")
    self.disagreement = disagreement
    self.repeatedShare = repeatedShare
    self.runDeviation = runDeviation
  }

  /// The assumptions in words.
  public var sentence: String {
    "assumed: in a run exactly one of the two is right on \(PointsText.percent(disagreement)) % of the test "
      + "documents, \(PointsText.percent(repeatedShare)) % of that again in every run; beyond the luck of documents "
      + "the difference varies from run to run with a standard deviation of "
      + "\(fixedPoint(100 * runDeviation, decimals: 1)) points"
  }
}
