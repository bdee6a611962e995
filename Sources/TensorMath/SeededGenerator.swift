/// The random numbers of a run: xoshiro256++ (Blackman & Vigna 2019), seeded by SplitMix64.
///
/// A seed and the name of a purpose give a stream of its own ("conv3.weight", "dropout"), so that two models that
/// share a tensor start from the same numbers whatever else they draw. Paired comparisons rest on this.
/// Source: <https://prng.di.unimi.it>.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// The stream of a purpose; equal arguments give equal numbers on every machine.
  public init(seed: UInt64, purpose: String = "") {
    var mixed = seed
    for byte in purpose.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01b3 }
    func splitMix() -> UInt64 {
      mixed &+= 0x9e37_79b9_7f4a_7c15
      var z = mixed
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
    state = (splitMix(), splitMix(), splitMix(), splitMix())
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    func rotate(_ x: UInt64, _ by: UInt64) -> UInt64 { (x << by) | (x >> (64 - by)) }
    let result = rotate(state.0 &+ state.3, 23) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, 45)
    return result
  }

  /// Uniform in [0, 1), a multiple of 2⁻²⁴.
  package mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Uniform in [−bound, bound).
  package mutating func uniform(within bound: Float) -> Float { (2 * uniform() - 1) * bound }

  /// Puts the elements in a random order (Fisher–Yates), the same for the same state of the generator.
  package mutating func shuffle<T>(_ elements: inout [T]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      // Lemire's multiplication; the bias is below count / 2⁶⁴.
      let chosen = Int(next().multipliedFullWidth(by: UInt64(last + 1)).high)
      elements.swapAt(last, chosen)
    }
  }
}
