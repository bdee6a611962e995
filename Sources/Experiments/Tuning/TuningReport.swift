/// What a search found: what `tune --json` prints.
public struct TuningReport: Codable, Sendable, Equatable {
  /// A trial, as far as it came.
  public struct Trial: Codable, Sendable, Equatable {
    /// Counted from 1, in the order of drawing.
    public var trial: Int
    /// What was drawn, as options of `train`.
    public var options: String
    /// At most so many epochs were it given, in the last rung that it reached, counted from 1.
    public var rung: Int
    public var epochs: Int
    /// Of the best epoch.
    public var bestEpoch: Int
    public var devAccuracy: Double
    /// Nil where the loss was not finite, which ends a trial at an accuracy of 0.
    public var devLogLoss: Double?
    public var parametersWithoutVectors: Int
    public var trainingSeconds: Double
    /// Dev scores of every epoch.
    public var curve: [EpochPoint]
  }

  /// What one may expect of the best of n trials (Dodge et al. 2019, <https://arxiv.org/abs/1909.03004>).
  public struct Expectation: Codable, Sendable, Equatable {
    public var trials: Int
    public var devAccuracy: Double
    public var sd: Double
  }

  public var corpus: String
  public var documents: Int
  public var devDocuments: Int
  /// Epochs and trials of each rung, as planned; how many trials were asked for; whether the time ended the search.
  public var rungEpochs: [Int]
  public var rungTrials: [Int]
  public var ranOutOfTime: Bool
  /// The best first: those of a later rung before those of an earlier one, by dev accuracy and then log loss.
  public var trials: [Trial]
  public var expected: [Expectation]
  public var searchSeconds: Double
}
