/// What the best of n tried configurations is expected to reach, for every n up to the number that were tried.
///
///     E[max of n] = Σ_i v₍ᵢ₎ · ((i/N)ⁿ − ((i−1)/N)ⁿ),   v₍₁₎ ≤ … ≤ v₍N₎ the scores of N configurations drawn at random
///
/// Two systems are compared fairly at the same n: who searches longer finds more. Draws are with replacement, as in the
/// paper. Scores must be of configurations drawn independently, and of the dev part.
/// Source: Dodge et al. 2019, "Show Your Work", equations 7 and 8, <https://aclanthology.org/D19-1224>.
public struct ExpectedValidationPerformance: Sendable, Codable, Equatable {
  /// What n draws are expected to reach.
  public struct Point: Sendable, Codable, Equatable {
    /// n.
    public let draws: Int
    /// The expectation of the best score.
    public let expected: Double
    /// The standard deviation of the best score.
    public let standardDeviation: Double
  }

  /// For n = 1 … N; none without scores.
  public let points: [Point]

  /// - Precondition: Every score is finite.
  /// - Complexity: O(N²).
  public init(scores: [Double]) {
    precondition(scores.allSatisfy(\.isFinite), "a score is not finite")
    let sorted = scores.sorted()
    let count = Double(sorted.count)
    // reached[i]: the probability that all draws so far are among the i + 1 lowest.
    let single = sorted.indices.map { Double($0 + 1) / count }
    var reached = [Double](repeating: 1, count: sorted.count)
    points = sorted.indices.map { index in
      for place in reached.indices { reached[place] *= single[place] }
      let shares = reached.indices.map { $0 == 0 ? reached[0] : reached[$0] - reached[$0 - 1] }
      let expected = zip(sorted, shares).reduce(0) { $0 + $1.0 * $1.1 }
      let squares = zip(sorted, shares).reduce(0) {
        $0 + ($1.0 - expected) * ($1.0 - expected) * $1.1
      }
      return Point(draws: index + 1, expected: expected, standardDeviation: squares.squareRoot())
    }
  }
}
