/// Dropout on the weights that attention generates, in a training step: a·m / (1 − p), m = 0 with probability p. So no
/// filter can rely on the weight of one word (as Vaswani et al. 2017, arXiv 1706.03762, drop attention's).
///
/// A weight's m comes from its number alone, so that threads need not share a stream, and the way back finds it again.
package struct WeightDropout: Sendable, Equatable {
  /// p, at least 0 and below 1.
  package var rate: Float
  /// Another one in each step.
  package var seed: UInt64

  package init(rate: Float, seed: UInt64) {
    self.rate = rate
    self.seed = seed
  }

  /// The stream of a width's level, 1 … D.
  package static func stream(_ widthIndex: Int, level: Int) -> Int { widthIndex * 64 + level }

  /// m / (1 − p) of weight `index` of a stream.
  package func factor(stream: Int, index: Int) -> Float {
    // SplitMix64 of the weight's number.
    var z = seed &+ (UInt64(stream) << 40 &+ UInt64(index) &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return Float(z >> 40) * 0x1p-24 < rate ? 0 : 1 / (1 - rate)
  }

  /// Multiplies some weights, or their gradients, from number `first` on.
  func apply(to a: UnsafeMutablePointer<Float>, count: Int, stream: Int, first: Int) {
    for i in 0..<count { a[i] *= factor(stream: stream, index: first + i) }
  }
}
