import ModelEvaluation

extension PairResult {
  /// Compares two variants by accuracy, run by run.
  init(
    _ first: (result: VariantResult, runs: [ReportBuilder.Judged]),
    _ second: (result: VariantResult, runs: [ReportBuilder.Judged]), design: ExperimentDesign, ratio: Double?
  ) {
    let comparison = PairedComparison(
      firstName: first.result.name, firstScores: first.result.runs.map(\.accuracy),
      secondName: second.result.name, secondScores: second.result.runs.map(\.accuracy),
      testToTrainRatio: ratio)
    var intervals: [Interval] = []
    if let interval = comparison.interval {
      intervals.append(
        Interval(
          method: ratio == nil ? "paired t" : "corrected t (Nadeau and Bengio)", level: interval.level,
          low: interval.low, high: interval.high, decides: true))
    }
    var tests: [Test] = []
    if let signFlip = comparison.signFlip { tests.append(Test(name: "sign-flip", pValue: signFlip.pValue)) }
    if let pValue = comparison.tTestPValue { tests.append(Test(name: "t", pValue: pValue)) }
    let gain = 100 * (comparison.difference.mean ?? 0)
    func perPercent(_ own: Double, _ other: Double) -> Double? {
      own > other && other > 0 ? gain / (100 * (own - other) / other) : nil
    }
    self.init(
      first: first.result.name, second: second.result.name, differences: comparison.difference.scores,
      mean: comparison.difference.mean ?? 0, intervals: intervals, tests: tests, wins: comparison.wins,
      ties: comparison.ties, losses: comparison.losses, verdict: Verdict(comparison.verdict),
      sentence: comparison.sentence,
      pointsPerPercentOfParameters: perPercent(
        Double(first.result.cost.parameters), Double(second.result.cost.parameters)),
      pointsPerPercentOfTrainingTime: perPercent(
        first.result.cost.trainingSeconds, second.result.cost.trainingSeconds))
  }
}

extension PairResult.Verdict {
  init(_ verdict: PairedComparison.Verdict) {
    self =
      switch verdict {
      case .firstBetter: .firstBetter
      case .secondBetter: .secondBetter
      case .cannotTell: .cannotTell
      }
  }
}
