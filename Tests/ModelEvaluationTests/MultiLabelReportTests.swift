import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct MultiLabelReportTests {
  /// Four documents of three labels, one of which the model does not know; thresholds of a half and of 0.2.
  ///
  ///     truth      p(a)  p(b)   given   wrong answers
  ///     a, b       0.9   0.1    a       b
  ///     –          0.4   0.15   –
  ///     b          0.6   0.3    a, b    a
  ///     a, z       0.5   0.2    a, b    b, z
  private var counts: MultiLabelCounts {
    var counts = MultiLabelCounts(labelCount: 3, ranks: [1, 2, 5])
    // The probabilities are a slice that does not begin at 0.
    let all: [Float] = [9, 9, 0.9, 0.1, 0.4, 0.15, 0.6, 0.3, 0.5, 0.2]
    for (index, truth) in [Set([0, 1]), [], [1], [0, 2]].enumerated() {
      counts.add(truth: truth, probabilities: all[2 * index + 2..<2 * index + 4], thresholds: [0.5, 0.2])
    }
    return counts
  }

  private var report: MultiLabelReport {
    MultiLabelReport(corpus: "test", labels: ["a", "b", "z"], thresholds: [0.5, 0.2], counts: counts)
  }

  @Test func scoresByHand() {
    let report = report
    #expect(report.documents == 4)
    expectClose(report.labelsPerDocument, 5 / 4.0)
    expectClose(report.subsetAccuracy, 1 / 4.0)
    expectClose(report.hammingLoss, 4 / 12.0)
    // a: 2 have it, 3 were given it, 2 both. b: 2, 2, 1. z: 1, 0, 0.
    #expect(report.labels.map(\.support) == [2, 2, 1])
    let precision: [Double?] = [2 / 3, 1 / 2, nil]
    let recall: [Double?] = [1, 1 / 2, 0]
    let f1: [Double?] = [4 / 5, 2 / 4, 0]
    #expect(report.labels.map(\.precision) == precision)
    #expect(report.labels.map(\.recall) == recall)
    #expect(report.labels.map(\.f1) == f1)
    expectClose(report.micro.precision, 3 / 5.0)
    expectClose(report.micro.recall, 3 / 5.0)
    expectClose(report.micro.f1, 6 / 10.0)
    expectClose(report.macro.precision, (2 / 3.0 + 1 / 2.0) / 3)
    expectClose(report.macro.recall, 1.5 / 3)
    expectClose(report.macro.f1, 1.3 / 3)
    expectClose(report.weighted.f1, (2 * 0.8 + 2 * 0.5) / 5)
  }

  /// First places: a (right), a (none), a (wrong), a (right).
  @Test func precisionAndRecallAtK() {
    let ranks = report.ranks
    #expect(ranks.map(\.k) == [1, 2, 5])
    expectClose(ranks[0].precision, 2 / 4.0)
    expectClose(ranks[0].recall, 2 / 5.0)
    // Both known labels: the truths but z.
    expectClose(ranks[1].precision, 4 / 8.0)
    expectClose(ranks[1].recall, 4 / 5.0)
    // There are no more than two to rank.
    expectClose(ranks[2].precision, 4 / 8.0)
    expectClose(ranks[2].recall, 4 / 5.0)
  }

  @Test func logLossIsTheMeanOverDocumentsAndLabels() {
    let smallest = 2.220446049250313e-16
    let likelihoods: [Double] = [
      Double(Float(0.9)), Double(Float(0.1)), 1, 1 - Double(Float(0.4)), 1 - Double(Float(0.15)), 1,
      1 - Double(Float(0.6)), Double(Float(0.3)), 1, 0.5, 1 - Double(Float(0.2)), smallest,
    ]
    expectClose(report.logLoss, likelihoods.reduce(0) { $0 - log($1) } / 12)
  }

  @Test func withoutDocumentsNothingIsDefined() {
    let report = MultiLabelReport(
      corpus: "", labels: ["a"], thresholds: [0.5],
      counts: MultiLabelCounts(labelCount: 1, ranks: [1]))
    #expect(report.subsetAccuracy == nil && report.hammingLoss == nil && report.logLoss == nil)
    #expect(report.micro.f1 == nil && report.macro.f1 == nil && report.ranks[0].precision == nil)
  }

  @Test func jsonHasEveryKey() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: try JSONEncoder().encode(report)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "corpus", "documents", "labelsPerDocument", "subsetAccuracy", "hammingLoss", "logLoss",
        "macroPrecision",
        "macroRecall", "macroF1", "microPrecision", "microRecall", "microF1", "weightedPrecision",
        "weightedRecall", "weightedF1", "at", "labels", "thresholds",
      ])
    #expect((object["at"] as? [[String: Any]])?.map { $0["k"] as? Int } == [1, 2, 5])
    let labels = try #require(object["labels"] as? [[String: Any]])
    #expect(labels[2]["precision"] is NSNull)
    #expect((object["thresholds"] as? [Double])?.count == 2)
  }
}
