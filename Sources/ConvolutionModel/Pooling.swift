/// How a filter's activations at all windows become features.
public enum Pooling: String, Codable, Sendable, CaseIterable {
  /// The greatest; of equal ones the earliest (Collobert et al. 2011; Kim 2014).
  case max
  /// The k greatest, each a feature of its own, in the order in which they stand (Kalchbrenner et al. 2014, arXiv
  /// 1404.2188). A document with fewer windows has zeros for the rest.
  case kMax = "k-max"
  /// Their mean: how much of the document is so, not where.
  case mean
  /// Σ_i α_i·h_i with α = softmax over windows of ⟨v, h_i⟩, one learned v a width (after Yang et al. 2016, "Hierarchical
  /// Attention Networks"). v starts at zero, so training starts at the mean.
  case attention
}
