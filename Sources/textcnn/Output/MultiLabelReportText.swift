import ModelEvaluation

/// A report on documents of any number of labels, for people.
enum MultiLabelReportText {
  static func text(of report: MultiLabelReport) -> String {
    var lines = [
      Style.output.bold(report.corpus),
      "\(Numbers.count(report.documents, "document")) with \(Numbers.decimal(report.labelsPerDocument, digits: 2)) labels each, "
        + "subset accuracy \(Numbers.percent(report.subsetAccuracy)) %, micro-F1 \(Numbers.percent(report.micro.f1)) %",
      "Hamming loss \(Numbers.decimal(report.hammingLoss)), log loss \(Numbers.decimal(report.logLoss))",
    ]
    if !report.ranks.isEmpty {
      var table = TextTable(["most probable labels", "precision", "recall"])
      table.rows = report.ranks.map { rank in
        ["\(rank.k)", Numbers.percent(rank.precision), Numbers.percent(rank.recall)]
      }
      lines += ["", table.text]
    }
    lines += ["", scores(report).text]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func scores(_ report: MultiLabelReport) -> TextTable {
    var table = TextTable(["label", "threshold", "precision", "recall", "F1", "documents"])
    for (index, label) in report.labels.enumerated() {
      let threshold = report.thresholds.indices.contains(index) ? Double(report.thresholds[index]) : nil
      table.rows.append([
        label.label, Numbers.percent(threshold), Numbers.percent(label.precision),
        Numbers.percent(label.recall), Numbers.percent(label.f1), Numbers.count(label.support),
      ])
    }
    for (name, average) in [("macro", report.macro), ("micro", report.micro), ("weighted", report.weighted)] {
      table.rows.append([
        "(\(name))", "", Numbers.percent(average.precision), Numbers.percent(average.recall),
        Numbers.percent(average.f1), Numbers.count(report.documents),
      ])
    }
    return table
  }
}
