/// Random numbers of a place in the work: who asks for those of window 1,000,000 need not draw the ones before.
///
/// So windows can be shared out among threads in any way and draw the same. SplitMix64 (Steele, Lea & Flood 2014),
/// whose state is set from a key and a place by its own mixing function.
struct PlaceGenerator {
  private var state: UInt64

  init(key: UInt64, place: UInt64) { state = Self.mix(key ^ Self.mix(place &+ Self.golden)) }

  mutating func next() -> UInt64 {
    state &+= Self.golden
    return Self.mix(state)
  }

  /// Uniform in 0 ..< bound, from the upper 32 bits of a number; the bias is below bound / 2³².
  static func below(_ bound: Int, _ bits: UInt64) -> Int { Int(((bits >> 32) &* UInt64(bound)) >> 32) }

  private static let golden: UInt64 = 0x9e37_79b9_7f4a_7c15

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
