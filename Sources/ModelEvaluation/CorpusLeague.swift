/// Several systems on several corpora: who is better on the whole, if that can be told.
///
/// A corpus gives each system one number, its mean score there, and counts once, however large it is. Corpora are the
/// sample: what is found holds for corpora like these. Ranks say who is ahead how often, whatever the sizes of the
/// differences; the mean difference with its t interval says by how much; Wilcoxon's test, with Holm's correction for
/// the number of pairs, says whether that could be chance.
/// Source: Demšar 2006, "Statistical Comparisons of Classifiers over Multiple Data Sets",
/// <https://jmlr.org/papers/v7/demsar06a.html>.
public struct CorpusLeague: Sendable, Codable, Equatable {
  /// One system over all corpora.
  public struct Standing: Sendable, Codable, Equatable {
    public let system: String
    /// Its score on each corpus, their mean and sd.
    public let scores: ScoreSummary
    /// The mean of its ranks, 1 for the highest score of a corpus; equal scores share the mean of their ranks.
    public let meanRank: Double
  }

  /// Two systems over all corpora.
  public struct Pair: Sendable, Codable, Equatable {
    public let first: String
    public let second: String
    /// Corpora on which the first scored higher, both the same (to 1e-12), and the second higher.
    public let wins: Int
    public let ties: Int
    public let losses: Int
    /// First minus second, corpus by corpus.
    public let difference: ScoreSummary
    /// Where the mean difference over corpora lies; `nil` for one corpus, or if all differences are equal.
    public let interval: MeanInterval?
    /// Wilcoxon's test of the differences.
    public let wilcoxon: WilcoxonSignedRank
    /// Its p, corrected for the number of pairs.
    public let holmPValue: Double
  }

  /// In the order given.
  public let corpora: [String]
  /// In the order given.
  public let standings: [Standing]
  /// Every system against each one before it.
  public let pairs: [Pair]

  /// - Parameter scores: `[systems, corpora]`; higher is better.
  /// - Precondition: At least one system and one corpus, a finite score for each of both, a level strictly between 0
  ///   and 1.
  /// - Complexity: O(systems² · corpora³), for the exact tests.
  public init(systems: [String], corpora: [String], scores: [[Double]], level: Double = 0.95) {
    precondition(
      !systems.isEmpty && !corpora.isEmpty && scores.count == systems.count
        && scores.allSatisfy { $0.count == corpora.count && $0.allSatisfy(\.isFinite) },
      "\(systems.count) systems and \(corpora.count) corpora need a finite score each")
    self.corpora = corpora
    let ranks = corpora.indices.map { corpus in
      MidRanks.ranks(scores.map { PairedComparison.rounded(-$0[corpus]) })
    }
    standings = systems.indices.map { system in
      Standing(
        system: systems[system], scores: ScoreSummary(scores: scores[system]),
        meanRank: ranks.reduce(0) { $0 + $1[system] } / Double(corpora.count))
    }
    let numbers = systems.indices.flatMap { second in
      systems.indices[(second + 1)...].map { (first: $0, second: second) }
    }
    let differences = numbers.map { pair in
      zip(scores[pair.first], scores[pair.second]).map { PairedComparison.rounded($0 - $1) }
    }
    let tests = differences.map { WilcoxonSignedRank(differences: $0) }
    let adjusted = HolmCorrection.adjusted(tests.map(\.pValue))
    pairs = numbers.indices.map { index in
      let difference = ScoreSummary(scores: differences[index])
      return Pair(
        first: systems[numbers[index].first], second: systems[numbers[index].second],
        wins: differences[index].count { $0 > 0 }, ties: differences[index].count { $0 == 0 },
        losses: differences[index].count { $0 < 0 }, difference: difference,
        interval: MeanInterval(of: difference, level: level), wilcoxon: tests[index],
        holmPValue: adjusted[index])
    }
  }
}

extension CorpusLeague.Pair {
  enum CodingKeys: String, CodingKey {
    case first, second, wins, ties, losses, difference, interval, wilcoxon, holmPValue
  }

  /// Writes `null`, not nothing, where a part is undefined, so that a program finds every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(first, forKey: .first)
    try container.encode(second, forKey: .second)
    try container.encode(wins, forKey: .wins)
    try container.encode(ties, forKey: .ties)
    try container.encode(losses, forKey: .losses)
    try container.encode(difference, forKey: .difference)
    try container.encode(interval, forKey: .interval)
    try container.encode(wilcoxon, forKey: .wilcoxon)
    try container.encode(holmPValue, forKey: .holmPValue)
  }
}
