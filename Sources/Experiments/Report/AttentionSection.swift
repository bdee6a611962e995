import Drawings

/// Where attention's weight goes: by place and head, by word, and in real windows.
struct AttentionSection {
  let corpora: [CorpusResult]

  var html: String {
    let parts = corpora.flatMap { corpus in
      corpus.variants.compactMap { variant in
        variant.attention.map { part($0, of: variant.name, on: corpus.name) }
      }
    }
    guard !parts.isEmpty else { return "" }
    return """
      <section id="attention">
      <h2>Where attention’s weight goes</h2>
      <p>A weight of 1 is what a static kernel gives every word. \(Self.sample(1.8)) <span class="note">above 1: shaded;</span> \
      \(Self.sample(0.4)) <span class="note">below 1: hatched. Test documents of the first run.</span></p>
      \(parts.joined(separator: "\n"))
      </section>
      """
  }

  private static func sample(_ weight: Double) -> String {
    "<span class=\"weight \(WeightShade(weight).attributes)>\(Figures.fixed(weight, 1))</span>"
  }

  private func part(_ summary: AttentionSummary, of variant: String, on corpus: String) -> String {
    let title = corpora.count > 1 ? "\(Page.name(variant)) on \(Page.name(corpus))" : Page.name(variant)
    var html = "<h3>\(title)</h3>\n"
    if !summary.widths.isEmpty {
      html +=
        "<p class=\"note\">Mean weight ± standard deviation of each place in a window, for each head.</p>\n"
        + "<div class=\"tables\">\n\(summary.widths.map { grid($0, of: variant) }.joined(separator: "\n"))\n</div>\n"
    }
    if !summary.words.isEmpty {
      html +=
        "<div class=\"figures\">\n\(AttentionWords(words: summary.words, variant: variant).html)\n</div>\n"
    }
    if !summary.windows.isEmpty {
      html += "<p class=\"note\">Windows that win many filters, with the weights of one head.</p>\n"
      html += "<ol class=\"windows\">\n\(summary.windows.map(window).joined(separator: "\n"))\n</ol>\n"
    }
    return html
  }

  private func grid(_ width: AttentionSummary.Width, of variant: String) -> String {
    let places = width.meanWeights.map(\.count).max() ?? 0
    let rows = width.meanWeights.enumerated().map { head, weights -> [String] in
      let cells = weights.enumerated().map { place, weight -> String in
        let deviations = head < width.deviations.count ? width.deviations[head] : []
        let deviation =
          place < deviations.count ? "<small>± \(Figures.fixed(deviations[place], 2))</small>" : ""
        return
          "<span class=\"weight \(WeightShade(weight).attributes)>\(Figures.fixed(weight, 2))\(deviation)</span>"
      }
      return ["\(head + 1)"] + cells
    }
    return Page.table(
      "Windows of \(Page.count(width.width, "word")): \(Figures.count(width.windows))",
      label: "Mean weights of \(variant), width \(width.width)",
      head: ["head"] + (0..<places).map { "place \($0 + 1)" }, rows: rows, kind: "matrix")
  }

  private func window(_ window: AttentionSummary.Window) -> String {
    let words = window.words.enumerated().map { index, word -> String in
      let weight = index < window.weights.count ? window.weights[index] : nil
      return
        "<span class=\"word\"><span class=\"weight \(WeightShade(weight ?? 1).attributes)>\(Page.name(word))</span>"
        + "<small>\(Figures.fixed(weight, 2))</small></span>"
    }
    let answer =
      window.truth == window.predicted
      ? "\(Page.name(window.truth)), rightly"
      : "\(Page.name(window.truth)), but taken for \(Page.name(window.predicted))"
    return
      "<li>\(words.joined(separator: " ")) <span class=\"note\">head \(window.head); \(answer)</span></li>"
  }
}

/// How a weight looks: shaded above 1, hatched below, stronger the further away; a third of a weight of 1 or three
/// times as much is the strongest.
struct WeightShade {
  /// What follows `class="…` in a tag: the rest of the class, and the style.
  let attributes: String

  init(_ weight: Double) {
    let distance = weight.isFinite ? (weight >= 1 ? (weight - 1) / 2 : (1 - weight) * 1.5) : 0
    attributes =
      "\(weight >= 1 ? "more" : "less")\" style=\"--share: \(Figures.fixed(min(1, max(0, distance)), 2))\""
  }
}
