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
    var parts = [
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
    let circumstances = Experiment.Circumstances(
      date: report.date, program: report.program, machine: report.machine, command: report.command)
    parts.append(circumstances.footer)
    return PageFrame(title: PageTitle(report).text, parts: parts).html
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
}
