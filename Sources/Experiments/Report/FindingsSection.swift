import Drawings

/// The verdicts in words: of contenders first, all corpora together before each alone; then those that rule something
/// out.
struct FindingsSection {
  let report: ExperimentReport
  let looks: VariantLooks

  /// With more verdicts on contenders, or on controls, than this, those of a single corpus stand with it.
  private static let most = (contests: 60, controls: 30)

  /// Whether a pair's verdict on a single corpus stands at the top of the page.
  func isOnTop(_ pair: PairResult) -> Bool {
    looks.isContest(pair.first, pair.second) ? showsContests : showsControls
  }

  private var showsContests: Bool { count { looks.isContest($0, $1) } <= Self.most.contests }
  private var showsControls: Bool { count { !looks.isContest($0, $1) } <= Self.most.controls }

  private func count(_ belong: (String, String) -> Bool) -> Int {
    report.corpora.reduce(0) { $0 + $1.pairs.count { belong($0.first, $0.second) } }
  }

  var html: String {
    var html = "<section class=\"findings\">\n<h2>What was found</h2>\n"
    let contests = lists(ofEach: showsContests) { looks.isContest($0, $1) }
    html += contests.isEmpty ? "<p>There is no pair of contenders to compare.</p>\n" : contests
    let controls = lists(ofEach: showsControls) { !looks.isContest($0, $1) }
    if !controls.isEmpty { html += "<h3>Against controls</h3>\n<div class=\"minor\">\(controls)</div>\n" }
    return html + "<p class=\"note\">● decided, ○ cannot tell.</p>\n</section>"
  }

  /// Lists of the pairs that `belong`, each corpus under its name where there are several.
  private func lists(ofEach showsEach: Bool, _ belong: (String, String) -> Bool) -> String {
    var html = ""
    if let league = report.league {
      let items = league.pairs.filter { belong($0.first, $0.second) }.map { pair in
        Self.item(pair.sentence, mark: Self.isClear(pair) ? "decided" : "")
      }
      if !items.isEmpty {
        html += "<h4>All corpora together</h4>\n" + Self.list(items, kind: "league-verdicts")
      }
    }
    guard showsEach else { return html + "<p>The verdicts of each corpus stand with it, further down.</p>\n" }
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
    return list(items, kind: "verdicts")
  }

  /// Items in columns where they are many.
  private static func list(_ items: [String], kind: String) -> String {
    "<ul class=\"\(kind)\(items.count > 6 ? " many" : "")\">\(items.joined(separator: "\n"))</ul>\n"
  }

  private static func item(_ sentence: String, mark: String) -> String {
    "<li\(mark.isEmpty ? "" : " class=\"\(mark)\"")>\(Markup.escaped(sentence))</li>"
  }
}
