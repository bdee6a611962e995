import Drawings

/// The verdicts in words: of contenders first, all corpora together before each alone; then those that rule something out.
struct FindingsSection {
  let report: ExperimentReport
  let looks: VariantLooks

  /// With more verdicts on controls than this, they stand with their corpus.
  static let mostControls = 30

  static func showsControls(_ report: ExperimentReport, _ looks: VariantLooks) -> Bool {
    let pairs =
      report.corpora.flatMap { $0.pairs.map { ($0.first, $0.second) } }
      + (report.league?.pairs ?? []).map { ($0.first, $0.second) }
    return pairs.count { !looks.isContest($0.0, $0.1) } <= mostControls
  }

  var html: String {
    var html = "<section class=\"findings\">\n<h2>What was found</h2>\n"
    let contests = lists { looks.isContest($0, $1) }
    html += contests.isEmpty ? "<p>There is no pair of contenders to compare.</p>\n" : contests
    let controls = lists { !looks.isContest($0, $1) }
    if !controls.isEmpty {
      html += "<h3>Against controls</h3>\n"
      html +=
        Self.showsControls(report, looks)
        ? "<div class=\"minor\">\(controls)</div>\n" : "<p>Their verdicts stand with each corpus.</p>\n"
    }
    return html + "<p class=\"note\">● decided, ○ cannot tell.</p>\n</section>"
  }

  /// Lists of the pairs that `belong`, each corpus under its name where there are several.
  private func lists(_ belong: (String, String) -> Bool) -> String {
    var html = ""
    if let league = report.league {
      let items = league.pairs.filter { belong($0.first, $0.second) }.map { pair in
        Self.item(pair.sentence, mark: Self.isClear(pair) ? "decided" : "")
      }
      if !items.isEmpty {
        html += "<h4>All corpora together</h4>\n<ul class=\"league-verdicts\">\(items.joined())</ul>\n"
      }
    }
    let isSeveral = report.corpora.count > 1 || report.league != nil
    for (index, corpus) in report.corpora.enumerated() {
      let items = Self.items(corpus.pairs.filter { belong($0.first, $0.second) })
      guard !items.isEmpty else { continue }
      if isSeveral {
        html += "<h4><a href=\"#corpus-\(index + 1)\">\(Page.name(corpus.name))</a></h4>\n"
      }
      html += items
    }
    return html
  }

  /// Whether the interval of the mean over corpora leaves out zero.
  private static func isClear(_ pair: League.Pair) -> Bool {
    guard let low = pair.low, let high = pair.high else { return false }
    return low > 0 || high < 0
  }

  /// Verdicts of pairs as a list; nothing for no pairs.
  static func items(_ pairs: [PairResult]) -> String {
    guard !pairs.isEmpty else { return "" }
    let items = pairs.map { pair in
      pair.verdict == .cannotTell
        ? item(pair.sentence, mark: "open") : item(pair.sentence, mark: "decided")
    }
    return "<ul class=\"verdicts\">\(items.joined(separator: "\n"))</ul>\n"
  }

  private static func item(_ sentence: String, mark: String) -> String {
    "<li\(mark.isEmpty ? "" : " class=\"\(mark)\"")>\(Markup.escaped(sentence))</li>"
  }
}
