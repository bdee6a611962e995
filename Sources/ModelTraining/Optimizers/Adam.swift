import CTensorMath
import TensorMath

/// Adam:
///
///     m = β₁·m + (1−β₁)·g      v = β₂·v + (1−β₂)·g²
///     w −= rate / (1−β₁ᵗ) · m / (√(v / (1−β₂ᵗ)) + ε)
///
/// Source: Kingma & Ba 2015, algorithm 1.
///
/// **Steps without a gradient** still move a weight by its momentum. After step l, the j-th of them is
///
///     w −= m · α_j / (r·δ_j + ε),   r = √v,   α_j = rate·β₁ʲ / (1−β₁ˡ⁺ʲ),   δ_j = √(β₂ʲ / (1−β₂ˡ⁺ʲ))
///
/// with the m and v of step l. δ_j hardly changes with j, so the sum over j is taken by Taylor's formula around the
/// mean δ̄ = Σα_j·δ_j / Σα_j, which has no linear term. With e = r / (r·δ̄ + ε) and M_p = Σ α_j·(δ_j − δ̄)ᵖ:
///
///     Σ_j α_j / (r·δ_j + ε) = (Σα_j + M₂·e² − M₃·e³ + M₄·e⁴ − …) / (r·δ̄ + ε)
///
/// Three divisions a weight instead of one a weight and missed step. α_j falls below float's resolution after 150
/// steps, which bounds the sums. In the first steps δ_j still falls quickly; there the steps are taken one by one.
package struct Adam: UpdateRule {
  package let learningRate: Float
  let beta1: Float = 0.9
  let beta2: Float = 0.999
  let epsilon: Float = 1e-8
  private var step = 0
  /// rate / (1−β₁ᵗ) and 1 / √(1−β₂ᵗ) for every step t so far; index 0 is not used.
  private var rates: [Double] = [0]
  private var scales: [Double] = [0]

  init(learningRate: Float) { self.learningRate = learningRate }

  package var movesIdleWeights: Bool { true }
  package var stateCount: Int { 2 }

  package mutating func beginStep() {
    step += 1
    let t = Double(step)
    rates.append(Double(learningRate) / (1 - exponential(t * logarithm(Double(beta1)))))
    scales.append(1 / (1 - exponential(t * logarithm(Double(beta2)))).squareRoot())
  }

  package func update(
    _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, count: Int
  ) {
    tcm_adam(w, g, m, v, count, Float(rates[step]), Float(scales[step]), beta1, beta2, epsilon)
  }

  /// r = rate / (√(v / (1−β₂ᵗ)) + ε), but l1·r at most 2·rate: Adam's own steps are hardly longer than rate, so that is
  /// enough to hold a weight at 0, and a weight that no batch has touched yet is not wiped out in the first step.
  package func shrink(
    _ w: UnsafeMutablePointer<Float>, _ m: UnsafePointer<Float>, _ v: UnsafePointer<Float>, count: Int,
    l1: Float
  ) {
    tcm_adam_shrink(w, v, count, l1 * learningRate, Float(scales[step]), l1 / 2, epsilon)
  }

  /// After this many missed steps momentum is below float's resolution.
  private static let memory = 150
  /// Up to this step δ_j falls too quickly for four terms.
  private static let earlySteps = 100

  package func settle(
    _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>,
    count: Int, lastStep: Int, through: Int
  ) {
    // A word that no batch has had yet: m = v = 0.
    guard lastStep > 0 else { return }
    var last = lastStep
    while last < through, last < Self.earlySteps || through - last < 4, last - lastStep < Self.memory {
      last += 1
      tcm_adam_idle(w, m, v, count, Float(rates[last]), Float(scales[last]), beta1, beta2, epsilon)
    }
    let missed = through - last
    guard missed > 0 else { return }
    let terms = min(missed, Self.memory)
    var sum = 0.0
    var weighted = 0.0
    var alpha = 1.0
    var root = 1.0
    let rootBeta2 = Double(beta2).squareRoot()
    for j in 1...terms {
      alpha *= Double(beta1)
      root *= rootBeta2
      sum += alpha * rates[last + j]
      weighted += alpha * rates[last + j] * root * scales[last + j]
    }
    let mean = weighted / sum
    var second = 0.0
    var third = 0.0
    var fourth = 0.0
    alpha = 1
    root = 1
    for j in 1...terms {
      alpha *= Double(beta1)
      root *= rootBeta2
      let a = alpha * rates[last + j]
      let off = root * scales[last + j] - mean
      second += a * off * off
      third += a * off * off * off
      fourth += a * off * off * off * off
    }
    tcm_adam_missed(
      w, m, v, count, Float(sum), Float(mean), Float(second), Float(third), Float(fourth), epsilon,
      power(beta1, Float(missed)), power(beta2, Float(missed)))
  }
}
