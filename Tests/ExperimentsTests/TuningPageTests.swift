import Drawings
import Testing

@testable import Experiments

@Suite struct TuningPageTests {
  static let samples: [SampleSearch] = [.usual, .hard, .single, .diverged]

  private let circumstances = Experiment.Circumstances(
    date: "2001-01-01T00:00:00Z", program: "textcnn 1.0", machine: "2 cores",
    command: "textcnn tune 'a b.tsv'")

  private func html(_ report: TuningReport, training: String = "textcnn train 'a b.tsv' --batch 25") -> String
  {
    TuningPage(report, training: training, in: circumstances).html
  }

  @Test(arguments: samples)
  func `A page is well-formed and needs nothing else`(sample: SampleSearch) {
    let html = html(sample.report)
    let page = PageDocument(html)
    #expect(page.problem == nil)
    for name in ["script", "link", "img", "iframe", "object"] { #expect(page.all(name).isEmpty) }
    #expect(html.replacing("http://www.w3.org/2000/svg", with: "").contains("://") == false)
    #expect(page.all("h1").first?.text.contains(sample.corpus) == true)
    for text in [circumstances.date, circumstances.program, circumstances.machine, circumstances.command] {
      #expect(page.text.contains(text))
    }
    for word in ["nan", "inf", "nil", "optional("] {
      #expect(!html.lowercased().replacing("infinite", with: "").contains(word), "\(word)")
    }
    for head in page.all("th") { #expect(["row", "col"].contains(head.attributes["scope"])) }
    for (index, element) in page.elements.enumerated() where element.attributes["role"] == "img" {
      #expect(page.elements[index + 1].name == "title" && !page.elements[index + 1].text.isEmpty)
      #expect(page.elements[index + 2].name == "desc" && !page.elements[index + 2].text.isEmpty)
    }
  }

  @Test func `The best comes first, with its command and what its score is worth`() throws {
    let report = SampleSearch.usual.report
    let page = PageDocument(html(report))
    #expect(page.all("code").first?.text == "textcnn train 'a b.tsv' --batch 25")
    let best = report.trials[0]
    let text = page.text
    #expect(
      text.contains(
        "trial \(best.trial) was right in \(Page.percent(best.devAccuracy)) % of 545 dev documents"))
    #expect(text.contains("after epoch \(best.bestEpoch) of at most 20"))
    #expect(text.contains("documents that the search was fitted to"))
    // √(0.88 · 0.12 / 545) is 1.4 points.
    var round = report
    round.trials[0].devAccuracy = 0.88
    #expect(html(round).contains("The standard error of such a share is 1.4 points"))
  }

  @Test func `The table has fifty trials in the order of the report, and counts the rest`() throws {
    let report = SampleSearch.hard.report
    let page = PageDocument(TrialsSection(report: report).html)
    let heads = page.all("th").filter { $0.attributes["scope"] == "row" }.map(\.text)
    #expect(heads == report.trials.prefix(50).map { "\($0.trial)" })
    #expect(
      page.text.isEmpty
        && page.all("p").map(\.text) == ["And 150 other trials, which did worse or went less far."])
    let columns = page.all("th").filter { $0.attributes["scope"] == "col" }.map(\.text)
    #expect(columns.suffix(3) == ["optimizer", "learning rate", "batch"] && columns.contains("offsets"))
    let batches = page.all("td").enumerated().filter { $0.offset % (columns.count - 1) == columns.count - 2 }
    #expect(
      batches.map(\.element.text)
        == report.trials.prefix(50).map { TrialOptions(parsing: $0.options)["--batch"] })
    #expect(page.all("td")[2].text == "\(report.trials[0].bestEpoch) of 60")
    #expect(!TrialsSection(report: SampleSearch.usual.report).html.contains("other trial"))
  }

  @Test func `What diverged is called so, and has neither score nor curve`() throws {
    let report = SampleSearch.diverged.report
    let page = PageDocument(html(report))
    #expect(page.text.contains("The loss of every trial became infinite, so there is no best."))
    #expect(page.all("code", class: "copy").isEmpty)
    #expect(page.all("td").filter { $0.text == "diverged" }.count == 5)
    #expect(page.all("figure").isEmpty, "there is nothing to draw")
    // One of the last rung among others.
    var mixed = SampleSearch.usual.report
    (mixed.trials[3].curve, mixed.trials[3].devLogLoss, mixed.trials[3].devAccuracy) = ([], nil, 0)
    let learning = TrialLearningSection(report: mixed).html
    #expect(
      learning.contains("3 trials of rung 3.") && learning.contains("There diverged 1, which has no curve."))
    #expect(PageDocument(learning).all("figure").count == 3)
  }

  @Test func `Each option that was searched has a drawing with a dot a trial, and no other`() throws {
    var sample = SampleSearch.usual
    sample.settled = ["--batch", "--kernel"]
    let report = sample.report
    let page = PageDocument(OptionsSection(report: report).html)
    #expect(
      page.all("figcaption").compactMap { $0.text.split(separator: "(").first?.split(separator: ";").first }
        .map { $0.trimming(" ") } == [
          "offsets", "widths", "filters", "dimension", "dropout", "optimizer", "learning rate",
        ])
    let notes = page.all("title").map(\.text).filter { $0.hasPrefix("trial ") }
    let drawn = report.trials.flatMap { trial in
      ["--offsets", "--widths", "--filters", "--dimension", "--dropout", "--optimizer", "--learning-rate"]
        .compactMap {
          TrialOptions(parsing: trial.options)[$0].map { "trial \(trial.trial), \($0): \(trial.outcome)" }
        }
    }
    #expect(notes.sorted() == drawn.sorted())
    let crosses = page.all("path").count { $0.text.hasPrefix("trial ") && $0.text.hasSuffix(": diverged") }
    #expect(crosses == drawn.count { $0.hasSuffix(": diverged") } && crosses > 0)
    #expect(OptionsSection(report: SampleSearch.single.report).html.isEmpty, "one trial tells nothing")
  }

  @Test func `Rungs count who finished them`() throws {
    var report = SampleSearch.usual.report
    let best = report.trials[0].trial
    report.trials.removeAll { $0.rung == 3 && $0.trial != best }
    report.ranOutOfTime = true
    let page = PageDocument("<div>\(SearchSection(report: report).html)</div>")
    let cells = page.all("td").map(\.text)
    let diverged = report.trials.count { $0.hasDiverged }
    #expect(cells == ["2", "30", "27", "\(diverged)", "7", "10", "7", "0", "20", "4", "1", "0"])
    #expect(page.elements[0].text.contains("It took 6 min 12 s, and ended because time was up."))
  }

  @Test func `What may be expected is drawn where there are several trials`() {
    let report = SampleSearch.usual.report
    let html = SearchSection(report: report).html
    let few = report.expected[4]
    #expect(html.contains("Of 5: \(Page.percent(few.devAccuracy)) ± \(Page.percent(few.sd)) %; of 30: "))
    let single = SearchSection(report: SampleSearch.single.report).html
    #expect(!single.contains("<figure>") && !single.contains("successive halving"))
  }

  @Test func `Options are read as they are written`() {
    let options = TrialOptions(parsing: "--kernel attention --widths 2,3 --learning-rate 0.0012")
    #expect(options.names == ["--kernel", "--widths", "--learning-rate"])
    #expect(options["--widths"] == "2,3" && options["--batch"] == nil)
    #expect(TrialOptions(parsing: "").names.isEmpty)
    let names = TrialOptions.names(
      in: ["--a 1 --c 2", "--a 1 --b 3 --c 2", "--d 4"].map(TrialOptions.init(parsing:)))
    #expect(names == ["--a", "--b", "--c", "--d"])
    #expect(
      ["2,3", "tuned", "3", "1,2,3", "10", "random", "1,2", "0.5"].sorted(by: TrialOptions.areInOrder)
        == ["0.5", "1,2", "1,2,3", "2,3", "3", "10", "random", "tuned"])
  }
}

extension Substring {
  fileprivate func trimming(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return String(text)
  }
}
