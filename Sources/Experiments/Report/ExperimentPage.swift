import Drawings

/// An experiment as one HTML file that needs nothing else: no script, no font, no net.
///
/// Verdicts come first, then what was done, the numbers of each corpus, where attention's weight goes, and all corpora
/// together. It reads in black and white, light and dark, on paper and on a phone: things are told apart by shape,
/// hatching and labels, and every drawing has its numbers in a table or beside its marks. The page is well-formed XML.
public struct ExperimentPage {
  private let report: ExperimentReport

  public init(_ report: ExperimentReport) { self.report = report }

  /// The whole file.
  public var html: String {
    let looks = VariantLooks(report.variants)
    let findings = FindingsSection(report: report, looks: looks)
    let title = PageTitle(report).text
    var parts = [
      "<header><h1>\(Markup.escaped(title))</h1></header>",
      findings.html,
      MethodSection(report: report, looks: looks).html,
    ]
    if report.corpora.count > 1 { parts.append(contents) }
    for (index, corpus) in report.corpora.enumerated() {
      let verdicts = corpus.pairs.filter { !findings.isOnTop($0) }
      parts.append(
        CorpusSection(corpus: corpus, number: index + 1, looks: looks, verdicts: verdicts).html)
    }
    parts.append(AttentionSection(corpora: report.corpora).html)
    if let league = report.league {
      parts.append(LeagueSection(league: league, report: report).html)
    }
    parts.append(origin)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>\(Markup.escaped(title))</title>
      <style>
      \(PageStyle.sheet)
      </style>
      </head>
      <body>
      \(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private var contents: String {
    let hasAttention = report.corpora.contains { $0.variants.contains { $0.attention != nil } }
    let links =
      report.corpora.enumerated().map {
        "<a href=\"#corpus-\($0.offset + 1)\">\(Page.name($0.element.name))</a>"
      }
      + (hasAttention ? ["<a href=\"#attention\">attention</a>"] : [])
      + (report.league == nil ? [] : ["<a href=\"#league\">all corpora together</a>"])
    return "<nav aria-label=\"Contents\">\(links.joined(separator: " · "))</nav>"
  }

  private var origin: String {
    let lines = [
      ("date", report.date), ("program", report.program), ("machine", report.machine),
      ("command", report.command),
    ]
    let terms = lines.map { term, text in
      let shown = Markup.escaped(text)
      return "<dt>\(term)</dt><dd>\(term == "command" ? "<code>\(shown)</code>" : shown)</dd>"
    }
    return "<footer><dl>\(terms.joined())</dl></footer>"
  }
}
