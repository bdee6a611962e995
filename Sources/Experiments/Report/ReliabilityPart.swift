import Drawings

/// Whether probabilities mean what they say, a drawing for each variant.
struct ReliabilityPart {
  let corpus: CorpusResult

  var html: String {
    let variants = corpus.variants.filter { $0.reliability.contains { $0.documents > 0 } }
    guard !variants.isEmpty else { return "" }
    let figures = variants.map { variant in
      let bins = variant.reliability.filter { $0.low <= $0.high }.map { bin in
        CalibrationChart.Bin(
          range: bin.low...bin.high, count: bin.documents,
          point: zip(bin.confidence, bin.accuracy).map { (x: $0, y: $1) })
      }
      let chart = CalibrationChart(
        title: "Reliability of \(variant.name) on \(corpus.name)",
        description: variant.reliability.filter { $0.documents > 0 }.map {
          "\(Page.percent($0.confidence, digits: 0)) %: right in \(Page.percent($0.accuracy, digits: 0)) % of "
            + Figures.count($0.documents)
        }.joined(separator: "; "),
        bins: bins)
      let error =
        variant.calibrationError.map {
          "<br/><span class=\"note\">error \(Page.percent($0, digits: 1)) %</span>"
        } ?? ""
      return Page.figure(chart.drawing, caption: Page.name(variant.name) + error)
    }
    return """
      <h3>Reliability</h3>
      <p class="note">How often the most probable label is right, in %, against its probability; on the dashed line \
      probabilities mean what they say, below it they are too sure. Bars count documents, all runs together; open dots \
      stand for fewer than \(CalibrationChart.few). The error is the expected calibration error.</p>
      <div class="small figures">
      \(figures.joined(separator: "\n"))
      </div>

      """
  }

  private func zip(_ first: Double?, _ second: Double?) -> (Double, Double)? {
    guard let first, let second, first.isFinite, second.isFinite else { return nil }
    return (first, second)
  }
}
