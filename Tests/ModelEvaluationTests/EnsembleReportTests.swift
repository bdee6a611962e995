import Foundation
import ModelEvaluation
import Testing

@Suite struct EnsembleReportTests {
  private func report(_ predicted: [Int], _ probabilities: [Double]) -> ClassificationReport {
    ClassificationReport(
      corpus: "t", labels: ["a", "b"], truth: [0, 0, 1, 1], predicted: predicted,
      truthProbabilities: probabilities)
  }

  private func object(_ report: EnsembleReport) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? [String: Any])
  }

  @Test func membersStandBesideTheWhole() throws {
    let members = [
      report([0, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]), report([1, 1, 1, 0], [0.25, 0.25, 0.25, 0.25]),
    ]
    let ensemble = EnsembleReport(whole: report([0, 0, 1, 1], [1, 1, 1, 1]), members: members)
    #expect(ensemble.memberAccuracy.scores == [0.75, 0.25])
    #expect(ensemble.memberAccuracy.mean == 0.5)
    let mean = try #require(ensemble.memberLogLoss.mean)
    #expect(abs(mean - 1.5 * 0.6931471805599453) < 1e-12)
    let json = try object(ensemble)
    #expect(json["accuracy"] as? Double == 1)
    #expect(json["documents"] as? Int == 4)
    let accuracy = try #require((json["members"] as? [String: Any])?["accuracy"] as? [String: Any])
    #expect(accuracy["scores"] as? [Double] == [0.75, 0.25])
    #expect(accuracy["mean"] as? Double == 0.5)
    #expect(accuracy["sd"] is Double)
  }

  @Test func aSingleNetworkHasTheReportThatItHad() throws {
    let whole = report([0, 1, 1, 1], [0.5, 0.5, 0.5, 0.5])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      try encoder.encode(EnsembleReport(whole: whole, members: [])) == encoder.encode(whole))
  }
}
