import ConvolutionModel

/// How the generators of a window's weights learn beside everything else: c and q of attention, and c of static kernels
/// with shared offsets. Gates are no part of it.
///
/// Adam moves a weight by about its rate in each step, whatever the size of the gradient. So with scores s = c + ⟨q, x⟩ a
/// temperature τ, softmax(s/τ), would be no more than a rate of 1/τ: there is no switch for one.
public struct GeneratorPace: Codable, Sendable, Hashable {
  /// R: their learning rate is R times that of the others; 0: they stay as they begin.
  public var rate: Float
  /// λ: after each step w −= R · learning rate · λ · w, which draws the kernel to the static one, where they are zero.
  ///
  /// The decay is decoupled from the gradient, as in AdamW (Loshchilov & Hutter 2019, <https://arxiv.org/abs/1711.05101>): in
  /// Adam an L2 penalty would be divided by the size of the gradients, so that it held back least what moves most. What
  /// `TrainingConfiguration.l2` does to q comes on top.
  public var decay: Float

  /// The pace of all others, and no decay, unless told otherwise.
  public init(rate: Float = 1, decay: Float = 0) {
    self.rate = rate
    self.decay = decay
  }

  /// Whether generators are moved as everything else is.
  var isUsual: Bool { rate == 1 && decay == 0 }

  /// The rule of the generators, from that of the others.
  func configuration(_ others: OptimizerConfiguration) -> OptimizerConfiguration {
    var own = others
    own.learningRate *= rate
    return own
  }

  /// The share of a weight that a step at the generators' own rate takes away.
  func shrinkage(_ learningRate: Float) -> Float { learningRate * decay }

  func validate(with optimizer: OptimizerConfiguration) throws(ConfigurationError) {
    guard rate >= 0, rate.isFinite else {
      throw ConfigurationError("the generators' rate is \(rate) times the others'; use 0 or more")
    }
    guard decay >= 0, decay.isFinite else {
      throw ConfigurationError("the generators' decay is \(decay); it must not be negative")
    }
    let share = shrinkage(optimizer.learningRate * rate)
    guard share < 1 else {
      throw ConfigurationError(
        "the generators' decay of \(decay) would take all of a weight in each step; use less than \(decay / share)"
      )
    }
  }
}
