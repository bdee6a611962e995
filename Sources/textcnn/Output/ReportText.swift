import ModelEvaluation

/// A classification report for people.
enum ReportText {
  /// Beyond so many labels the confusion matrix does not fit a screen; the most frequent confusions are listed instead.
  private static let widestMatrix = 12

  static func text(of report: ClassificationReport, showsReliability: Bool = false) -> String {
    var lines = [
      Style.output.bold(report.corpus),
      "\(Numbers.count(report.documents, "document")), accuracy \(Numbers.percent(report.accuracy)) %, "
        + ReliabilityText.scores(report.logLoss, report.reliability),
    ]
    if let before = report.uncalibrated {
      lines.append(
        "without its temperature of \(before.temperature): "
          + ReliabilityText.scores(before.logLoss, before.reliability))
    }
    lines.append("")
    var table = TextTable(["label", "precision", "recall", "F1", "documents"])
    for label in report.labels {
      table.rows.append([
        label.label, Numbers.percent(label.precision), Numbers.percent(label.recall),
        Numbers.percent(label.f1),
        Numbers.count(label.support),
      ])
    }
    for (name, average) in [("macro", report.macro), ("micro", report.micro), ("weighted", report.weighted)] {
      table.rows.append([
        "(\(name))", Numbers.percent(average.precision), Numbers.percent(average.recall),
        Numbers.percent(average.f1), Numbers.count(report.documents),
      ])
    }
    lines.append(table.text)
    lines.append("")
    lines.append(confusion(report.confusion))
    if showsReliability, let reliability = report.reliability {
      lines += ["", ReliabilityText.table(of: reliability)]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func confusion(_ matrix: ConfusionMatrix) -> String {
    let labels = matrix.labels
    guard labels.count > widestMatrix else {
      var table = TextTable(["truth ↓ prediction →"] + labels)
      for (truth, label) in labels.enumerated() {
        table.rows.append([label] + matrix.rows[truth].map { Numbers.count($0) })
      }
      return table.text
    }
    var confusions: [(count: Int, truth: Int, predicted: Int)] = []
    for truth in labels.indices {
      for predicted in labels.indices where truth != predicted && matrix.rows[truth][predicted] > 0 {
        confusions.append((matrix.rows[truth][predicted], truth, predicted))
      }
    }
    confusions.sort { (-$0.count, $0.truth, $0.predicted) < (-$1.count, $1.truth, $1.predicted) }
    var table = TextTable(["most frequent confusions: truth", "prediction", "documents"])
    table.leftColumns = [0, 1]
    for confusion in confusions.prefix(10) {
      table.rows.append([
        labels[confusion.truth], labels[confusion.predicted], Numbers.count(confusion.count),
      ])
    }
    return table.text
  }
}
