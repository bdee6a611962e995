/// What happens while an experiment runs. The library never prints: whoever wants to tell, listens.
public enum ExperimentEvent: Sendable {
  /// Before anything is trained: how many trainings there are in all, how many of them are finished already, and how many
  /// will run side by side.
  case planned(trainings: Int, stored: Int, jobs: Int)
  /// A training has ended and is kept.
  case finished(Finished)

  public struct Finished: Sendable {
    public var corpus: String
    public var variant: String
    /// Counted from 1, with how many of them there are; the member likewise, of an ensemble.
    public var run: Int
    public var runs: Int
    public var member: Int
    public var members: Int
    public var accuracy: Double
    public var seconds: Double
  }
}
