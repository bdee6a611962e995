import CTensorMath
import TensorMath

/// Gradient descent with momentum μ:
///
///     b = μ·b + g      w −= rate · b
///
/// k steps without a gradient move w by −rate · b · (μ + μ² + … + μᵏ) and leave μᵏ·b.
package struct SGD: UpdateRule {
  package let learningRate: Float
  let momentum: Float

  package var movesIdleWeights: Bool { momentum > 0 }
  package var stateCount: Int { 1 }

  package mutating func beginStep() {}

  package func update(
    _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ b: UnsafeMutablePointer<Float>,
    _ unused: UnsafeMutablePointer<Float>, count: Int
  ) {
    tcm_sgd(w, g, b, count, learningRate, momentum)
  }

  /// r = rate / (1 − μ), what all the momentum of a gradient of 1 comes to.
  package func shrink(
    _ w: UnsafeMutablePointer<Float>, _ b: UnsafePointer<Float>, _ unused: UnsafePointer<Float>, count: Int,
    l1: Float
  ) {
    tcm_shrink(w, count, l1 * learningRate / (1 - momentum))
  }

  package func settle(
    _ w: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, _ unused: UnsafeMutablePointer<Float>,
    count: Int, lastStep: Int, through: Int
  ) {
    let decay = power(momentum, Float(through - lastStep))
    let reach = momentum * (1 - decay) / (1 - momentum)
    tcm_sgd_missed(w, b, count, learningRate * reach, decay)
  }
}
