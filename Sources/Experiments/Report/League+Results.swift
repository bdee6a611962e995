import ModelEvaluation

extension League {
  /// The results of several corpora together. Each corpus counts once, whatever its size.
  init(_ results: [CorpusResult], variants: [String]) {
    let scores = results.map { $0.variants.map(\.accuracy.mean) }
    let league = CorpusLeague(
      systems: variants, corpora: results.map(\.name),
      scores: variants.indices.map { variant in scores.map { $0[variant] } })
    self.init(
      corpora: league.corpora, variants: variants, accuracies: scores,
      meanRanks: league.standings.map(\.meanRank),
      pairs: league.pairs.map { pair in
        Pair(
          first: pair.first, second: pair.second, wins: pair.wins, ties: pair.ties, losses: pair.losses,
          mean: pair.difference.mean ?? 0, low: pair.interval?.low, high: pair.interval?.high,
          wilcoxonPValue: pair.wilcoxon.pValue, holmPValue: pair.holmPValue, sentence: pair.sentence)
      })
  }
}

extension CorpusLeague.Pair {
  /// "attention against static over 12 corpora: +0.42 points in the mean (95 % CI -0.10 to 0.94), 8 wins, 0 ties, 4 losses;
  /// Wilcoxon p 0.077, with Holm's correction 0.154: cannot tell".
  var sentence: String {
    let corpora = difference.scores.count
    let mean = 100 * (difference.mean ?? 0)
    let reach = interval.map { " (95 % CI \(points($0.low)) to \(points($0.high)))" } ?? ""
    let verdict =
      holmPValue > 0.05
      ? "cannot tell"
      : mean > 0 ? "\(first) is better on corpora like these" : "\(second) is better on corpora like these"
    return
      "\(first) against \(second) over \(corpora) corpora: \(points(mean / 100)) points in the mean\(reach), \(wins) wins, "
      + "\(ties) ties, \(losses) losses; Wilcoxon p \(fixedPoint(wilcoxon.pValue, decimals: 4)), with Holm's correction "
      + "\(fixedPoint(holmPValue, decimals: 4)): \(verdict)"
  }

  private func points(_ share: Double) -> String {
    (share < 0 ? "-" : "+") + fixedPoint(abs(100 * share), decimals: 2)
  }
}
