import Foundation
import Testing

@testable import Experiments

@Suite struct PagePartsTests {
  private func table(_ label: String, in html: String) throws -> PageDocument {
    let start = try #require(
      html.range(of: "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(label)\""))
    let end = try #require(html.range(of: "</div>", range: start.upperBound..<html.endIndex))
    return PageDocument(String(html[start.lowerBound..<end.upperBound]))
  }

  @Test func `Few labels have a matrix with every count`() throws {
    let report = SampleReport.usual.report
    let variant = report.corpora[0].variants[1]
    let html = ConfusionPart(corpus: report.corpora[0]).html
    let page = try table("Confusions of attention on trec", in: html)
    let cells = page.all("td").map(\.text)
    let expected = variant.confusion.flatMap { $0 }.map {
      $0 == 0 ? "·" : $0.formatted(.number.locale(.init(identifier: "en_US")))
    }
    #expect(cells == expected)
    #expect(page.all("span", class: "right").count == 6)
  }

  @Test func `Many labels have their largest confusions`() throws {
    let corpus = SampleReport.hard.report.corpora[0]
    let page = try table("Confusions of static on banking77", in: ConfusionPart(corpus: corpus).html)
    let counts = page.all("td").map(\.text).enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    let confusion = corpus.variants[0].confusion
    let wrong = confusion.indices.flatMap { row in
      confusion.indices.filter { $0 != row }.map { confusion[row][$0] }
    }
    #expect(counts == wrong.sorted(by: >).prefix(15).map(String.init))
    #expect(page.all("th").dropFirst(3).allSatisfy { $0.text.contains(" → ") })
  }

  @Test func `A matrix of another size than the labels is left out`() {
    var corpus = SampleReport.usual.report.corpora[0]
    for index in corpus.variants.indices { corpus.variants[index].confusion = [[1, 2], [3]] }
    #expect(ConfusionPart(corpus: corpus).html.isEmpty)
  }

  @Test func `The median goes as far as half of the runs`() {
    func run(_ values: [Double]) -> RunResult {
      RunResult(
        run: 1, seed: 1, accuracy: 0, macroF1: 0, logLoss: 0, bestEpoch: 1, trainingSeconds: 0,
        wasStored: false,
        epochs: values.enumerated().map {
          EpochPoint(epoch: $0.offset + 1, trainLoss: 0, devAccuracy: $0.element, devLogLoss: nil)
        })
    }
    let median = LearningPart.median([run([1, 5, 9]), run([2, 7]), run([6]), run([4])]) { $0.devAccuracy }
    #expect(median.map(\.x) == [1, 2])
    #expect(median.map(\.y) == [3, 6])
  }

  @Test func `Without a dev part the loss is drawn`() {
    var corpus = SampleReport.usual.report.corpora[0]
    for variant in corpus.variants.indices {
      for run in corpus.variants[variant].runs.indices {
        for epoch in corpus.variants[variant].runs[run].epochs.indices {
          corpus.variants[variant].runs[run].epochs[epoch].devAccuracy = nil
        }
      }
    }
    #expect(LearningPart(corpus: corpus).html.contains("Loss in training"))
  }

  @Test func `The deciding interval is bold, and only it`() throws {
    let report = SampleReport.usual.report
    let part = DifferencesPart(
      corpus: report.corpora[0], looks: VariantLooks(report.variants), verdicts: [])
    let page = try table("Differences on trec", in: part.html)
    let bold = page.all("b").map(\.text)
    for pair in report.corpora[0].pairs {
      for interval in pair.intervals {
        let text = "\(Page.interval(interval.low, interval.high)) \(interval.method)"
        #expect(bold.contains(text) == interval.decides, "\(text)")
      }
    }
  }

  @Test func `An end just clear of zero is not zero`() {
    #expect(Page.interval(0.00001, 0.02) == "+0.001 to +2.000")
    #expect(Page.interval(-0.0123, 0.02) == "−1.23 to +2.00")
    #expect(Page.interval(0, 0.02) == "0.00 to +2.00")
    #expect(Page.sentence("with 3 runs & 1 seed") == "With 3 runs &amp; 1 seed.")
    #expect(Page.sentence("Done.") == "Done.")
    #expect(Page.sentence("").isEmpty)
    #expect(Page.probability(0) == "&lt; 0.0001")
    #expect(Page.probability(nil) == "–")
  }

  @Test func `Ties share a rank`() {
    #expect(
      [0.9, 0.8, 0.8, 0.7].map { LeagueSection.rank($0, among: [0.9, 0.8, 0.8, 0.7]) } == [
        "1", "2.5", "2.5", "4",
      ])
  }

  @Test func `Durations and sizes are short`() {
    #expect(Page.duration(1.44) == "1.4 s")
    #expect(Page.duration(200) == "3 min 20 s")
    #expect(Page.duration(7_500) == "2 h 5 min")
    #expect(Page.duration(.infinity) == "–")
    #expect(Page.bytes(1_234_567) == "1.23")
    #expect(Page.bytes(123_456_789) == "123")
  }

  @Test func `Weights above and below 1 look different without colour`() {
    #expect(WeightShade(1.8).attributes.hasPrefix("more\" style=\"--share: 0.40"))
    #expect(WeightShade(0.4).attributes.hasPrefix("less\" style=\"--share: 0.90"))
    #expect(WeightShade(9).attributes.contains("--share: 1.00"))
    #expect(WeightShade(1).attributes.contains("--share: 0.00"))
    #expect(WeightShade(.nan).attributes.contains("--share: 0.00"))
  }

  @Test func `Words beyond twenty have a second drawing, and beyond forty none`() {
    let words = (0..<45).map {
      AttentionSummary.Word(word: "w\($0).", count: 90 - $0, meanWeight: 1, deviation: 0.5)
    }
    let html = AttentionWords(words: words, variant: "attention").html
    #expect(html.components(separatedBy: "<figure>").count - 1 == 2)
    #expect(html.contains(">1.00 (51)<") && !html.contains(">1.00 (50)<"))
  }

  @Test func `A league without its corpora takes differences from the means`() throws {
    var report = SampleReport.hard.report
    let league = try #require(report.league)
    report.corpora = []
    let html = LeagueSection(league: league, report: report).html
    let difference = 100 * (league.accuracies[0][1] - league.accuracies[0][0])
    #expect(html.contains(String(format: ">+%.2f</text>", difference)))
  }
}
