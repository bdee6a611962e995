import CTensorMath
import TensorMath

/// Adadelta:
///
///     s = ρ·s + (1−ρ)·g²      Δ = √(u + ε) / √(s + ε) · g      u = ρ·u + (1−ρ)·Δ²      w −= rate · Δ
///
/// A step without a gradient decays s and u by ρ and moves nothing. Source: Zeiler 2012, algorithm 1.
package struct Adadelta: UpdateRule {
  package let learningRate: Float
  let rho: Float = 0.95
  let epsilon: Float = 1e-6

  package var movesIdleWeights: Bool { false }
  package var stateCount: Int { 2 }

  package mutating func beginStep() {}

  package func update(
    _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ s: UnsafeMutablePointer<Float>,
    _ u: UnsafeMutablePointer<Float>, count: Int
  ) {
    tcm_adadelta(w, g, s, u, count, learningRate, rho, epsilon)
  }

  /// r = rate · √(u + ε) / √(s + ε).
  package func shrink(
    _ w: UnsafeMutablePointer<Float>, _ s: UnsafePointer<Float>, _ u: UnsafePointer<Float>, count: Int,
    l1: Float
  ) {
    tcm_adadelta_shrink(w, s, u, count, l1 * learningRate, epsilon)
  }

  package func settle(
    _ w: UnsafeMutablePointer<Float>, _ s: UnsafeMutablePointer<Float>, _ u: UnsafeMutablePointer<Float>,
    count: Int, lastStep: Int, through: Int
  ) {
    tcm_adadelta_missed(s, u, count, power(rho, Float(through - lastStep)))
  }
}
