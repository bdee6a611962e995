import Experiments

/// An experiment for people: what each variant reached and what it cost, then each pair and what may be said of it.
enum ExperimentText {
  static func text(of report: ExperimentReport) -> String {
    var lines: [String] = []
    for corpus in report.corpora {
      if report.corpora.count > 1 { lines.append(Style.output.bold(corpus.name)) }
      lines.append(contentsOf: self.lines(of: corpus))
      lines.append("")
    }
    if let league = report.league { lines.append(contentsOf: self.lines(of: league)) }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private static func lines(of corpus: CorpusResult) -> [String] {
    var scores = TextTable(["variant", "accuracy %", "± sd", "95 % interval", "macro-F1 %", "log loss"])
    var costs = TextTable([
      "variant", "filters", "parameters", "without vectors", "training", "documents/s", "predicting/s",
      "in training", "file",
    ])
    for variant in corpus.variants {
      scores.rows.append([
        variant.name, Numbers.percent(variant.accuracy.mean), Numbers.percent(variant.accuracy.sd),
        interval(variant.accuracy), Numbers.percent(variant.macroF1.mean),
        Numbers.decimal(variant.logLoss.mean),
      ])
      let cost = variant.cost
      costs.rows.append([
        variant.name, Numbers.count(cost.filters), Numbers.count(cost.parameters),
        Numbers.count(cost.parametersWithoutVectors), Numbers.duration(cost.trainingSeconds),
        Numbers.count(Int(cost.trainingDocumentsPerSecond)),
        Numbers.count(Int(cost.predictionDocumentsPerSecond)), Numbers.bytes(cost.trainingBytes),
        Numbers.bytes(cost.fileBytes),
      ])
    }
    return ["\(corpus.name): \(corpus.design)", "", scores.text, "", costs.text]
      + corpus.pairs.flatMap { [""] + lines(of: $0) }
  }

  private static func interval(_ estimate: Estimate) -> String {
    guard let low = estimate.low, let high = estimate.high else { return "–" }
    return "\(Numbers.percent(low)) to \(Numbers.percent(high))"
  }

  /// The verdict, then what it rests on.
  private static func lines(of pair: PairResult) -> [String] {
    let intervals = pair.intervals.map { interval in
      "\(points(interval.low)) to \(points(interval.high)) \(interval.method)"
    }
    var numbers = pair.tests.map { test in
      (test.pValue < 0.0001 ? "p < 0.0001 " : "p \(Numbers.decimal(test.pValue, digits: 4)) ") + test.name
    }
    numbers.append("wins, ties, losses \(pair.wins), \(pair.ties), \(pair.losses)")
    if let gain = pair.pointsPerPercentOfParameters {
      numbers.append("\(signed(gain, digits: 3)) points for each % of parameters added")
    }
    return [
      Style.output.bold(pair.sentence),
      "  \(pair.first) − \(pair.second) \(points(pair.mean)) points"
        + (intervals.isEmpty ? "" : ": " + intervals.joined(separator: "; ")),
      "  " + numbers.joined(separator: "; "),
    ]
  }

  private static func lines(of league: League) -> [String] {
    var table = TextTable(["corpus"] + league.variants)
    for (corpus, scores) in zip(league.corpora, league.accuracies) {
      table.rows.append([corpus] + scores.map { Numbers.percent($0) })
    }
    if !league.meanRanks.isEmpty {
      table.rows.append(["mean rank"] + league.meanRanks.map { Numbers.decimal($0, digits: 2) })
    }
    return [Style.output.bold("all corpora"), table.text] + league.pairs.map(\.sentence)
  }

  private static func points(_ share: Double) -> String {
    (share < 0 ? "-" : "+") + Numbers.percent(abs(share))
  }

  private static func signed(_ value: Double, digits: Int) -> String {
    (value < 0 ? "-" : "+") + Numbers.decimal(abs(value), digits: digits)
  }
}
