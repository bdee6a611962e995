import Drawings

/// What each variant reached and cost, a row each.
struct VariantTable {
  let corpus: CorpusResult
  let looks: VariantLooks

  var html: String {
    let stored = corpus.variants.compactMap { variant -> String? in
      let count = variant.runs.count { $0.wasStored }
      return count == 0 ? nil : "\(Page.name(variant.name)) \(count) of \(variant.runs.count)"
    }
    let note = stored.isEmpty ? "" : " Trained before and only read: \(stored.joined(separator: ", ")) runs."
    return Page.table(
      "Scores are means over runs; costs are medians.\(note)", label: "Scores and costs on \(corpus.name)",
      head: [
        "variant", "accuracy %", "95 % interval", "macro-F1 %", "log loss", "parameters", "without vectors",
        "training", "trains docs/s", "predicts docs/s", "memory MB", "file MB",
      ],
      rows: corpus.variants.map(row))
  }

  private func row(_ variant: VariantResult) -> [String] {
    let cost = variant.cost
    return [
      Page.name(variant.name)
        + (looks.isControl(variant.name) ? " <span class=\"note\">control</span>" : ""),
      spread(variant.accuracy, scale: 100, digits: 2),
      interval(variant.accuracy),
      spread(variant.macroF1, scale: 100, digits: 2),
      spread(variant.logLoss, scale: 1, digits: 3),
      Figures.count(cost.parameters),
      Figures.count(cost.parametersWithoutVectors),
      Page.duration(cost.trainingSeconds),
      rate(cost.trainingDocumentsPerSecond),
      rate(cost.predictionDocumentsPerSecond),
      Page.bytes(cost.trainingBytes),
      Page.bytes(cost.fileBytes),
    ]
  }

  /// "81.32 ± 1.16"; for one run without its deviation.
  private func spread(_ estimate: Estimate, scale: Double, digits: Int) -> String {
    let mean = "<b>\(Figures.fixed(scale * estimate.mean, digits))</b>"
    guard let sd = estimate.sd else { return mean }
    return "\(mean) ± \(Figures.fixed(scale * sd, digits))"
  }

  private func interval(_ estimate: Estimate) -> String {
    guard let low = estimate.low, let high = estimate.high else { return "–" }
    return "\(Page.percent(low)) to \(Page.percent(high))"
  }

  private func rate(_ perSecond: Double) -> String {
    perSecond.isFinite && abs(perSecond) < 1e15 ? Figures.count(Int(perSecond.rounded())) : "–"
  }
}
