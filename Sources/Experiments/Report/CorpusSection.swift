import Drawings

/// One corpus: what each variant reached and cost, in a table and in drawings.
struct CorpusSection {
  let corpus: CorpusResult
  let number: Int
  let looks: VariantLooks
  /// Pairs whose verdicts stand here, since they are too many for the top of the page.
  let verdicts: [PairResult]

  var html: String {
    let runs = corpus.variants.map(\.runs.count).max() ?? 0
    var html = "<section id=\"corpus-\(number)\">\n<h2>\(Page.name(corpus.name))</h2>\n"
    html += VariantTable(corpus: corpus, looks: looks).html + "\n"
    if runs == 1 {
      html += "<p class=\"note\">One run gives no standard deviation and no interval.</p>\n"
    }
    let charts = ScoreCharts(corpus: corpus, looks: looks)
    let differences = DifferencesPart(corpus: corpus, looks: looks, verdicts: verdicts)
    let figures = [charts.intervals, runs > 1 ? charts.runs : nil, differences.figure, charts.cost]
    html += "<div class=\"figures\">\n\(figures.compactMap { $0 }.joined(separator: "\n"))\n</div>\n"
    html += differences.html
    html += LearningPart(corpus: corpus).html
    html += ReliabilityPart(corpus: corpus).html
    html += ConfusionPart(corpus: corpus).html
    return html + "</section>"
  }
}
