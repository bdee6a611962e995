import ModelEvaluation

/// The members of an ensemble beside the whole, for people.
enum EnsembleText {
  static func text(of report: EnsembleReport) -> String {
    func row(_ name: String, _ accuracy: Double?, _ logLoss: Double?) -> [String] {
      [name, Numbers.percent(accuracy), Numbers.decimal(logLoss)]
    }
    let (accuracy, logLoss) = (report.memberAccuracy, report.memberLogLoss)
    var table = TextTable(["member", "accuracy", "log loss"])
    table.rows = report.members.enumerated().map { row(String($0 + 1), $1.accuracy, $1.logLoss) }
    table.rows += [
      row("(mean)", accuracy.mean, logLoss.mean),
      row("(sd)", accuracy.standardDeviation, logLoss.standardDeviation),
      row("(ensemble)", report.whole.accuracy, report.whole.logLoss),
    ]
    return table.text + "\n"
  }
}
