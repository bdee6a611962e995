import Drawings

/// What was done: the variants and why they are there, then for each corpus its documents, the design and what it can
/// find.
struct MethodSection {
  let report: ExperimentReport
  let looks: VariantLooks

  var html: String {
    """
    <section>
    <h2>What was done</h2>
    \(variants)
    \(report.corpora.count > Self.mostParagraphs ? corpora : report.corpora.map(corpus).joined(separator: "\n"))
    </section>
    """
  }

  private var variants: String {
    guard !report.variants.isEmpty else { return "" }
    let rows = report.variants.map { variant -> [String] in
      let options = variant.options.isEmpty ? "as all" : "<code>\(Markup.escaped(variant.options))</code>"
      let purpose = variant.control.map { "control: \(Markup.escaped($0))" } ?? "contender"
      return [mark(variant.name) + Page.name(variant.name), options, purpose]
    }
    return Page.table(
      "", label: "Variants", head: ["variant", "options beyond those of all", "why"], rows: rows,
      kind: "words")
  }

  /// The shape that stands for a variant, as in the drawings. Its name stands beside it, so nobody need hear of it.
  private func mark(_ name: String) -> String {
    "<span class=\"mark\" aria-hidden=\"true\">\(looks.symbol(name).icon)</span>"
  }

  /// More corpora than this are told in a table.
  private static let mostParagraphs = 3

  private var corpora: String {
    let rows = report.corpora.map { corpus -> [String] in
      let counts = [corpus.labels.count, corpus.trainDocuments, corpus.devDocuments, corpus.testDocuments]
      let sentences = [corpus.design, corpus.detectable].map {
        "<span class=\"sentence\">\(Page.sentence($0))</span>"
      }
      return [Page.name(corpus.name)] + counts.map(Figures.count) + sentences
    }
    return Page.table(
      "Documents of a run, how runs differ, and the smallest difference that they find as a rule.",
      label: "Corpora",
      head: [
        "corpus", "labels", "to learn", "to choose the epoch", "to judge", "design", "what can be found",
      ],
      rows: rows, kind: "words numbers")
  }

  private func corpus(_ corpus: CorpusResult) -> String {
    let parts = [
      (corpus.trainDocuments, "to learn from"), (corpus.devDocuments, "to choose the epoch"),
      (corpus.testDocuments, "to be judged on"),
    ]
    let counts = parts.map { "\(Figures.count($0.0)) \($0.1)" }.joined(separator: ", ")
    let sentences = [corpus.design, corpus.detectable].map(Page.sentence).filter { !$0.isEmpty }
    return """
      <p><strong>\(Page.name(corpus.name)).</strong> Documents: \(counts); \(Page.count(corpus.labels.count, "label")). \
      \(sentences.joined(separator: " "))</p>
      """
  }
}
