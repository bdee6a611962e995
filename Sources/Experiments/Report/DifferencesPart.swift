import Drawings

/// Each pair's difference with its intervals, the deciding one bold, and all that was computed for it.
struct DifferencesPart {
  let corpus: CorpusResult
  let looks: VariantLooks
  /// Pairs whose verdicts stand here, since they are too many for the top of the page.
  let verdicts: [PairResult]

  /// With more pairs than this only the deciding intervals are drawn.
  private static let mostPairs = 10

  /// Contenders first; within either kind in the order of the report.
  private var pairs: [PairResult] {
    corpus.pairs.filter { looks.isContest($0.first, $0.second) }
      + corpus.pairs.filter { !looks.isContest($0.first, $0.second) }
  }

  var html: String {
    guard !corpus.pairs.isEmpty else { return "" }
    return "<h3>Differences</h3>\n\(FindingsSection.items(verdicts))\(table(pairs))\n"
  }

  var figure: String? {
    guard !corpus.pairs.isEmpty else { return nil }
    let isShort = pairs.count > Self.mostPairs
    let methods = methods(pairs)
    let rows = pairs.map { pair -> DotChart.Row in
      let intervals = isShort ? pair.intervals.filter(\.decides) : pair.intervals
      let lanes = intervals.map { interval in
        DotChart.Lane(
          key: isShort || methods.count < 2 ? "" : key(interval, methods), value: 100 * pair.mean,
          low: 100 * interval.low, high: 100 * interval.high, symbol: symbol(pair), isBold: interval.decides,
          note: isShort ? Page.points(pair.mean) : Page.interval(interval.low, interval.high))
      }
      return DotChart.Row(
        "\(Markup.isolated(pair.first)) − \(Markup.isolated(pair.second))",
        isBold: pair.verdict != .cannotTell,
        lanes: lanes.isEmpty
          ? [DotChart.Lane(value: 100 * pair.mean, symbol: symbol(pair), note: Page.points(pair.mean))]
          : lanes)
    }
    var chart = DotChart(
      title: "Differences of accuracy on \(corpus.name)",
      description: pairs.map(\.sentence).joined(separator: "; "), rows: rows, axisName: "difference, points",
      reference: 0)
    // Beside a single number there is room for names of pairs.
    if isShort { chart.nameShare = 0.5 }
    var caption = "<b>Differences of accuracy</b> in points, first minus second."
    if methods.isEmpty {
      caption += pairs.contains { $0.differences.count > 1 } ? "" : " One run gives no interval."
    } else if isShort || methods.count < 2 {
      caption += " The 95 % interval that decides: \(methods.map(Markup.escaped).joined(separator: ", "))."
    } else {
      let keys = methods.enumerated().map { "<b>\(Self.letter($0.offset))</b> \(Markup.escaped($0.element))" }
      caption += " 95 % intervals: \(keys.joined(separator: ", ")); the bold one decides."
    }
    return Page.figure(chart.drawing, caption: caption)
  }

  private func table(_ pairs: [PairResult]) -> String {
    let rows = pairs.map { pair -> [String] in
      let intervals = pair.intervals.map { interval in
        let text =
          "\(Page.interval(interval.low, interval.high)) <span class=\"note\">\(Self.name(interval))</span>"
        return interval.decides ? "<b>\(text)</b>" : text
      }
      let tests = pair.tests.map {
        "\(Page.probability($0.pValue)) <span class=\"note\">\(Markup.escaped($0.name))</span>"
      }
      return [
        "\(Page.name(pair.first)) − \(Page.name(pair.second))", Page.points(pair.mean),
        intervals.isEmpty ? "–" : intervals.joined(separator: "<br/>"),
        tests.isEmpty ? "–" : tests.joined(separator: "<br/>"),
        "\(pair.wins), \(pair.ties), \(pair.losses)", "<span class=\"verdict\">\(verdict(pair))</span>",
        Figures.signed(pair.pointsPerPercentOfParameters, 3),
        Figures.signed(pair.pointsPerPercentOfTrainingTime, 3),
      ]
    }
    return Page.table(
      "Differences in points; the last columns say how many points each per cent of parameters or of training time "
        + "brought, where any was added.",
      label: "Differences on \(corpus.name)",
      head: [
        "pair", "mean", "95 % interval (the one that decides is bold)", "p (test)", "wins, ties, losses",
        "verdict",
        "per % of parameters", "per % of time",
      ], rows: rows, kind: "words pairs")
  }

  private func verdict(_ pair: PairResult) -> String {
    switch pair.verdict {
    case .firstBetter: "<b>\(Page.name(pair.first))</b>"
    case .secondBetter: "<b>\(Page.name(pair.second))</b>"
    case .cannotTell: "cannot tell"
    }
  }

  private func symbol(_ pair: PairResult) -> Symbol { Symbol(0, filled: pair.verdict != .cannotTell) }

  /// Methods in the order in which they first appear; of a short chart only those that decide.
  private func methods(_ pairs: [PairResult]) -> [String] {
    var methods: [String] = []
    for interval in pairs.flatMap(\.intervals) where pairs.count <= Self.mostPairs || interval.decides {
      let method = Self.plainName(interval)
      if !methods.contains(method) { methods.append(method) }
    }
    return methods
  }

  private func key(_ interval: PairResult.Interval, _ methods: [String]) -> String {
    Self.letter(methods.firstIndex(of: Self.plainName(interval)) ?? 0)
  }

  private static func letter(_ index: Int) -> String { String(Unicode.Scalar(97 + UInt8(index % 26))) }

  /// With its level, unless that is the usual one.
  private static func plainName(_ interval: PairResult.Interval) -> String {
    let level = 100 * interval.level
    guard abs(level - 95) > 1e-6 else { return interval.method }
    return "\(interval.method), \(Figures.fixed(level, level == level.rounded() ? 0 : 1)) %"
  }

  private static func name(_ interval: PairResult.Interval) -> String { Markup.escaped(plainName(interval)) }
}
