import Drawings

/// The trials, a row each: those that went furthest first, and among them the best.
struct TrialsSection {
  let report: TuningReport

  /// The rest are counted.
  static let most = 50

  var html: String {
    guard !report.trials.isEmpty else { return "" }
    let shown = report.trials.prefix(Self.most)
    let options = shown.map { TrialOptions(parsing: $0.options) }
    let names = TrialOptions.names(in: options)
    let rows = zip(shown, options).map { trial, options in
      ["\(trial.trial)"] + scores(trial) + names.map { name in options[name].map(Markup.escaped) ?? "–" }
    }
    let rest = report.trials.count - shown.count
    return """
      <section>
      <h2>Trials</h2>
      \(Page.table(
        "Those that went furthest first, and among them the best. A dash: the option means nothing beside the others.",
        label: "Trials",
        head: ["trial", "dev accuracy %", "log loss", "best epoch", "parameters without vectors", "training"]
          + names.map { Markup.escaped(TrialOptions.heading($0)) },
        rows: rows, kind: "trials"))
      \(rest > 0 ? "<p class=\"note\">And \(Page.count(rest, "other trial")), which did worse or went less far.</p>" : "")
      </section>
      """
  }

  private func scores(_ trial: TuningReport.Trial) -> [String] {
    let parameters = Figures.count(trial.parametersWithoutVectors)
    // What diverged has no epoch that was best, and its time was not kept.
    if trial.hasDiverged { return ["diverged", "–", "– of \(trial.epochs)", parameters, "–"] }
    return [
      "<b>\(Page.percent(trial.devAccuracy))</b>", Figures.fixed(trial.devLogLoss, 3),
      "\(trial.bestEpoch) of \(trial.epochs)", parameters, Page.duration(trial.trainingSeconds),
    ]
  }
}
