extension EmbeddingStore {
  /// How a set was made: another set's vectors where it has the word, and where not, those of a third set, mapped.
  public struct Mapping: Codable, Equatable, Sendable {
    /// The set that is mapped, and the SHA-256 of its file.
    public let from: String
    public let fromSHA256: String
    /// The set whose space is mapped into, and the SHA-256 of its file.
    public let to: String
    public let toSHA256: String
    /// How many words the map was learned from.
    public let learnedWords: Int
    /// How much the map's weights cost, as a share of the mean variance of what is mapped.
    public let ridge: Double
    /// How many words were held out to tell how well the map fits.
    public let heldOutWords: Int
    /// The share of the held-out vectors' variance that the map gets right: 1 − Σ‖y − Wx‖² / Σ‖y − ȳ‖².
    public let explainedVariance: Double
    /// Of the 10 nearest neighbours of a held-out word's own vector, the share among the 10 nearest of its mapped one; the mean.
    public let neighborsKept: Double
    /// How many words of the set are mapped ones.
    public let filledWords: Int
  }
}
