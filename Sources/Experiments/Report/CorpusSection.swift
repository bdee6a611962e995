import Drawings

/// One corpus: what each variant reached and cost, in a table and in drawings.
struct CorpusSection {
  let corpus: CorpusResult
  let number: Int
  let looks: VariantLooks
  /// Whether verdicts on controls stand here, since they are too many for the top of the page.
  let repeatsControls: Bool

  var html: String {
    let runs = corpus.variants.map(\.runs.count).max() ?? 0
    var html = "<section id=\"corpus-\(number)\">\n<h2>\(Page.name(corpus.name))</h2>\n"
    html += VariantTable(corpus: corpus, looks: looks).html + "\n"
    if runs == 1 {
      html += "<p class=\"note\">One run gives no standard deviation and no interval.</p>\n"
    }
    let charts = ScoreCharts(corpus: corpus, looks: looks)
    let differences = DifferencesPart(corpus: corpus, looks: looks, repeatsVerdicts: repeatsControls)
    let figures = [charts.intervals, runs > 1 ? charts.runs : nil, differences.figure, charts.cost].compactMap
    { $0 }
    html += "<div class=\"figures\">\n\(figures.joined(separator: "\n"))\n</div>\n"
    html += differences.html
    html += LearningPart(corpus: corpus).html
    html += ReliabilityPart(corpus: corpus).html
    html += ConfusionPart(corpus: corpus).html
    return html + "</section>"
  }
}
