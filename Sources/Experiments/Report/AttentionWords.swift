import Drawings

/// Frequent words and how much attention lets them count.
struct AttentionWords {
  let words: [AttentionSummary.Word]
  let variant: String

  /// So many of the most frequent words are shown, and so many in one drawing.
  private static let (most, column) = (40, 20)

  /// One drawing, or several with the same scale.
  var html: String {
    let shown = words.prefix(Self.most).sorted { $0.meanWeight > $1.meanWeight }
    let domain = Scale.domain(
      covering: [1] + shown.flatMap { [$0.meanWeight - $0.deviation, $0.meanWeight + $0.deviation] })
    let starts = stride(from: 0, to: shown.count, by: Self.column)
    return starts.map { start in
      let part = Array(shown[start..<min(start + Self.column, shown.count)])
      let caption =
        start == 0
        ? "<b>Frequent words</b>, the weightiest first: mean weight ± standard deviation over all windows, places and "
          + "heads that a word stands in; in brackets how often it occurs."
        : "<b>Frequent words</b>, continued: the less weighty."
      return Page.figure(chart(part, domain: domain).drawing, caption: caption)
    }.joined(separator: "\n")
  }

  private func chart(_ words: [AttentionSummary.Word], domain: ClosedRange<Double>) -> DotChart {
    let rows = words.map { word in
      DotChart.Row(
        Markup.isolated(TextWidth.shortened(word.word, to: 110, size: Drawing.textSize)),
        lanes: [
          DotChart.Lane(
            value: word.meanWeight, low: word.meanWeight - word.deviation,
            high: word.meanWeight + word.deviation,
            note: "\(Figures.fixed(word.meanWeight, 2)) (\(Figures.count(word.count)))")
        ])
    }
    return DotChart(
      title: "Weights that \(variant) gives to frequent words",
      description: words.map { "\($0.word): \(Figures.fixed($0.meanWeight, 2))" }.joined(separator: "; "),
      rows: rows, axisName: "weight", reference: 1, domain: domain)
  }
}
