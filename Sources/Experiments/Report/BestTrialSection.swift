import Drawings

/// The best options, as a command to copy, and how far their score may be trusted.
struct BestTrialSection {
  let report: TuningReport
  let training: String

  var html: String {
    guard let best = report.trials.first else {
      return "<section class=\"findings\">\n<p>There is no trial.</p>\n</section>"
    }
    guard !best.hasDiverged else {
      return """
        <section class="findings">
        <p><strong>The loss of every trial became infinite, so there is no best.</strong> Search again with a lower \
        <code>--learning-rate</code>.</p>
        </section>
        """
    }
    return """
      <section class="findings">
      <h2>The best options</h2>
      <code class="copy">\(command)</code>
      <p>With these options trial \(best.trial) was right in <strong>\(Page.percent(best.devAccuracy)) %</strong> of \
      \(Page.count(report.devDocuments, "dev document")), after epoch \(best.bestEpoch) of at most \(best.epochs). \
      \(chance(best))</p>
      <p>The command trains this trial again; <code>--output</code> of the search trains on the dev documents too, for \
      \(Page.count(best.bestEpoch, "epoch")).</p>
      <p><strong>All scores of this page are of documents that the search was fitted to.</strong> They flatter the best, and the \
      more so the more trials there were: judge its model on other documents.</p>
      </section>
      """
  }

  private var command: String {
    training.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let shown = Markup.escaped(String(word))
      // Long ones may have to be.
      return word.contains("-") && word.count <= 24 ? "<span>\(shown)</span>" : shown
    }.joined(separator: " ")
  }

  /// The standard error of a share p of n documents: √(p (1 − p) / n).
  private func chance(_ best: TuningReport.Trial) -> String {
    let p = best.devAccuracy
    guard report.devDocuments > 0, p > 0, p < 1 else { return "" }
    let error = (p * (1 - p) / Double(report.devDocuments)).squareRoot()
    return
      "The standard error of such a share is \(Figures.fixed(100 * error, 1)) points: trials that lie closer are hardly "
      + "told apart."
  }
}
