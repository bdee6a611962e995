/// What happens while vectors are learned.
public enum VectorTrainingEvent: Sendable, Equatable {
  /// The text is read and counted.
  case counted(words: Int, tokens: Int)
  /// So many tokens of all epochs are done.
  case progress(epoch: Int, tokens: Int, ofTokens: Int)
  /// An epoch is over.
  case epoch(VectorTrainingEpoch)
}

/// One pass over the text.
public struct VectorTrainingEpoch: Sendable, Equatable, Codable {
  /// From 1.
  public let epoch: Int
  /// Mean negative log likelihood of a pair of words with what was drawn against it, −ln σ(x·o₀) − Σ_k ln σ(−x·o_k),
  /// over the first eighth of each round, before its step; nil where those had no pair.
  public let loss: Double?
  /// Tokens read, and those that were left when unknown and some of the frequent ones had been taken out.
  public let tokens: Int
  public let keptTokens: Int
}
