import Drawings

/// Frequent words and how much attention lets them count.
struct AttentionWords {
  let words: [AttentionSummary.Word]
  let variant: String

  private static let most = 40

  var html: String {
    // The most frequent ones, the weightiest first.
    let shown = words.prefix(Self.most).sorted { $0.meanWeight > $1.meanWeight }
    let rows = shown.map { word in
      DotChart.Row(
        Markup.isolated(TextWidth.shortened(word.word, to: 110, size: Drawing.textSize)),
        lanes: [
          DotChart.Lane(
            value: word.meanWeight, low: word.meanWeight - word.deviation,
            high: word.meanWeight + word.deviation,
            note: "\(Figures.fixed(word.meanWeight, 2)) (\(Figures.count(word.count)))")
        ])
    }
    let chart = DotChart(
      title: "Weights that \(variant) gives to frequent words",
      description: shown.map { "\($0.word): \(Figures.fixed($0.meanWeight, 2))" }.joined(separator: "; "),
      rows: rows, axisName: "weight", reference: 1)
    return Page.figure(
      chart.drawing,
      caption:
        "<b>Frequent words</b>, the weightiest first: mean weight ± standard deviation over all windows, places and "
        + "heads that a word stands in; in brackets how often it occurs.")
  }
}
