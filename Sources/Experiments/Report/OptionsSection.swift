import Drawings

/// What each searched option did: the dev accuracies of trials, by the value that they were drawn with.
struct OptionsSection {
  let report: TuningReport

  /// More dots than this are not told apart. The trials drawn first are as random as all.
  static let most = 1000
  private static let (rate, optimizer) = ("--learning-rate", "--optimizer")

  private var last: Int { report.trials.map(\.rung).max() ?? 1 }

  private typealias Drawn = (trial: TuningReport.Trial, options: TrialOptions)

  var html: String {
    // Without any score there is nothing to see.
    guard !report.trials.allSatisfy(\.hasDiverged) else { return "" }
    let drawn: [Drawn] = report.trials.sorted { $0.trial < $1.trial }.prefix(Self.most).map {
      ($0, TrialOptions(parsing: $0.options))
    }
    let domain = Scale.domain(
      covering: drawn.filter { !$0.trial.hasDiverged }.map { 100 * $0.trial.devAccuracy })
    let figures = TrialOptions.names(in: drawn.map(\.options)).compactMap {
      figure($0, drawn, domain: domain)
    }
    guard !figures.isEmpty else { return "" }
    let last = last
    let marks =
      (drawn.contains { $0.trial.rung < last }
        ? " Filled dots went as far as any, to rung \(last); open ones stayed behind, and their scores are of fewer epochs."
        : "")
      + (drawn.contains(where: \.trial.hasDiverged) ? " A cross at the bottom is a trial that diverged." : "")
    let rest = report.trials.count - drawn.count
    return """
      <section>
      <h2>What each option did</h2>
      <p class="note">Dev accuracy, %, of each trial, a dot, by the value that it was drawn with; in columns a rule stands at the median.\(marks) All other \
      options differ too: what a drawing shows is a hint, not a comparison.\
      \(rest > 0 ? " Only the first \(Figures.count(drawn.count)) trials are drawn." : "")</p>
      <div class="figures">
      \(figures.joined(separator: "\n"))
      </div>
      </section>
      """
  }

  /// Nil where all have the same value.
  private func figure(_ name: String, _ drawn: [Drawn], domain: ClosedRange<Double>) -> String? {
    let own = drawn.filter { $0.options[name] != nil }
    let values = Set(own.compactMap { $0.options[name] }).sorted(by: TrialOptions.areInOrder)
    guard values.count > 1 else { return nil }
    let isRate = name == Self.rate && values.allSatisfy { (Double($0) ?? 0) > 0 }
    // A rate means something for one optimizer only: each has a shape of its own.
    let optimizers = isRate ? Set(own.compactMap { $0.options[Self.optimizer] }).sorted() : []
    let last = last
    let dots = own.map { drawn -> StripChart.Dot in
      let value = drawn.options[name] ?? ""
      let shape = drawn.options[Self.optimizer].flatMap { optimizers.firstIndex(of: $0) } ?? 0
      let column = Double(values.firstIndex(of: value) ?? 0)
      return StripChart.Dot(
        across: isRate ? Double(value) ?? 0 : column,
        up: drawn.trial.hasDiverged ? nil : 100 * drawn.trial.devAccuracy,
        symbol: Symbol(shape, filled: drawn.trial.rung == last),
        note: "trial \(drawn.trial.trial), \(value): \(drawn.trial.outcome)")
    }
    let heading = TrialOptions.heading(name)
    let chart = StripChart(
      title: "Dev accuracy by \(heading)", description: described(name, own, values, isRate: isRate),
      axis: isRate ? .logarithmic : .columns(values), dots: dots, valueName: "dev accuracy, %",
      axisName: isRate ? "\(heading), logarithmic" : heading, domain: domain)
    let shapes = optimizers.enumerated().map {
      "<span class=\"mark\" aria-hidden=\"true\">\(Symbol($0.offset).icon)</span> \(Markup.escaped($0.element))"
    }
    let lacking = drawn.count - own.count
    return Page.figure(
      chart.drawing,
      caption: "<b>\(Markup.escaped(heading))</b>"
        + (shapes.count > 1 ? " (\(shapes.joined(separator: ", ")))" : "")
        + (lacking > 0 ? "; \(Page.count(lacking, "trial")) without it" : ""))
  }

  private func described(_ name: String, _ drawn: [Drawn], _ values: [String], isRate: Bool) -> String {
    // Rates are hardly ever equal: a line for each would be a list of trials.
    guard !isRate else {
      let best = drawn.filter { !$0.trial.hasDiverged }.max { $0.trial.devAccuracy < $1.trial.devAccuracy }
      let top = best.map { ", the highest accuracy \($0.trial.outcome) at \($0.options[name] ?? "")" } ?? ""
      return "\(Page.count(drawn.count, "trial")) from \(values.first ?? "") to \(values.last ?? "")\(top)"
    }
    return values.map { value in
      let own = drawn.filter { $0.options[name] == value }.map(\.trial)
      let best = own.filter { !$0.hasDiverged }.map(\.devAccuracy).max()
      return "\(value): \(Page.count(own.count, "trial"))"
        + (best.map { ", at most \(Page.percent($0, digits: 1)) %" } ?? ", diverged")
    }.joined(separator: "; ")
  }
}
