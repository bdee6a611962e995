import TensorMath

/// What training makes small: the mean over the documents of a batch, each with its class's weight, of
///
///     L = −(1 − p_y)^γ · Σ_c t_c · log p_c        t = (1 − ε)·[c = y] + ε / C
///
/// γ = ε = 0 is softmax cross-entropy. Label smoothing, ε > 0, keeps a network from growing ever surer of what it knows
/// (Szegedy et al. 2016, arXiv 1512.00567); focusing, γ > 0, turns it to the documents that it still gets wrong (Lin et
/// al. 2017, arXiv 1708.02002). One of the two at a time: they pull confidence in opposite directions.
///
/// With `targets` a document has any number of labels, and the loss is a sum over them (`Loss+MultiLabel.swift`).
package struct Loss: Sendable, Equatable {
  /// `[C]`; nil: all 1.
  package var classWeights: [Float]?
  /// ε
  package var smoothing: Float = 0
  /// γ
  package var focusing: Float = 0
  /// Which labels the documents have, where they may have any number; nil: each has the one class that it is given.
  package var targets: LabelTargets?

  package init(classWeights: [Float]? = nil, smoothing: Float = 0, focusing: Float = 0) {
    self.classWeights = classWeights
    self.smoothing = smoothing
    self.focusing = focusing
  }

  /// How much a document counts; one with any number of labels counts 1, and its labels have weights of their own.
  package func weight(of label: Int) -> Float { targets == nil ? classWeights?[label] ?? 1 : 1 }

  /// Logits to probabilities, in place, and ∂L/∂logits; returns L. All times `scale`.
  func differentiate(
    _ p: UnsafeMutablePointer<Float>, count: Int, label: Int, scale: Float,
    into gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    if let targets {
      return differentiateEach(
        p, count: count, targets, combination: label, scale: scale, into: gradient)
    }
    let logit = Double(p[label])
    var sum = 0.0
    if smoothing > 0 { for c in 0..<count { sum += Double(p[c]) } }
    let logSum = softmax(p, count: count)
    var loss = logSum - logit
    if smoothing > 0 {
      let rest = smoothing / Float(count)
      for c in 0..<count { gradient[c] = (p[c] - (c == label ? 1 - smoothing + rest : rest)) * scale }
      loss = Double(1 - smoothing) * loss + Double(rest) * (Double(count) * logSum - sum)
    } else if focusing > 0 {
      // 1 − p_y, from the others: where p_y is almost 1, the difference would be all rounding.
      var missing: Float = 0
      for c in 0..<count where c != label { missing += p[c] }
      let focus = power(missing, focusing)
      let slope = missing > 0 ? focusing * focus / missing * p[label] * Float(loss) : 0
      for c in 0..<count { gradient[c] = (c == label ? -missing : p[c]) * (focus + slope) * scale }
      loss *= Double(focus)
    } else {
      for c in 0..<count { gradient[c] = (p[c] - (c == label ? 1 : 0)) * scale }
    }
    return loss * Double(scale)
  }
}
