import Drawings
import Testing

@testable import Experiments

@Suite struct ExperimentPageTests {
  static let samples: [(name: String, sample: SampleReport)] = [
    ("usual", .usual), ("minimal", .minimal), ("hard", .hard),
  ]

  @Test(arguments: samples.map(\.sample))
  func `A page is well-formed and complete`(sample: SampleReport) throws {
    let report = sample.report
    let html = ExperimentPage(report).html
    let page = PageDocument(html)
    #expect(page.problem == nil)
    for name in ["script", "link", "img", "iframe", "object"] { #expect(page.all(name).isEmpty) }
    // The only address is the name of SVG's language.
    #expect(html.replacing("http://www.w3.org/2000/svg", with: "").contains("://") == false)
    let sentences =
      report.corpora.flatMap { $0.pairs.map(\.sentence) } + (report.league?.pairs ?? []).map(\.sentence)
    let items = Set(page.all("li").map(\.text))
    for sentence in sentences { #expect(items.contains(sentence), "\(sentence)") }
    for corpus in report.corpora {
      for sentence in [corpus.design, corpus.detectable] { #expect(page.text.contains(sentence)) }
    }
    for text in [report.date, report.program, report.machine, report.command] {
      #expect(page.text.contains(text))
    }
  }

  @Test(arguments: samples.map(\.sample))
  func `Nothing undefined is printed`(sample: SampleReport) {
    // The samples have no such word.
    let html = ExperimentPage(sample.report).html.lowercased()
    for word in ["nan", "inf", "nil", "optional("] {
      #expect(!html.replacing("information", with: "").contains(word), "\(word)")
    }
  }

  @Test(arguments: samples.map(\.sample))
  func `Those who cannot see it are told what it is`(sample: SampleReport) {
    let page = PageDocument(ExperimentPage(sample.report).html)
    for (index, element) in page.elements.enumerated() where element.name == "svg" {
      guard element.attributes["role"] == "img" else { continue }
      #expect(page.elements[index + 1].name == "title" && !page.elements[index + 1].text.isEmpty)
      #expect(page.elements[index + 2].name == "desc" && !page.elements[index + 2].text.isEmpty)
    }
    #expect(!page.all("svg").isEmpty)
    for head in page.all("th") { #expect(["row", "col"].contains(head.attributes["scope"])) }
    for box in page.all("div", class: "scroll") { #expect(box.attributes["aria-label"]?.isEmpty == false) }
    #expect(page.all("html").first?.attributes["lang"] == "en")
  }

  @Test func `Verdicts of contenders stand before those on controls, and all before the method`() throws {
    let report = SampleReport.usual.report
    let text = PageDocument(ExperimentPage(report).html).text
    let contest = try #require(
      report.corpora[0].pairs.first { $0.first == "attention" && $0.second == "static" })
    let control = try #require(report.corpora[0].pairs.first { $0.first == "static-wide" })
    let places = try [contest.sentence, "Against controls", control.sentence, "What was done", "Reliability"]
      .map {
        try #require(text.range(of: $0)).lowerBound
      }
    #expect(places == places.sorted())
  }

  @Test func `Many verdicts on controls stand with their corpus, few on contenders do not`() throws {
    let report = SampleReport.hard.report
    let page = PageDocument(ExperimentPage(report).html)
    let method = try #require(page.elements.firstIndex { $0.name == "h2" && $0.text == "What was done" })
    let above = page.elements[..<method].filter { $0.name == "li" }.map(\.text)
    let contenders = report.variants.filter { $0.control == nil }.map(\.name)
    for pair in report.corpora.flatMap(\.pairs) {
      let isContest = contenders.contains(pair.first) && contenders.contains(pair.second)
      #expect(above.contains(pair.sentence) == isContest, "\(pair.sentence)")
    }
  }

  @Test func `One run has no intervals, no spread and no drawing of runs`() {
    let html = ExperimentPage(SampleReport.minimal.report).html
    #expect(html.contains("One run gives no standard deviation and no interval."))
    #expect(!html.contains("Run by run"))
    #expect(
      !PageDocument(html).text.contains(" ± 0."), "only attention has deviations, without a space after ±")
    #expect(ExperimentPage(SampleReport.usual.report).html.contains("Run by run"))
  }

  @Test func `One corpus has neither contents nor league`() {
    let page = PageDocument(ExperimentPage(SampleReport.usual.report).html)
    #expect(page.all("nav").isEmpty)
    #expect(!page.elements.contains { $0.attributes["id"] == "league" })
    let several = PageDocument(ExperimentPage(SampleReport.hard.report).html)
    let ids = Set(several.elements.compactMap { $0.attributes["id"] })
    #expect(ids == ["corpus-1", "corpus-2", "corpus-3", "corpus-4", "corpus-5", "attention", "league"])
    for link in several.all("a") {
      #expect(ids.contains(String(link.attributes["href", default: ""].dropFirst())))
    }
  }

  @Test func `A report of nothing is a page`() {
    let report = ExperimentReport(date: "", program: "", machine: "", command: "", variants: [], corpora: [])
    let page = PageDocument(ExperimentPage(report).html)
    #expect(page.problem == nil)
    #expect(page.text.contains("There is no pair of contenders to compare."))
  }

  @Test func `As much as a page must hold, it holds; verdicts that are too many stand with their corpus`()
    throws
  {
    let report = SampleReport.large.report
    let page = PageDocument(ExperimentPage(report).html)
    #expect(page.problem == nil)
    let method = try #require(page.elements.firstIndex { $0.name == "h2" && $0.text == "What was done" })
    func verdicts(_ elements: ArraySlice<PageDocument.Element>) -> Set<String> {
      Set(elements.filter { $0.name == "li" }.map(\.text))
    }
    let (above, below) = (verdicts(page.elements[..<method]), verdicts(page.elements[method...]))
    #expect(above == Set(try #require(report.league).pairs.map(\.sentence)))
    #expect(below.isSuperset(of: report.corpora.flatMap { $0.pairs.map(\.sentence) }))
  }
}
