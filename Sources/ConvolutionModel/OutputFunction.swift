import TensorMath

/// How logits become probabilities.
public enum OutputFunction: String, Codable, Sendable, CaseIterable {
  /// p_c = e^z_c / Σ_j e^z_j: a document has one label, and the probabilities sum to 1.
  case softmax
  /// p_c = 1 / (1 + e^−z_c): a document has any number of labels, each for itself.
  case sigmoid

  /// Logits to probabilities, in place.
  package func apply(to logits: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .softmax: _ = TensorMath.softmax(logits, count: count)
    case .sigmoid:
      for c in 0..<count { logits[c] = Float(1 / (1 + exponential(-Double(logits[c])))) }
    }
  }
}
