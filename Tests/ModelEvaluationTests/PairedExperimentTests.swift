import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct PairedExperimentTests {
  /// Each run's answers as letters of one word: 1 is right, 0 is wrong.
  private static func scores(_ runs: [String], documents: [[Int32]]? = nil) -> [DocumentScores] {
    runs.enumerated().map { run, answers in
      DocumentScores(
        documents: documents?[run] ?? Array(0..<Int32(answers.count)), isCorrect: answers.map { $0 == "1" })
    }
  }

  private static func compare(
    _ first: [String], _ second: [String], documents: [[Int32]]? = nil, design: ExperimentDesign = .givenTest
  ) -> PairedExperiment {
    PairedExperiment(
      firstName: "attention", first: scores(first, documents: documents), secondName: "static",
      second: scores(second, documents: documents), design: design, replicates: 500)
  }

  private static func word(_ ones: Int, of count: Int) -> String {
    String(repeating: "1", count: ones) + String(repeating: "0", count: count - ones)
  }

  /// Seeds agree, but documents do not: an interval over runs alone would name a winner.
  @Test func fewDocumentsCannotTell() throws {
    let first = [Self.word(14, of: 20), Self.word(13, of: 20), Self.word(14, of: 20)]
    let second = [Self.word(12, of: 20), Self.word(11, of: 20), Self.word(12, of: 20)]
    let result = Self.compare(first, second)
    #expect(result.overRuns == nil)
    let interval = try #require(result.twoWay)
    #expect(interval.low < 0 && interval.high > 0.1)
    #expect(result.verdict == .cannotTell)
    #expect(result.sentence.hasPrefix("cannot tell attention from static: difference 10.0 points (95 % CI -"))
    #expect(result.sentence.hasSuffix(" over documents and seeds)"))
  }

  @Test func manyDocumentsTell() throws {
    let first = [Self.word(190, of: 200), Self.word(188, of: 200), Self.word(190, of: 200)]
    let second = [Self.word(150, of: 200), Self.word(152, of: 200), Self.word(151, of: 200)]
    let result = Self.compare(first, second)
    #expect(result.verdict == .firstBetter)
    #expect(result.sentence.hasPrefix("attention is better than static by 19.2 points (95 % CI "))
    let mirrored = Self.compare(second, first)
    #expect(mirrored.verdict == .secondBetter)
    #expect(mirrored.sentence.hasPrefix("static is better than attention by 19.2 points (95 % CI "))
    let achieved = try #require(result.achieved?.difference)
    #expect(achieved > 0 && achieved < 0.192)
  }

  /// With splits the verdict is the one of `PairedComparison` with the same ratio.
  @Test func splitsFollowNadeauAndBengio() throws {
    let documents: [[Int32]] = [[0, 1, 2, 3], [2, 3, 4, 5], [6, 7, 8, 9]]
    let first = ["1111", "1110", "1111"]
    let second = ["1000", "1000", "0100"]
    let result = Self.compare(
      first, second, documents: documents, design: .randomSplits(testToTrainRatio: 0.5))
    let comparison = PairedComparison(
      firstName: "attention", firstScores: [1, 0.75, 1], secondName: "static",
      secondScores: [0.25, 0.25, 0.25],
      testToTrainRatio: 0.5)
    let interval = try #require(result.overRuns)
    expectClose(interval.low, comparison.interval?.low)
    expectClose(interval.high, comparison.interval?.high)
    expectClose(interval.pValue, comparison.tTestPValue)
    #expect(result.verdict == comparison.verdict)
    #expect(result.deciding == result.overRuns && result.twoWay != nil)
    #expect(result.documents == 10 && result.runs == 3)
    #expect(result.sentence.hasSuffix(" over resampled splits)"))
  }

  @Test func foldsTakeTheirRatioFromTheirNumber() throws {
    let documents: [[Int32]] = [[0, 1], [2, 3], [4, 5]]
    let result = Self.compare(["11", "10", "11"], ["00", "00", "01"], documents: documents, design: .folds)
    let summary = result.difference
    let interval = try #require(result.overRuns)
    let deviation = try #require(summary.standardDeviation)
    expectClose(interval.standardError, (1 / 3.0 + 1 / 2.0).squareRoot() * deviation)
  }

  @Test func oneRunCannotTellButHasMcNemar() {
    let result = Self.compare([Self.word(90, of: 100)], [Self.word(50, of: 100)])
    #expect(result.verdict == .cannotTell)
    #expect(result.mcNemar == McNemar(firstOnly: 40, secondOnly: 0))
    #expect(result.twoWay == nil && result.bootstrap == nil && result.achieved == nil)
    #expect(
      result.sentence == "cannot tell attention from static: one run says nothing about another seed "
        + "(difference 40.0 points)")
  }

  @Test func severalRunsHaveNoMcNemar() {
    #expect(Self.compare(["10", "11"], ["00", "10"]).mcNemar == nil)
  }

  @Test func equalAnswersCannotTell() {
    let result = Self.compare(["101", "110"], ["101", "110"])
    #expect(result.verdict == .cannotTell && result.twoWay == nil && result.disagreement == 0)
    #expect(
      result.sentence
        == "cannot tell attention from static: both are right on the same documents in all 2 runs")
  }

  /// Without any spread the sign-flip test decides, which takes six runs.
  @Test func withoutSpreadSixRunsTell() {
    let five = Self.compare([String](repeating: "11", count: 5), [String](repeating: "00", count: 5))
    #expect(five.verdict == .cannotTell)
    #expect(
      five.sentence == "cannot tell attention from static: 5 equal differences are too few, "
        + "100.0 points in every run (sign-flip p 0.063)")
    let six = Self.compare([String](repeating: "11", count: 6), [String](repeating: "00", count: 6))
    #expect(six.verdict == .firstBetter)
  }

  @Test func oneDocumentCannotTell() {
    let result = Self.compare([String](repeating: "1", count: 8), [String](repeating: "0", count: 8))
    #expect(result.verdict == .cannotTell)
    #expect(
      result.sentence == "cannot tell attention from static: one document says nothing about another")
  }

  @Test func undefinedPartsAreNull() throws {
    let json = String(decoding: try JSONEncoder().encode(Self.compare(["10"], ["00"])), as: UTF8.self)
    for key in ["overRuns", "twoWay", "variance", "bootstrap", "achieved"] {
      #expect(json.contains("\"\(key)\":null"), "\(key)")
    }
    #expect(json.contains(#""verdict":"cannotTell""#) && json.contains(#""design":{"givenTest":{}}"#))
  }

  @Test(arguments: [1, 3])
  func comesBackFromJSON(runs: Int) throws {
    let result = Self.compare(
      [String](["1101", "1011", "1110"].prefix(runs)), [String](["0101", "1010", "0011"].prefix(runs)))
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(PairedExperiment.self, from: data) == result)
  }
}
