import Drawings

/// How dev accuracy grew in the trials that went furthest, a drawing each, on the same scale.
struct TrialLearningSection {
  let report: TuningReport

  /// So many have a drawing: the best.
  static let most = 12

  var html: String {
    let last = report.trials.map(\.rung).max() ?? 1
    let furthest = report.trials.filter { $0.rung == last && !$0.hasDiverged }
    let shown = furthest.prefix(Self.most)
    let curves = shown.map(curve)
    guard curves.contains(where: { !$0.points.isEmpty }) else { return "" }
    let domain = Self.domain(Array(shown))
    let end = shown.flatMap { $0.curve.map(\.epoch) }.max() ?? 1
    let figures = shown.enumerated().map { index, trial in
      // The circle belongs to the bold line; the others are there to compare.
      let own = curves[index]
      let marked = LineChart.Curve(own.points, mark: own.points.first { Int($0.x) == trial.bestEpoch })
      let others = curves.enumerated().filter { $0.offset != index }.map(\.element)
      let chart = LineChart(
        title: "Dev accuracy of trial \(trial.trial) by epoch",
        description: own.points.map { "epoch \(Int($0.x)): \(Figures.fixed($0.y, 1))" }.joined(
          separator: "; "),
        curves: others + [marked], bold: own, domain: domain, last: end, xName: "epoch")
      return Page.figure(chart.drawing, caption: "<b>trial \(trial.trial)</b>: \(trial.outcome)")
    }
    return """
      <section>
      <h2>How the furthest learned</h2>
      <p class="note">\(counted(furthest.count, last)) Dev accuracy, %, by epoch: the trial in bold, with a circle at its best epoch, and the \
      others of the same rung. First epochs far from all others lie outside.</p>
      <div class="small figures">
      \(figures.joined(separator: "\n"))
      </div>
      </section>
      """
  }

  private func counted(_ count: Int, _ rung: Int) -> String {
    let diverged = report.trials.count { $0.rung == rung && $0.hasDiverged }
    return "\(Page.count(count, "trial")) of rung \(rung)"
      + (count > Self.most ? ", the best \(Self.most) of them." : ".")
      + (diverged > 0
        ? " There diverged \(Figures.count(diverged)), which \(diverged == 1 ? "has" : "have") no curve."
        : "")
  }

  private func curve(_ trial: TuningReport.Trial) -> LineChart.Curve {
    LineChart.Curve(
      trial.curve.compactMap { point in point.devAccuracy.map { (x: Double(point.epoch), y: 100 * $0) } })
  }

  /// Covers every trial from its third epoch, or the best one if that is earlier: the climb of the first would take all
  /// room.
  static func domain(_ trials: [TuningReport.Trial]) -> ClosedRange<Double> {
    Scale.domain(
      covering: trials.flatMap { trial in
        trial.curve.filter { $0.epoch >= min(3, trial.bestEpoch) || trial.curve.count < 3 }
          .compactMap { $0.devAccuracy.map { 100 * $0 } }
      })
  }
}
