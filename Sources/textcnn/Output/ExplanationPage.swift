import Foundation
import TextClassification

/// Explanations as one HTML file that needs nothing else: no script, no font, no net.
struct ExplanationPage {
  let model: String
  private var sections: [String] = []

  init(model: String) { self.model = model }

  mutating func append(_ explanation: Explanation, top: Int) {
    sections.append(Section(explanation: explanation, top: top).html)
  }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Why \(escaped(model)) decides</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <header>
    <h1>Why <code>\(escaped(model))</code> decides</h1>
    <p>A network's logit is a sum over its filters and the windows of words that they look at: with max pooling the one that
    excites a filter most. Filters with the same words are a phrase. With the bias, the phrases sum to the logits, exactly. A word's shade and
    line show what the phrases it stands in add to the difference of the two labels, or to the one label that has no rival because a text may
    have several; each phrase shared out evenly among its words: <span class="word for" style="--share: 0.8">for</span> the label, solid; or
    <span class="word against" style="--share: 0.8">against</span> it, dashed. Words that
    the model does not know are <span class="word unknown">struck through</span>.</p>
    </header>
    \(sections.joined(separator: "\n"))
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #667; --rule: #d5d9de;
      --for: 31, 110, 190; --against: 200, 95, 20; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --paper: #16181b; --faint: #9aa4ae; --rule: #3a4047;
      --for: 95, 165, 235; --against: 240, 150, 80; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 58rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.35rem; line-height: 1.25; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
    header p, .note { color: var(--faint); font-size: .9rem; }
    section { border-top: 1px solid var(--rule); padding-top: 1.25rem; margin-top: 1.75rem; break-inside: avoid; }
    .text { font-size: 1.2rem; line-height: 2.1; margin: .75rem 0; overflow-wrap: anywhere; }
    .word { padding: .1em .2em; border-radius: .2em; border-bottom: .15em solid transparent; }
    .for { background: rgba(var(--for), calc(.55 * var(--share)));
      border-bottom: .15em solid rgba(var(--for), var(--share)); }
    .against { background: rgba(var(--against), calc(.55 * var(--share)));
      border-bottom: .15em dashed rgba(var(--against), var(--share)); }
    .unknown { text-decoration: line-through; text-decoration-color: var(--faint); }
    .labels { display: grid; grid-template-columns: max-content 1fr max-content; gap: .15rem .75rem; font-size: .9rem;
      align-items: center; }
    .labels > :nth-child(3n+1) { max-width: 14rem; overflow-wrap: anywhere; }
    .bar { height: .7rem; background: var(--rule); border-radius: .2rem; overflow: hidden; }
    .bar > i { display: block; height: 100%; background: rgb(var(--for)); }
    .scroll { overflow-x: auto; margin-top: 1rem; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { padding: .25rem .6rem .25rem 0; text-align: right; vertical-align: top; white-space: nowrap;
      font-variant-numeric: tabular-nums; }
    th { font-weight: 600; border-bottom: 1px solid var(--rule); }
    th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 9rem; overflow-wrap: anywhere; }
    tr.sum td { border-top: 1px solid var(--rule); color: var(--faint); }
    .weights { color: var(--faint); font-size: .8rem; display: block; }
    .part { width: 30%; min-width: 7rem; }
    .part svg { display: block; width: 100%; height: 1rem; }
    @media (max-width: 34rem) { .optional { display: none; } }
    @media print { body { max-width: none; } }
    """

  /// One text.
  private struct Section {
    let explanation: Explanation
    let top: Int

    private var labels: [String] { explanation.prediction.labels.labels }

    var html: String {
      let own = explanation.classIndex
      let probability = Numbers.percent(Double(explanation.prediction.probabilities[own]))
      return """
        <section>
        <h2>\(escaped(labels[own])) <span class="note">\(probability) %</span></h2>
        <p class="text">\(words)</p>
        <div class="labels">\(bars)</div>
        <div class="scroll"><table>
        <thead><tr><th>phrase</th><th class="optional">filters</th>\(header)<th class="part"></th></tr></thead>
        <tbody>
        \(rows)
        </tbody>
        </table></div>
        \(without)\(explanation.isExact ? "" : "<p class=\"note\">\(ExplanationOutput.approximation)</p>")
        </section>
        """
    }

    private var header: String {
      let own = escaped(labels[explanation.classIndex])
      guard let rival = explanation.rivalIndex else { return "<th>\(own)</th>" }
      return
        "<th class=\"optional\">\(own)</th><th class=\"optional\">\(escaped(labels[rival]))</th><th>difference</th>"
    }

    private var words: String {
      guard !explanation.words.isEmpty else { return "<span class=\"note\">(no word)</span>" }
      var shares = [Float](repeating: 0, count: explanation.words.count)
      for phrase in explanation.phrases {
        for word in phrase.words {
          shares[word] += explanation.difference(of: phrase) / Float(phrase.words.count)
        }
      }
      let greatest = max(shares.map(abs).max() ?? 0, 1e-9)
      return zip(explanation.words, zip(shares, explanation.isKnown)).map { word, about in
        let kind = about.0 >= 0 ? "for" : "against"
        let share = String(format: "%.2f", abs(about.0) / greatest)
        let title = String(format: "%+.3f", about.0) + (about.1 ? "" : ", unknown to the model")
        return
          "<span class=\"word \(kind)\(about.1 ? "" : " unknown")\" style=\"--share: \(share)\" title=\"\(title)\">"
          + "\(escaped(word))</span>"
      }.joined(separator: " ")
    }

    /// The most probable labels, and the explained one if it is not among them.
    private var bars: String {
      var order = Array(
        labels.indices.sorted {
          explanation.prediction.probabilities[$0] > explanation.prediction.probabilities[$1]
        }
        .prefix(5))
      if !order.contains(explanation.classIndex) { order.append(explanation.classIndex) }
      return order.map { index in
        let share = Numbers.percent(Double(explanation.prediction.probabilities[index]))
        return
          "<span>\(escaped(labels[index]))</span><span class=\"bar\"><i style=\"width: \(share)%\"></i></span>"
          + "<span>\(share) %</span>"
      }.joined()
    }

    private var rows: String {
      let shown = explanation.phrases.prefix(top)
      let rest = explanation.phrases.dropFirst(top)
      let greatest = max(explanation.phrases.map { abs(explanation.difference(of: $0)) }.max() ?? 0, 1e-9)
      var rows = shown.map { phrase in
        var name = phrase.words.isEmpty ? "(no word)" : escaped(explanation.text(of: phrase))
        if phrase.weights.contains(where: { abs($0 - 1) > 0.005 }) {
          name +=
            "<span class=\"weights\">weights "
            + phrase.weights.map { String(format: "%.2f", $0) }.joined(separator: ", ") + "</span>"
        }
        return row(name, phrase.filterCount, phrase.contributions, scale: greatest)
      }
      if !rest.isEmpty {
        let sum = rest.reduce(into: [Float](repeating: 0, count: labels.count)) { sum, phrase in
          for c in sum.indices { sum[c] += phrase.contributions[c] }
        }
        rows.append(
          row("(\(Numbers.count(rest.count, "more phrase")))", rest.reduce(0) { $0 + $1.filterCount }, sum))
      }
      let mean = explanation.memberCount > 1 ? "mean of \(explanation.memberCount) members: " : ""
      rows.append(row("(\(mean)bias)", nil, explanation.bias))
      rows.append(row("(\(mean)logit)", nil, explanation.logits, isSum: true))
      return rows.joined(separator: "\n")
    }

    private func row(
      _ name: String, _ filters: Int?, _ contributions: [Float], scale: Float? = nil, isSum: Bool = false
    ) -> String {
      let own = contributions[explanation.classIndex]
      let rival = explanation.rivalIndex.map { contributions[$0] }
      let other = rival ?? 0
      func cell(_ value: Float) -> String { String(format: "%+.3f", value).replacing("-", with: "−") }
      let bar =
        scale.map { scale in
          let width = Double(abs(own - other) / scale) * 50
          let start = own >= other ? 50 : 50 - width
          return "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<rect x=\"\(String(format: "%.1f", start))\" y=\"1\" width=\"\(String(format: "%.1f", width))\" height=\"8\" "
            + "fill=\"rgb(var(--\(own >= other ? "for" : "against")))\"/>"
            + "<line x1=\"50\" y1=\"0\" x2=\"50\" y2=\"10\" stroke=\"currentColor\" stroke-width=\".4\"/></svg>"
        } ?? ""
      return
        "<tr\(isSum ? " class=\"sum\"" : "")><td>\(name)</td><td class=\"optional\">\(filters.map(String.init) ?? "")</td>"
        + (rival == nil
          ? "" : "<td class=\"optional\">\(cell(own))</td><td class=\"optional\">\(cell(other))</td>")
        + "<td>\(cell(own - other))</td>"
        + "<td class=\"part\">\(bar)</td></tr>"
    }

    private var without: String {
      guard let first = explanation.phrases.first, let without = explanation.predictionWithoutFirst else {
        return ""
      }
      func percent(_ index: Int) -> String {
        "\(escaped(labels[index])) \(Numbers.percent(Double(without.probabilities[index]))) %"
      }
      var answers = [explanation.classIndex]
      if let rival = explanation.rivalIndex {
        let answer = without.classIndex
        answers = [answer, answer == explanation.classIndex ? rival : explanation.classIndex]
      }
      return "<p>Without “\(escaped(explanation.text(of: first)))” it would be "
        + answers.map(percent).joined(separator: ", ") + ".</p>"
    }
  }
}

/// Text as HTML, with control characters made visible.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default:
      result.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
  }
  return result
}
