import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct ReliabilityTests {
  private func report(temperature: Double? = nil, probabilities: [[Float]]) -> ClassificationReport {
    var scores = ScoreCollector(temperature: temperature)
    for (own, truth) in zip(probabilities, ScoredLogits.truth) { scores.add(own[...], truth: truth) }
    return scores.report(corpus: "forty", labels: ["a", "b", "c"])
  }

  private func expect(_ logLoss: Double?, _ found: Reliability?, _ expected: ScoredLogits.Scores) {
    expectClose(logLoss, expected.logLoss, relative: 1e-6, "log loss")
    expectClose(found?.expectedCalibrationError, expected.expected, relative: 1e-6, "ECE")
    expectClose(found?.maximumCalibrationError, expected.maximum, relative: 1e-6, "MCE")
    expectClose(found?.brierScore, expected.brier, relative: 1e-6, "Brier score")
  }

  @Test func agreesWithNumpy() {
    let report = report(probabilities: ScoredLogits.probabilities())
    expect(report.logLoss, report.reliability, ScoredLogits.asTheyAre)
    #expect(report.uncalibrated == nil)
  }

  /// A calibrated classifier's report has the scores of both, from the probabilities at its temperature alone.
  @Test func theScoresWithoutTheTemperatureAreThoseOfBefore() {
    let temperature = ScoredLogits.temperature
    let report = report(
      temperature: temperature, probabilities: ScoredLogits.probabilities(temperature: temperature))
    expect(report.logLoss, report.reliability, ScoredLogits.atTheBest)
    expect(report.uncalibrated?.logLoss, report.uncalibrated?.reliability, ScoredLogits.asTheyAre)
    #expect(report.uncalibrated?.temperature == temperature)
  }

  @Test func binsCoverZeroToOneAndHoldTheirUpperEdge() {
    var counter = Reliability.Counter()
    // 1, just above 14/15, 9/15 exactly, 1/15, and a broken one.
    for sure in [1, 14.001 / 15, 0.6, 1 / 15.0, .nan] { counter.add([sure], predicted: 0, truth: 0) }
    let bins = counter.reliability.bins
    #expect(bins.count == 15)
    #expect(bins[0].lower == 0 && bins[14].upper == 1)
    #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.upper == $1.lower })
    #expect(bins.map(\.documents) == [2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2])
    #expect(bins[1].confidence == nil && bins[1].accuracy == nil)
    expectClose(bins[14].confidence, (1 + 14.001 / 15) / 2)
    #expect(bins[8].accuracy == 1)
  }

  /// As sure as right: half of those with 0.5 are right, all of those with 1.
  @Test func aClassifierThatIsAsSureAsRightHasNoError() {
    var counter = Reliability.Counter()
    for truth in [0, 1] { counter.add([0.5, 0.5], predicted: 0, truth: truth) }
    counter.add([1, 0], predicted: 0, truth: 0)
    let found = counter.reliability
    #expect(found.expectedCalibrationError == 0 && found.maximumCalibrationError == 0)
    expectClose(found.brierScore, (0.5 + 0.5 + 0) / 3)
  }

  @Test func aTruthThatTheModelDoesNotKnowIsWrongAndCostsOneMore() {
    var counter = Reliability.Counter()
    counter.add([0.25, 0.75], predicted: 1, truth: 5)
    let found = counter.reliability
    expectClose(found.brierScore, 0.0625 + 0.5625 + 1)
    #expect(found.expectedCalibrationError == 0.75 && found.maximumCalibrationError == 0.75)
  }

  @Test func nothingHasNoScores() {
    let found = Reliability.Counter().reliability
    #expect(found.expectedCalibrationError == nil && found.maximumCalibrationError == nil)
    #expect(found.brierScore == nil)
    #expect(found.bins.allSatisfy { $0.documents == 0 })
  }

  @Test func jsonHasEveryKeyAndComesBack() throws {
    let report = report(temperature: 2, probabilities: ScoredLogits.probabilities())
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(ClassificationReport.self, from: data) == report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let reliability = try #require(object["reliability"] as? [String: Any])
    #expect(reliability["brierScore"] is Double)
    let bins = try #require(reliability["bins"] as? [[String: Any]])
    #expect(bins.count == 15)
    for bin in bins {
      #expect(Set(bin.keys) == ["lower", "upper", "documents", "confidence", "accuracy"])
    }
    #expect((object["uncalibrated"] as? [String: Any])?["temperature"] as? Double == 2)
  }
}
