import TensorMath

extension TrainingPass {
  /// Adds the gradient of l2/2·Σw² over kernels, queries and output weights, and returns l1·Σ|w| + l2/2·Σw² over them.
  /// The L1 part has no gradient here: the optimizer takes its proximal step.
  package func addPenalties(of model: TextCNN, l1: Float, l2: Float) -> Double {
    var penalty = 0.0
    model.dense.withUnsafePointer { w in
      gradient.withUnsafeMutablePointer { g in
        for range in layout.penalized {
          for i in range {
            g[i] += l2 * w[i]
            penalty += Double(l1 * abs(w[i]) + l2 / 2 * w[i] * w[i])
          }
        }
      }
    }
    return penalty
  }
}
