import Experiments

/// A search for people.
enum TuningText {
  @Sendable static func tell(_ event: Tuning.Event) {
    switch event {
    case .rung(let rung):
      let bracket = rung.brackets > 1 ? "bracket \(rung.bracket) of \(rung.brackets), " : ""
      StandardError.line(
        "\(bracket)rung \(rung.rung) of \(rung.rungs): \(Numbers.count(rung.trials, "trial")) with at most "
          + Numbers.count(rung.epochs, "epoch")
          + (rung.stored > 0 ? ", \(rung.stored) of them finished before" : ""))
    case .finished(let trial, let options, let accuracy, let seconds):
      StandardError.line(
        "trial \(trial): dev \(Numbers.percent(accuracy)) % after \(Numbers.duration(seconds))  \(options)")
    }
  }

  static func text(of report: TuningReport) -> String {
    var table = TextTable([
      "trial", "dev accuracy %", "log loss", "epoch", "of", "parameters", "training", "options",
    ])
    table.leftColumns = [0, 7]
    for trial in report.trials.prefix(10) {
      table.rows.append([
        String(trial.trial), Numbers.percent(trial.devAccuracy), Numbers.decimal(trial.devLogLoss),
        String(trial.bestEpoch), String(trial.epochs), Numbers.count(trial.parametersWithoutVectors),
        Numbers.duration(trial.trainingSeconds), trial.options,
      ])
    }
    let rungs = zip(report.rungTrials, report.rungEpochs).map { "\($0) × \($1)" }.joined(separator: ", ")
    var lines = [
      "\(report.corpus): \(Numbers.count(report.documents, "document")), judged on \(Numbers.count(report.devDocuments)) for dev; "
        + "trials × epochs \(rungs); \(Numbers.duration(report.searchSeconds))"
        + (report.ranOutOfTime ? ", when time was up" : ""),
      "", table.text,
    ]
    if report.trials.count > 10 { lines.append("(\(report.trials.count - 10) more)") }
    if let last = report.expected.last, report.expected.count > 1 {
      let few = report.expected[min(4, report.expected.count - 1)]
      lines += [
        "",
        "expected of the best of \(few.trials) trials \(Numbers.percent(few.devAccuracy)) %, of \(last.trials) "
          + "\(Numbers.percent(last.devAccuracy)) % on the dev documents, which the search has been fitted to",
      ]
    }
    return lines.joined(separator: "\n")
  }
}
