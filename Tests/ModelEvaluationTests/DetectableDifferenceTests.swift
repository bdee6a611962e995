import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct DetectableDifferenceTests {
  private static let assumptions = DisagreementAssumptions(
    disagreement: 0.12, repeatedShare: 0.5, runDeviation: 0.006)

  /// The formulas of the doc comment in NumPy; the power by `brentq` over SciPy 1.17's `nct`, for the given test over a
  /// `quad` of `norm.sf` and `chi2.pdf`.
  @Test(arguments: [
    (500, 5, ExperimentDesign.givenTest, [0.012296340919151518, 80.23947898836231, 0.03528057661879759]),
    (500, 10, .givenTest, [0.011644741302407708, 296.77214836128786, 0.03282506840383444]),
    (200, 10, .randomSplits(testToTrainRatio: 1 / 9.0), [0.009687104830649867, 9.0, 0.03435074967386133]),
    (200, 10, .folds, [0.008175573374387879, 9.0, 0.03396860625043414]),
  ])
  func agreesWithSciPy(documents: Int, runs: Int, design: ExperimentDesign, expected: [Double]) throws {
    let found = try #require(
      DetectableDifference(documents: documents, runs: runs, design: design, assumptions: Self.assumptions))
    expectClose(found.standardError, expected[0])
    expectClose(found.degreesOfFreedom, expected[1])
    // ν jumps where the bound of the two-way variance sets in, which costs the trapezoid rule some digits.
    expectClose(found.difference, expected[2], relative: design == .givenTest ? 1e-4 : 1e-7)
  }

  @Test func moreOfEverythingFindsLess() throws {
    func difference(_ documents: Int, _ runs: Int, power: Double = 0.8) -> Double? {
      DetectableDifference(documents: documents, runs: runs, design: .givenTest, power: power)?.difference
    }
    let base = try #require(difference(500, 5))
    #expect(try #require(difference(2000, 5)) < base)
    #expect(try #require(difference(500, 20)) < base)
    #expect(try #require(difference(500, 5, power: 0.9)) > base)
    // With all disagreement repeated, no number of runs beats the documents' share.
    let floor = DetectableDifference(
      documents: 500, runs: 1000, design: .givenTest,
      assumptions: DisagreementAssumptions(disagreement: 0.1, repeatedShare: 1, runDeviation: 0))
    #expect(try #require(floor?.difference) > 2.8 * (0.1 / 500).squareRoot())
  }

  @Test func saysWhatItFinds() throws {
    let given = try #require(DetectableDifference(documents: 500, runs: 10, design: .givenTest))
    #expect(
      given.sentence
        == "with 10 runs on 500 test documents a difference of 3.0 points or more would be found 80 times of 100"
    )
    let folds = try #require(DetectableDifference(documents: 100, runs: 10, design: .folds))
    #expect(folds.sentence.hasPrefix("with 10 runs on 100 test documents each a difference of "))
    let few = try #require(DetectableDifference(documents: 2, runs: 2, design: .givenTest))
    #expect(few.difference == nil)
    #expect(
      few.sentence == "with 2 runs on 2 test documents no difference would be found 80 times of 100")
    #expect(
      DisagreementAssumptions().sentence
        == "assumed: in a run exactly one of the two is right on 10 % of the test documents, 50 % of that again in "
        + "every run; beyond the luck of documents the difference varies from run to run with a standard deviation of "
        + "0.5 points"
    )
  }

  @Test func oneRunFindsNothing() {
    #expect(DetectableDifference(documents: 500, runs: 1, design: .givenTest) == nil)
    #expect(DetectableDifference(documents: 1, runs: 5, design: .givenTest) == nil)
  }

  @Test func achievedComesFromTheInterval() throws {
    let interval = try #require(
      MeanInterval(mean: 0.3, standardError: 0.01, degreesOfFreedom: 9, level: 0.95))
    let achieved = DetectableDifference(achieved: interval, documents: 500, runs: 10, design: .givenTest)
    // 3.1496… is where SciPy's `nct` with 9 degrees of freedom has a power of 80 %.
    expectClose(achieved.difference, 0.03149632886450618, relative: 1e-7)
    #expect(achieved.assumptions == nil)
    let data = try JSONEncoder().encode(achieved)
    #expect(try JSONDecoder().decode(DetectableDifference.self, from: data) == achieved)
  }
}
