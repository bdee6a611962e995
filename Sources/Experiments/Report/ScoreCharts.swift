import Drawings

/// Accuracies drawn: means with intervals, run by run, and against the number of parameters.
struct ScoreCharts {
  let corpus: CorpusResult
  let looks: VariantLooks

  var intervals: String? {
    guard !corpus.variants.isEmpty else { return nil }
    let rows = corpus.variants.map { variant in
      let accuracy = variant.accuracy
      return DotChart.Row(
        Markup.isolated(variant.name), isBold: !looks.isControl(variant.name),
        lanes: [
          DotChart.Lane(
            value: 100 * accuracy.mean, low: accuracy.low.map { 100 * $0 },
            high: accuracy.high.map { 100 * $0 },
            symbol: looks.symbol(variant.name), note: Page.percent(accuracy.mean))
        ])
    }
    let hasIntervals = corpus.variants.contains { $0.accuracy.low != nil }
    let chart = DotChart(
      title: "Accuracy of each variant on \(corpus.name)",
      description: described(corpus.variants) { Page.percent($0.accuracy.mean) + " %" },
      rows: rows, axisName: "accuracy, %")
    return Page.figure(
      chart.drawing,
      caption: "<b>Mean accuracy</b>\(hasIntervals ? " with its 95 % interval" : "")."
        + (hasIntervals ? " Runs are paired: judge differences by their own intervals." : "")
        + looks.legend)
  }

  var runs: String? {
    let numbers = Set(corpus.variants.flatMap { $0.runs.map(\.run) }).sorted()
    guard !numbers.isEmpty else { return nil }
    let series = corpus.variants.map { variant in
      let accuracies = Dictionary(variant.runs.map { ($0.run, 100 * $0.accuracy) }) { first, _ in first }
      return ColumnChart.Series(
        variant.name, symbol: looks.symbol(variant.name), isBold: !looks.isControl(variant.name),
        values: numbers.map { accuracies[$0] })
    }
    let chart = ColumnChart(
      title: "Accuracy run by run on \(corpus.name)",
      description: described(corpus.variants) { variant in
        variant.runs.map { Page.percent($0.accuracy, digits: 1) }.joined(separator: ", ")
      },
      columns: numbers.map(String.init), series: series, valueName: "accuracy, %", columnName: "run")
    return Page.figure(
      chart.drawing,
      caption: "<b>Run by run.</b> A rule joins what was trained on the same split with the same seed.")
  }

  var cost: String? {
    let points = corpus.variants.filter { $0.cost.parameters > 0 }.map { variant in
      ScatterChart.Point(
        variant.name, symbol: looks.symbol(variant.name), isBold: !looks.isControl(variant.name),
        x: Double(variant.cost.parameters), y: 100 * variant.accuracy.mean,
        low: variant.accuracy.low.map { 100 * $0 }, high: variant.accuracy.high.map { 100 * $0 })
    }
    guard points.count > 1 else { return nil }
    let chart = ScatterChart(
      title: "Accuracy against parameters on \(corpus.name)",
      description: described(corpus.variants) {
        "\(Page.percent($0.accuracy.mean)) % with \(Figures.count($0.cost.parameters)) parameters"
      },
      points: points, xName: "parameters, logarithmic", yName: "accuracy, %")
    return Page.figure(
      chart.drawing, caption: "<b>Accuracy against cost.</b> Further left is smaller, further up is better.")
  }

  private func described(_ variants: [VariantResult], _ value: (VariantResult) -> String) -> String {
    variants.map { "\($0.name): \(value($0))" }.joined(separator: "; ")
  }
}
