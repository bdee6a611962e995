/// Wilcoxon's signed-rank test: do paired differences lie around zero?
///
///     W⁺, W⁻ = sums of the ranks of |d| where d > 0, d < 0      statistic = min(W⁺, W⁻)
///     p = part of the 2ⁿ sign vectors whose statistic is as small
///
/// For few corpora it trusts the order of the differences more than their size, so that one corpus with a huge
/// difference does not decide. Zeros are left out before ranking (Wilcoxon's own way, SciPy's default
/// `zero_method="wilcox"`), equal |d| share the mean of their ranks. Up to 50 differences p is exact, ties or not;
/// beyond, it is normal, with the variance that ties leave and no continuity correction, as SciPy's
/// `method="asymptotic"`.
/// Source: Wilcoxon 1945, <https://doi.org/10.2307/3001968>; for classifiers over corpora Demšar 2006,
/// <https://jmlr.org/papers/v7/demsar06a.html>.
public struct WilcoxonSignedRank: Sendable, Codable, Equatable {
  /// How many differences are not zero.
  public let count: Int
  /// The sum of ranks of positive differences.
  public let positiveRanks: Double
  /// The sum of ranks of negative differences.
  public let negativeRanks: Double
  /// The smaller of the two.
  public let statistic: Double
  /// The two-sided p; 1 if all differences are zero.
  public let pValue: Double
  /// Whether all sign vectors were counted.
  public let isExact: Bool

  /// Up to this many differences p is exact.
  public static let largestExactCount = 50

  /// - Precondition: Every difference is finite.
  /// - Complexity: O(n³) while exact, O(n log n) beyond.
  ///
  /// Round the differences first where they come from subtraction: those that should be equal must be, to the last bit.
  public init(differences: [Double]) {
    precondition(differences.allSatisfy(\.isFinite), "a difference is not finite")
    let unequal = differences.filter { $0 != 0 }
    let ranks = MidRanks.ranks(unequal.map(abs))
    let positive = zip(unequal, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    let negative = ranks.reduce(0, +) - positive
    count = unequal.count
    positiveRanks = positive
    negativeRanks = negative
    statistic = min(positive, negative)
    isExact = unequal.count <= Self.largestExactCount
    if isExact {
      pValue = min(1, 2 * Self.share(of: ranks, upTo: min(positive, negative)))
    } else {
      // Σ rank² / 4 is n(n+1)(2n+1)/24 less SciPy's Σ (t³ − t) / 48 over groups of t ties.
      let deviation = (ranks.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
      pValue = StandardNormal.twoSided((positive - negative) / 2 / deviation)
    }
  }

  /// The share of the 2ⁿ sign vectors whose positive ranks sum to at most `bound`.
  private static func share(of ranks: [Double], upTo bound: Double) -> Double {
    // Twice a rank is whole, ties or not. ways[s]: how many subsets of the ranks so far sum to s / 2.
    let doubled = ranks.map { Int(2 * $0) }
    var ways = [Double](repeating: 0, count: doubled.reduce(0, +) + 1)
    ways[0] = 1
    var greatest = 0
    for rank in doubled {
      for sum in stride(from: greatest, through: 0, by: -1) { ways[sum + rank] += ways[sum] }
      greatest += rank
    }
    // Counts up to 2⁵⁰ are exact in a Double.
    return ways[...Int(2 * bound)].reduce(0, +) / ways.reduce(0, +)
  }
}
