/// Several corpora together.
public struct League: Codable, Sendable, Equatable {
  public struct Pair: Codable, Sendable, Equatable {
    public var first: String
    public var second: String
    /// Corpora on which the first has the higher mean accuracy; the same; the lower.
    public var wins: Int
    public var ties: Int
    public var losses: Int
    /// Mean over corpora of the difference, and its 95 % interval; nil for one corpus.
    public var mean: Double
    public var low: Double?
    public var high: Double?
    /// Wilcoxon's signed-rank test over corpora, alone and with Holm's correction for all pairs of the table.
    public var wilcoxonPValue: Double?
    public var holmPValue: Double?
    public var sentence: String
  }

  public var corpora: [String]
  public var variants: [String]
  /// Mean accuracies, `[corpora][variants]`.
  public var accuracies: [[Double]]
  /// Of each variant over corpora; 1 is the best.
  public var meanRanks: [Double]
  public var pairs: [Pair]
}
