import Drawings

/// What was done, rung by rung, and what one may expect of so many trials.
struct SearchSection {
  let report: TuningReport

  var html: String {
    """
    <section>
    <h2>What was done</h2>
    <p>Options were drawn at random; \(Page.count(report.rungTrials.first ?? report.trials.count, "trial")) on \
    \(Page.count(report.documents, "document")), judged on the same \(Figures.count(report.devDocuments)) for dev.\(halving) It took \
    \(Page.duration(report.searchSeconds))\(report.ranOutOfTime ? ", and ended because time was up" : "").</p>
    \(rungs)
    \(expectation)
    </section>
    """
  }

  private var halving: String {
    guard report.rungTrials.count > 1 else { return "" }
    return
      " The first is where the search started. Of nine trials the best three go on with three times as many epochs, and the best one with all (successive halving)."
  }

  private var rungs: String {
    let rows = report.rungTrials.enumerated().map { index, planned -> [String] in
      let epochs = index < report.rungEpochs.count ? Figures.count(report.rungEpochs[index]) : "–"
      // Who went on had finished the rungs before.
      let finished = report.trials.filter { $0.rung > index }
      let diverged = finished.count { $0.rung == index + 1 && $0.hasDiverged }
      return [
        "\(index + 1)", epochs, Figures.count(planned), Figures.count(finished.count),
        Figures.count(diverged),
      ]
    }
    return Page.table(
      "", label: "Rungs", head: ["rung", "epochs at most", "trials planned", "finished", "diverged there"],
      rows: rows, kind: "trials")
  }

  /// More places than this on a curve are not seen.
  private static let mostPoints = 200

  private var expectation: String {
    guard let last = report.expected.last, report.expected.count > 1,
      !report.trials.allSatisfy(\.hasDiverged)
    else { return "" }
    let step = (report.expected.count + Self.mostPoints - 1) / Self.mostPoints
    let points = report.expected.enumerated().filter {
      $0.offset.isMultiple(of: step) || $0.offset == report.expected.count - 1
    }.map(\.element)
    func curve(_ deviations: Double) -> LineChart.Curve {
      // There are no shares below 0 or above 1, whatever the deviation.
      LineChart.Curve(
        points.map { (Double($0.trials), 100 * min(1, max(0, $0.devAccuracy + deviations * $0.sd))) })
    }
    let (low, middle, high) = (curve(-1), curve(0), curve(1))
    var chart = LineChart(
      title: "Expected dev accuracy of the best of n trials",
      description: points.map {
        "\($0.trials): \(Page.percent($0.devAccuracy, digits: 1)) ± \(Page.percent($0.sd, digits: 1)) %"
      }.joined(separator: "; "),
      curves: [low, high], bold: middle,
      domain: Scale.domain(covering: (low.points + high.points).map(\.y)), last: last.trials, xName: "trials")
    (chart.width, chart.height) = (360, 200)
    let few = report.expected[min(4, report.expected.count - 1)]
    let diverged = report.trials.contains(where: \.hasDiverged)
    let comparison =
      few.trials < last.trials
      ? " Of \(few.trials): \(value(few)); of \(Figures.count(last.trials)): \(value(last))."
      : " Of \(last.trials): \(value(last))."
    let caption =
      "<b>Expected of the best of n trials</b>: dev accuracy, % (bold), ± one standard deviation (thin; Dodge et al. 2019)."
      + "\(comparison) While it climbs, more trials would pay. Each trial counts with the score of the last rung that it reached"
      + (diverged ? ", a diverged one with 0." : ".")
    return "<div class=\"figures\">\n\(Page.figure(chart.drawing, caption: caption))\n</div>"
  }

  private func value(_ expectation: TuningReport.Expectation) -> String {
    "\(Page.percent(expectation.devAccuracy)) ± \(Page.percent(expectation.sd)) %"
  }
}
