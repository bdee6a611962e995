/// One variant against another, run by run.
public struct PairResult: Codable, Sendable, Equatable {
  /// What the runs allow to say.
  public enum Verdict: String, Codable, Sendable {
    case firstBetter, secondBetter, cannotTell
  }

  public struct Interval: Codable, Sendable, Equatable {
    /// "two-level bootstrap", "corrected t (Nadeau and Bengio)", …
    public var method: String
    public var level: Double
    public var low: Double
    public var high: Double
    /// Whether the verdict follows it.
    public var decides: Bool
  }

  public struct Test: Codable, Sendable, Equatable {
    /// "sign-flip", "McNemar, exact", …
    public var name: String
    public var pValue: Double
  }

  public var first: String
  public var second: String
  /// Accuracy of the first minus that of the second, run by run; and their mean.
  public var differences: [Double]
  public var mean: Double
  public var intervals: [Interval]
  public var tests: [Test]
  public var wins: Int
  public var ties: Int
  public var losses: Int
  public var verdict: Verdict
  public var sentence: String
  /// Points of accuracy that the first gains for each per cent of parameters, and of training time, that it adds to the
  /// second; nil where it adds none.
  public var pointsPerPercentOfParameters: Double?
  public var pointsPerPercentOfTrainingTime: Double?
}
