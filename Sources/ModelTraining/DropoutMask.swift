import TensorMath

/// Which features, or words, a training step keeps, from a stream of its own: models of one seed and size drop the same ones.
struct DropoutMask {
  let rate: Float
  private var generator: SeededGenerator
  private(set) var mask: [UInt8] = []

  init(rate: Float, seed: UInt64, purpose: String = "dropout") {
    self.rate = rate
    generator = SeededGenerator(seed: seed, purpose: purpose)
  }

  /// Draws anew for `count` features: each is kept with probability 1 − rate, to a precision of 2⁻¹⁶.
  mutating func draw(_ count: Int) {
    if mask.count != count { mask = [UInt8](repeating: 0, count: count) }
    let threshold = UInt64((rate * 65_536).rounded())
    var generator = generator
    mask.withUnsafeMutableBufferPointer { mask in
      var bits: UInt64 = 0
      for i in 0..<count {
        if i % 4 == 0 { bits = generator.next() }
        mask[i] = bits & 0xffff >= threshold ? 1 : 0
        bits >>= 16
      }
    }
    self.generator = generator
  }
}
