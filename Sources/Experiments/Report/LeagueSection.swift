import Drawings

/// Several corpora together: accuracies and ranks, differences corpus by corpus, and tests over corpora.
struct LeagueSection {
  let league: League
  let report: ExperimentReport

  var html: String {
    """
    <section id="league">
    <h2>All corpora together</h2>
    \(accuracies)
    \(differences)
    \(tests)
    </section>
    """
  }

  private var accuracies: String {
    let rows = zip(league.corpora, league.accuracies).map { corpus, accuracies -> [String] in
      let best = accuracies.max()
      let cells = accuracies.map { accuracy -> String in
        let number = Page.percent(accuracy, digits: 1)
        let rank = " <small>\(Self.rank(accuracy, among: accuracies))</small>"
        return (accuracy == best ? "<b>\(number)</b>" : number) + rank
      }
      return [Page.name(corpus)] + cells
    }
    let leastRank = league.meanRanks.min()
    let ranks = league.meanRanks.map { rank -> String in
      let number = Figures.fixed(rank, 2)
      return rank == leastRank ? "<b>\(number)</b>" : number
    }
    return Page.table(
      "Mean accuracy in %, with the rank in its row; the best is bold. Below, mean ranks over corpora.",
      label: "Accuracies of all variants on all corpora", head: ["corpus"] + league.variants.map(Page.name),
      rows: rows, foot: [["mean rank"] + ranks])
  }

  /// Ties share the mean of their ranks: "2", "1.5".
  static func rank(_ value: Double, among values: [Double]) -> String {
    let greater = values.count { $0 > value }
    let equal = values.count { $0 == value }
    let rank = Double(greater) + Double(equal + 1) / 2
    return Figures.fixed(rank, rank == rank.rounded() ? 0 : 1)
  }

  /// Every variant against the first one, which the others are measured by.
  private var referencePairs: [League.Pair] {
    guard let reference = league.variants.first else { return [] }
    return league.pairs.filter { $0.second == reference || $0.first == reference }
  }

  private var differences: String {
    let pairs = referencePairs
    guard !pairs.isEmpty else { return "" }
    var charts = pairs.map(chart)
    // One scale for all, that they may be compared.
    let lanes = charts.flatMap(\.rows).flatMap(\.lanes)
    let domain = Scale.domain(
      covering: [0] + lanes.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } })
    for index in charts.indices { charts[index].domain = domain }
    let figures = zip(pairs, charts).map { pair, chart in
      Page.figure(
        chart.drawing,
        caption: "<b>\(Page.name(pair.first)) − \(Page.name(pair.second)).</b> Filled where the corpus alone "
          + "decides; the diamond is the mean over corpora with its 95 % interval.")
    }
    return """
      <h3>Differences, corpus by corpus</h3>
      <div class="figures">
      \(figures.joined(separator: "\n"))
      </div>
      """
  }

  private func chart(_ pair: League.Pair) -> DotChart {
    let rows = league.corpora.enumerated().compactMap { index, corpus -> DotChart.Row? in
      guard let lane = lane(pair, corpus: corpus, index: index) else { return nil }
      return DotChart.Row(
        Markup.isolated(TextWidth.shortened(corpus, to: 116, size: Drawing.textSize)), lanes: [lane])
    }
    let mean = DotChart.Lane(
      value: 100 * pair.mean, low: pair.low.map { 100 * $0 }, high: pair.high.map { 100 * $0 },
      symbol: Symbol(3), isBold: true, note: Page.points(pair.mean))
    return DotChart(
      title: "\(pair.first) minus \(pair.second), corpus by corpus", description: pair.sentence,
      rows: rows + [DotChart.Row("mean", isBold: true, lanes: [mean])], axisName: "difference, points",
      reference: 0)
  }

  /// The difference on one corpus, with the interval that decides there; from the mean accuracies where that is
  /// missing.
  private func lane(_ pair: League.Pair, corpus: String, index: Int) -> DotChart.Lane? {
    let found = report.corpora.first { $0.name == corpus }?.pairs.first {
      ($0.first, $0.second) == (pair.first, pair.second) || ($0.first, $0.second) == (pair.second, pair.first)
    }
    if let found {
      let sign = found.first == pair.first ? 100.0 : -100.0
      let ends = found.intervals.first(where: \.decides).map { [sign * $0.low, sign * $0.high].sorted() }
      return DotChart.Lane(
        value: sign * found.mean, low: ends?[0], high: ends?[1],
        symbol: Symbol(0, filled: found.verdict != .cannotTell), note: Figures.signed(sign * found.mean, 2))
    }
    guard index < league.accuracies.count, let first = league.variants.firstIndex(of: pair.first),
      let second = league.variants.firstIndex(of: pair.second)
    else { return nil }
    let accuracies = league.accuracies[index]
    guard first < accuracies.count, second < accuracies.count else { return nil }
    let difference = 100 * (accuracies[first] - accuracies[second])
    return DotChart.Lane(
      value: difference, symbol: Symbol(0, filled: false), note: Figures.signed(difference, 2))
  }

  private var tests: String {
    guard !league.pairs.isEmpty else { return "" }
    let rows = league.pairs.map { pair -> [String] in
      var interval = "–"
      if let low = pair.low, let high = pair.high { interval = Page.interval(low, high) }
      return [
        "\(Page.name(pair.first)) − \(Page.name(pair.second))", "\(pair.wins), \(pair.ties), \(pair.losses)",
        Page.points(pair.mean), interval, Page.probability(pair.wilcoxonPValue),
        Page.probability(pair.holmPValue),
      ]
    }
    return "<h3>Tests over corpora</h3>\n"
      + Page.table(
        "Wilcoxon’s signed-rank test over corpora, alone and with Holm’s correction for all pairs of the table.",
        label: "Tests over corpora",
        head: [
          "pair", "wins, ties, losses", "mean difference, points", "95 % interval", "Wilcoxon p",
          "with Holm’s correction",
        ], rows: rows)
  }
}
