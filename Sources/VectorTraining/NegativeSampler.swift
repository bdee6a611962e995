import TensorMath

/// Draws words against which a window's own word is told apart: q(w) ∝ count(w)^0.75.
///
/// By an alias table, so that a draw is one look into memory however large the vocabulary is. Probabilities are exact
/// to 2⁻³²; word2vec's table of 10⁸ entries rounds those of rare words. Sources: the exponent, Mikolov et al. 2013,
/// section 2.2; the method, Walker 1977 as Vose 1991 builds it.
struct NegativeSampler {
  private struct Slot {
    /// The slot's own word is taken where 32 random bits are below.
    var threshold: UInt32
    var alias: Int32
  }

  private let slots: [Slot]

  /// - Parameter counts: Of each word, at least one above 0.
  init(counts: [Int], exponent: Double = 0.75) {
    let weights = counts.map { $0 > 0 ? exponential(exponent * logarithm(Double($0))) : 0 }
    let total = weights.reduce(0, +)
    precondition(total > 0, "no word to draw")
    var share = weights.map { $0 / total * Double(weights.count) }
    var slots = (0..<weights.count).map { Slot(threshold: .max, alias: Int32($0)) }
    var small = share.indices.filter { share[$0] < 1 }
    var large = share.indices.filter { share[$0] >= 1 }
    while let little = small.popLast() {
      // What rounding leaves over at the end is 1 within its error.
      guard let much = large.popLast() else { break }
      slots[little] = Slot(threshold: UInt32(share[little] * 0x1p32), alias: Int32(much))
      share[much] -= 1 - share[little]
      if share[much] < 1 { small.append(much) } else { large.append(much) }
    }
    self.slots = slots
  }

  /// The word of 64 random bits.
  func word(_ bits: UInt64) -> Int32 {
    let index = PlaceGenerator.below(slots.count, bits)
    let slot = slots[index]
    return UInt32(truncatingIfNeeded: bits) < slot.threshold ? Int32(index) : slot.alias
  }
}
