import TensorMath

/// The sign-flip permutation test on paired differences.
///
///     p = part of the 2ᵏ sign vectors s with |Σ sᵢ dᵢ| ≥ |Σ dᵢ|
///
/// If the two systems are alike, each difference could as well have had the other sign. No distribution is assumed.
/// With k differences p cannot be below 2 / 2ᵏ: five runs give at least 1/16.
/// Source: Fisher, The Design of Experiments, 1935, section 21.
public struct SignFlipTest: Sendable, Codable, Equatable {
  /// The two-sided p.
  public let pValue: Double
  /// Whether all sign vectors were counted; otherwise they were drawn at random.
  public let isExact: Bool
  /// How many sign vectors p was counted over: 2ᵏ, or those drawn.
  public let signVectors: Int

  /// Up to this many differences all 2ᵏ sign vectors are counted.
  public static let largestExactCount = 20
  /// Beyond that, so many are drawn.
  public static let drawnSignVectors = 100_000

  /// Tests `differences`.
  ///
  /// - Parameter seed: Of the drawn sign vectors, where they are drawn; the same seed gives the same p.
  /// - Returns: `nil` for no differences.
  /// - Complexity: O(2ᵏ) for up to 20 differences, O(100,000 · k) beyond.
  ///
  /// Sums that differ by less than 1e-9 of Σ|dᵢ| count as equal, since rounding must not decide. Drawn vectors count the
  /// observed one in, `p = (1 + hits) / (1 + drawn)`, so p is never 0 (Phipson and Smyth 2010, arXiv 1603.05766).
  public init?(differences: [Double], seed: UInt64 = 1) {
    guard !differences.isEmpty else { return nil }
    let slack = 1e-9 * differences.reduce(0) { $0 + abs($1) }
    let threshold = abs(differences.reduce(0, +)) - slack
    if differences.count <= Self.largestExactCount {
      signVectors = 1 << differences.count
      isExact = true
      // A vector and its negative have the same |sum|, so the first sign may stay.
      let hits = Self.countReaching(threshold, differences[...].dropFirst(), sum: differences[0])
      pValue = 2 * Double(hits) / Double(signVectors)
    } else {
      signVectors = Self.drawnSignVectors
      isExact = false
      var generator = SeededGenerator(seed: seed, purpose: "sign flips")
      let hits = (0..<signVectors).count { _ in
        abs(Self.randomlySignedSum(differences, using: &generator)) >= threshold
      }
      pValue = Double(1 + hits) / Double(1 + signVectors)
    }
  }

  /// How many ways to sign the rest bring |sum| to the threshold.
  private static func countReaching(_ threshold: Double, _ rest: ArraySlice<Double>, sum: Double) -> Int {
    guard let next = rest.first else { return abs(sum) >= threshold ? 1 : 0 }
    return countReaching(threshold, rest.dropFirst(), sum: sum + next)
      + countReaching(threshold, rest.dropFirst(), sum: sum - next)
  }

  private static func randomlySignedSum(
    _ differences: [Double], using generator: inout SeededGenerator
  ) -> Double {
    var sum = 0.0
    var bits: UInt64 = 0
    for (index, difference) in differences.enumerated() {
      if index % 64 == 0 { bits = generator.next() }
      sum += bits & 1 == 0 ? difference : -difference
      bits >>= 1
    }
    return sum
  }
}
