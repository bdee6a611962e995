import ConvolutionModel
import TextClassification

/// How many networks are trained to answer together, and what they differ in.
public struct EnsembleConfiguration: Codable, Sendable, Hashable {
  /// What makes the members differ.
  public enum Variation: String, Codable, Sendable, CaseIterable {
    /// The seed: first weights, the order of the documents, the features dropped (Lakshminarayanan et al. 2017,
    /// <https://arxiv.org/abs/1612.01474>).
    case seed
    /// The seed, and the documents: each member learns from a bootstrap resample of the training documents (Breiman 1996,
    /// <https://doi.org/10.1007/BF00058655>).
    case bagging
  }

  /// M; 1 is a single network.
  public var members: Int
  /// What makes them differ.
  public var variation: Variation
  /// How their answers become one.
  public var combination: Combination

  public init(members: Int = 5, variation: Variation = .seed, combination: Combination = .mean) {
    self.members = members
    self.variation = variation
    self.combination = combination
  }

  /// Throws `ConfigurationError` where the options make no sense.
  public func validate() throws(ConfigurationError) {
    guard (1...TextClassifier.greatestMemberCount).contains(members) else {
      throw ConfigurationError(
        "there are \(members) members in the ensemble; use 2 to \(TextClassifier.greatestMemberCount)")
    }
  }
}
