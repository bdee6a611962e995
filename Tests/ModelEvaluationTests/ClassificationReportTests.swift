import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct ClassificationReportTests {
  /// scikit-learn 1.9's `precision_recall_fscore_support(truth, predicted, zero_division=0)` for the averages, and
  /// `zero_division=nan` with all labels for the scores of each.
  @Test(arguments: reportCases)
  func agreesWithScikitLearn(expected: ReportCase) {
    let report = expected.report
    expectClose(report.accuracy, expected.accuracy, "accuracy")
    for (average, values) in [
      (report.macro, expected.macro), (report.weighted, expected.weighted),
      (report.micro, [expected.accuracy, expected.accuracy, expected.accuracy]),
    ] {
      expectClose(average.precision, values[0], "precision")
      expectClose(average.recall, values[1], "recall")
      expectClose(average.f1, values[2], "f1")
    }
    for (index, scores) in report.labels.enumerated() {
      expectClose(scores.precision, expected.precision[index], "precision of \(scores.label)")
      expectClose(scores.recall, expected.recall[index], "recall of \(scores.label)")
      expectClose(scores.f1, expected.f1[index], "f1 of \(scores.label)")
      #expect(scores.support == expected.truthIndices.count { $0 == index })
    }
    #expect(report.documents == expected.truth.count)
  }

  /// `log_loss` of scikit-learn 1.9, one probability zero.
  @Test func logLossAgreesWithScikitLearn() {
    let probabilities = [
      0.6943229619907351, 0.4519953594586912, 0.19746364439681516, 0.0, 0.424861722477415,
      0.3596947471868027, 0.37014995006471746, 0.19416125832418502,
    ]
    let zeros = [Int](repeating: 0, count: 8)
    let report = ClassificationReport(
      corpus: "", labels: ["a"], truth: zeros, predicted: zeros, truthProbabilities: probabilities)
    expectClose(report.logLoss, 5.417019998064745)
  }

  @Test func logLossIsFiniteForBrokenProbabilities() {
    let report = ClassificationReport(
      corpus: "", labels: ["a"], truth: [0, 0, 0], predicted: [0, 0, 0],
      truthProbabilities: [Float.nan, 0, 1])
    expectClose(report.logLoss, 52 * 0.6931471805599453 * 2 / 3)
  }

  @Test func labelTheModelDoesNotKnowCountsAsWrong() {
    let report = ClassificationReport(
      corpus: "dev", labels: ["a", "b", "unknown"], truth: [0, 1, 2, 2], predicted: [0, 1, 0, 1],
      truthProbabilities: [1, 1, 0, 0] as [Float])
    #expect(report.accuracy == 0.5)
    #expect(report.labels[2].precision == nil)
    #expect(report.labels[2].recall == 0)
    #expect(report.labels[2].f1 == 0)
    #expect(report.labels[2].support == 2)
    #expect(report.confusion.rows == [[1, 0, 0], [0, 1, 0], [1, 1, 0]])
    expectClose(report.macro.f1, (2 / 3.0 + 2 / 3.0 + 0) / 3)
    expectClose(report.logLoss, 36.04365338911715 / 2)
  }

  @Test func emptyCorpusHasNoScores() {
    let report = ClassificationReport(
      corpus: "empty", labels: ["a", "b"], truth: [], predicted: [], truthProbabilities: [Double]())
    #expect(report.documents == 0)
    #expect(report.accuracy == nil && report.logLoss == nil)
    #expect(report.macro == .init(precision: nil, recall: nil, f1: nil))
    #expect(report.weighted.f1 == nil && report.micro.f1 == nil)
    #expect(report.labels.allSatisfy { $0.precision == nil && $0.recall == nil && $0.f1 == nil })
  }

  @Test func jsonHasEveryKeyAndNullForUndefined() throws {
    let report = ClassificationReport(
      corpus: "dev", labels: ["a", "b"], truth: [0, 0], predicted: [0, 0], truthProbabilities: [1, 1.0])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(report), as: UTF8.self)
    let expected =
      #"{"accuracy":1,"confusion":[[2,0],[0,0]],"confusionLabels":["a","b"],"corpus":"dev","documents":2,"#
      + #""labels":[{"f1":1,"label":"a","precision":1,"recall":1,"support":2},"#
      + #"{"f1":null,"label":"b","precision":null,"recall":null,"support":0}],"logLoss":0,"#
      + #""macroF1":1,"macroPrecision":1,"macroRecall":1,"microF1":1,"microPrecision":1,"microRecall":1,"#
      + #""weightedF1":1,"weightedPrecision":1,"weightedRecall":1}"#
    #expect(json == expected)
  }

  @Test(arguments: reportCases)
  func jsonRoundTrip(expected: ReportCase) throws {
    let report = expected.report
    let json = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(ClassificationReport.self, from: json) == report)
  }

  @Test(arguments: ["[[1,2],[3]]", "[[1,2]]", "[[1,-2],[3,4]]"])
  func jsonWithBrokenMatrixIsRefused(matrix: String) {
    let json = #"{"corpus":"x","confusionLabels":["a","b"],"logLoss":null,"confusion":\#(matrix)}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ClassificationReport.self, from: Data(json.utf8))
    }
  }

  @Test func confusionMatrixCounts() {
    let matrix = ConfusionMatrix(labels: ["a", "b", "c"], truth: [0, 0, 1, 2], predicted: [0, 1, 1, 1])
    #expect(matrix.rows == [[1, 1, 0], [0, 1, 0], [0, 1, 0]])
    #expect(matrix.documents == 4)
    #expect(matrix.correct == 2)
    #expect(matrix.truthCounts == [2, 1, 1])
    #expect(matrix.predictedCounts == [1, 3, 0])
  }
}

struct ReportCase: Sendable, CustomTestStringConvertible {
  let labels: Int
  let truth: String
  let predicted: String
  let accuracy: Double
  let macro: [Double]
  let weighted: [Double]
  let precision: [Double?]
  let recall: [Double?]
  let f1: [Double?]

  var testDescription: String { "\(labels) labels, \(truth.count) documents" }
  var truthIndices: [Int] { truth.compactMap(\.wholeNumberValue) }

  var report: ClassificationReport {
    ClassificationReport(
      corpus: "case", labels: (0..<labels).map { "label \($0)" }, truth: truthIndices,
      predicted: predicted.compactMap(\.wholeNumberValue),
      truthProbabilities: [Float](repeating: 0.5, count: truth.count))
  }
}

// The last three have labels that are never true, never predicted, or neither.
private let reportCases = [
  ReportCase(
    labels: 2, truth: "111001011000",
    predicted: "111011001010", accuracy: 0.75,
    macro: [0.7571428571428571, 0.75, 0.7482517482517483],
    weighted: [0.7571428571428571, 0.75, 0.7482517482517483],
    precision: [0.8, 0.7142857142857143],
    recall: [0.6666666666666666, 0.8333333333333334],
    f1: [0.7272727272727273, 0.7692307692307693]),
  ReportCase(
    labels: 3, truth: "00200212110112010000",
    predicted: "20100212110112011102", accuracy: 0.75,
    macro: [0.7555555555555555, 0.7833333333333333, 0.7388888888888889],
    weighted: [0.82, 0.75, 0.7483333333333333],
    precision: [1.0, 0.6666666666666666, 0.6],
    recall: [0.6, 1.0, 0.75],
    f1: [0.75, 0.8, 0.6666666666666666]),
  ReportCase(
    labels: 4, truth: "0000310130110113030110030",
    predicted: "0203330333020003032220032", accuracy: 0.48,
    macro: [0.3138888888888889, 0.39583333333333337, 0.33766233766233766],
    weighted: [0.44711111111111107, 0.48, 0.44831168831168833],
    precision: [0.7, nil, 0.0, 0.5555555555555556],
    recall: [0.5833333333333334, 0.0, nil, 1.0],
    f1: [0.6363636363636364, 0.0, 0.0, 0.7142857142857143]),
  ReportCase(
    labels: 6, truth: "110001110212020000",
    predicted: "110001210310330002", accuracy: 0.6666666666666666,
    macro: [0.46875, 0.4027777777777778, 0.4331550802139037],
    weighted: [0.7708333333333334, 0.6666666666666666, 0.7147950089126559],
    precision: [0.875, 1.0, 0.0, 0.0, nil, nil],
    recall: [0.7777777777777778, 0.8333333333333334, 0.0, nil, nil, nil],
    f1: [0.8235294117647058, 0.9090909090909091, 0.0, 0.0, nil, nil]),
  ReportCase(
    labels: 5, truth: "0101101120010020001000110000000010001000",
    predicted: "2221431132412144131411111324141412121321", accuracy: 0.225,
    macro: [0.1, 0.16363636363636364, 0.12413793103448276],
    weighted: [0.1375, 0.225, 0.1706896551724138],
    precision: [nil, 0.5, 0.0, 0.0, 0.0],
    recall: [0.0, 0.8181818181818182, 0.0, nil, nil],
    f1: [0.0, 0.6206896551724138, 0.0, 0.0, 0.0]),
]
