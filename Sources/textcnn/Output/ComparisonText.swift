import ModelEvaluation
import ModelTraining

/// A comparison for people: what each kernel costs and reaches, then each pair and what may be said of it.
enum ComparisonText {
  static func text(of report: KernelComparison.Report) -> String {
    let design =
      report.test.map { "trained on \(report.corpus), judged on \($0)" }
      ?? "\(report.corpus), another tenth held out in each run"
    var lines = [
      "\(design): \(Numbers.count(report.trainDocuments, "document")) to learn from, "
        + "\(Numbers.count(report.testDocuments)) to be judged on, "
        + "\(Numbers.count(report.runs, "paired run")), \(Numbers.count(report.threads, "thread"))",
      "",
    ]
    var table = TextTable([
      "kernel", "filters", "parameters", "without vectors", "training", "documents/s", "predicting/s",
      "accuracy %",
      "± sd",
    ])
    for variant in report.variants {
      let seconds = variant.trainingSeconds.reduce(0, +) / Double(variant.trainingSeconds.count)
      table.rows.append([
        variant.name, Numbers.count(variant.filters), Numbers.count(variant.parameters),
        Numbers.count(variant.parametersWithoutVectors), Numbers.duration(seconds),
        Numbers.count(Int(variant.trainingDocumentsPerSecond)),
        Numbers.count(Int(variant.predictionDocumentsPerSecond)), Numbers.percent(variant.accuracy.mean),
        Numbers.percent(variant.accuracy.standardDeviation),
      ])
    }
    lines.append(table.text)
    for pair in report.pairs {
      lines.append("")
      lines.append(contentsOf: self.lines(of: pair))
    }
    return lines.joined(separator: "\n")
  }

  private static func lines(of pair: PairedComparison) -> [String] {
    var numbers = "mean difference \(points(pair.difference.mean))"
    if let interval = pair.interval {
      numbers +=
        ", 95 % interval \(points(interval.low)) to \(points(interval.high)) points"
        + (pair.testToTrainRatio == nil ? "" : " (corrected for resampled splits)")
    }
    if let signFlip = pair.signFlip {
      numbers += ", sign-flip test p = \(Numbers.decimal(signFlip.pValue, digits: 4))"
    }
    numbers += "; wins, ties, losses \(pair.wins), \(pair.ties), \(pair.losses)"
    return ["\(pair.firstName) against \(pair.secondName): \(numbers)", Style.output.bold(pair.sentence)]
  }

  private static func points(_ share: Double?) -> String {
    guard let share else { return "–" }
    return (share < 0 ? "-" : "+") + Numbers.percent(abs(share))
  }
}
