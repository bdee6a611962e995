import Drawings

/// How accuracy on the dev part grew, epoch by epoch, each variant on the same scale.
struct LearningPart {
  let corpus: CorpusResult

  var html: String {
    let points = corpus.variants.flatMap { $0.runs.flatMap(\.epochs) }
    guard !points.isEmpty else { return "" }
    // Without a dev part there is only the loss.
    let hasDev = points.contains { $0.devAccuracy != nil }
    let value: (EpochPoint) -> Double? = hasDev ? { $0.devAccuracy.map { 100 * $0 } } : { $0.trainLoss }
    let domain = Self.domain(corpus.variants.flatMap(\.runs), value)
    let last = points.map(\.epoch).max() ?? 1
    let figures = corpus.variants.map { variant in
      let median = Self.median(variant.runs, value)
      let chart = LineChart(
        title: "\(hasDev ? "Dev accuracy" : "Training loss") of \(variant.name) by epoch",
        description: median.map { "epoch \(Int($0.x)): \(Figures.fixed($0.y, 1))" }.joined(separator: "; "),
        curves: variant.runs.map { run in
          let curve = run.epochs.compactMap { epoch in value(epoch).map { (x: Double(epoch.epoch), y: $0) } }
          return LineChart.Curve(curve, mark: curve.first { Int($0.x) == run.bestEpoch })
        },
        bold: LineChart.Curve(median), domain: domain, last: last, xName: "epoch")
      return Page.figure(chart.drawing, caption: Page.name(variant.name))
    }
    return """
      <h3>Learning</h3>
      <p class="note">\(hasDev ? "Accuracy on the dev part, %" : "Loss in training"), by epoch: a thin line for each run, a circle at \
      the epoch that was kept, and a bold line for the median of the runs, as far as half of them are still training. \
      First epochs far from all others lie outside.</p>
      <div class="small figures">
      \(figures.joined(separator: "\n"))
      </div>

      """
  }

  /// Covers every run from its third epoch, or the kept one if that is earlier: the climb of the first would take all
  /// room.
  static func domain(_ runs: [RunResult], _ value: (EpochPoint) -> Double?) -> ClosedRange<Double> {
    Scale.domain(
      covering: runs.flatMap { run in
        run.epochs.filter { $0.epoch >= min(3, run.bestEpoch) || run.epochs.count < 3 }.compactMap(value)
      })
  }

  /// Of the runs that reached an epoch, where these are at least half of all: beyond that it would be about the few.
  static func median(
    _ runs: [RunResult], _ value: (EpochPoint) -> Double?
  ) -> [(x: Double, y: Double)] {
    var values: [Int: [Double]] = [:]
    for point in runs.flatMap(\.epochs) {
      if let value = value(point), value.isFinite { values[point.epoch, default: []].append(value) }
    }
    return values.keys.sorted().compactMap { epoch in
      let sorted = values[epoch, default: []].sorted()
      guard 2 * sorted.count >= runs.count else { return nil }
      let middle = sorted.count / 2
      let median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
      return (Double(epoch), median)
    }
  }
}
