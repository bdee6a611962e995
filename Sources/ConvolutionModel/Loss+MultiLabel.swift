import TensorMath

/// Which labels documents have, where a document has any number of them, and how much each answer counts.
package struct LabelTargets: Sendable, Equatable {
  /// The classes of each combination of labels, ascending; a document's label in a `Batch` is the number of one.
  package var combinations: [[Int32]]
  /// How much documents with a label, and without it, count in the loss of that label, `[C]`; nil: all 1.
  package var weights: [Weights]?

  package struct Weights: Sendable, Equatable {
    package var present: Float
    package var absent: Float

    package init(present: Float, absent: Float) {
      self.present = present
      self.absent = absent
    }
  }

  package init(combinations: [[Int32]], weights: [Weights]? = nil) {
    self.combinations = combinations
    self.weights = weights
  }
}

extension Loss {
  /// Where a document has any number of labels, the loss is the mean over the documents of
  ///
  ///     L = Σ_c w_c · (1 − q_c)^γ · (t_c · softplus(−z_c) + (1 − t_c) · softplus(z_c))
  ///
  /// that is, C binary cross-entropies: y_c = 1 where the document has label c, else 0; t_c = (1 − ε)·y_c + ε/2;
  /// q_c = σ(z_c) where y_c = 1, else 1 − σ(z_c); softplus(x) = ln(1 + eˣ), computed from the logits, so that no
  /// probability is rounded to 0 or 1 before its logarithm is taken. Focal loss in its own, binary form (Lin et al. 2017).
  ///
  /// Logits to probabilities, in place, and ∂L/∂logits; returns L. All times `scale`.
  func differentiateEach(
    _ p: UnsafeMutablePointer<Float>, count: Int, _ targets: LabelTargets, combination: Int, scale: Float,
    into gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    var present = targets.combinations[combination][...]
    var loss = 0.0
    for c in 0..<count {
      let isPresent = present.first == Int32(c)
      if isPresent { present.removeFirst() }
      let weight = (targets.weights.map { isPresent ? $0[c].present : $0[c].absent } ?? 1) * scale
      let logit = Double(p[c])
      let small = exponential(-abs(logit))
      // −ln of what is right and of what is wrong of this label, and the probabilities of both.
      let rest = logarithm(1 + small)
      let (likely, unlikely) = (1 / (1 + small), small / (1 + small))
      let isRight = (logit >= 0) == isPresent
      let (right, wrong) = isRight ? (likely, unlikely) : (unlikely, likely)
      let surprise = isRight ? rest : rest + abs(logit)
      p[c] = Float(logit >= 0 ? likely : unlikely)
      let sign = isPresent ? -1.0 : 1.0
      var (own, slope) = (surprise, wrong)
      if smoothing > 0 {
        let half = Double(smoothing) / 2
        own = (1 - half) * surprise + half * (isRight ? rest + abs(logit) : rest)
        slope = wrong - half
      } else if focusing > 0 {
        let focus = Double(power(Float(wrong), focusing))
        own = focus * surprise
        slope = focus * (wrong + Double(focusing) * right * surprise)
      }
      loss += own * Double(weight)
      gradient[c] = Float(sign * slope) * weight
    }
    return loss
  }
}
