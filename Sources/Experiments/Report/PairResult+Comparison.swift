import ModelEvaluation

extension PairResult {
  /// Compares two variants by accuracy, run by run and document by document.
  init(
    _ first: (result: VariantResult, runs: [ReportBuilder.Judged]),
    _ second: (result: VariantResult, runs: [ReportBuilder.Judged]), design: ExperimentDesign
  ) {
    let experiment = PairedExperiment(
      firstName: first.result.name, first: first.runs.map(\.documents), secondName: second.result.name,
      second: second.runs.map(\.documents), design: design)
    let price = CostedScore(
      score: first.result.accuracy.mean, baseScore: second.result.accuracy.mean,
      parameters: first.result.cost.parameters, baseParameters: second.result.cost.parameters,
      trainingTime: first.result.cost.trainingSeconds,
      baseTrainingTime: max(second.result.cost.trainingSeconds, 1e-9))
    let differences = experiment.difference.scores
    self.init(
      first: first.result.name, second: second.result.name, differences: differences,
      mean: experiment.difference.mean ?? 0, intervals: Self.intervals(experiment),
      tests: Self.tests(experiment), wins: differences.count { $0 > 0 }, ties: differences.count { $0 == 0 },
      losses: differences.count { $0 < 0 }, verdict: Verdict(experiment.verdict),
      sentence: experiment.sentence,
      pointsPerPercentOfParameters: price.pointsPerParameterPercent,
      pointsPerPercentOfTrainingTime: price.pointsPerTrainingTimePercent)
  }

  /// The one that decides first.
  private static func intervals(_ experiment: PairedExperiment) -> [Interval] {
    let isGiven = experiment.design == .givenTest
    func interval(_ method: String, _ interval: MeanInterval?, decides: Bool) -> Interval? {
      interval.map { Interval(method: method, level: $0.level, low: $0.low, high: $0.high, decides: decides) }
    }
    let overRuns = interval(
      isGiven ? "t over runs, for these documents" : "t over runs, corrected (Nadeau and Bengio)",
      experiment.overRuns, decides: !isGiven)
    let twoWay = interval("t over documents and runs", experiment.twoWay, decides: isGiven)
    let bootstrap = experiment.bootstrap.map {
      Interval(method: "two-level bootstrap", level: $0.level, low: $0.low, high: $0.high, decides: false)
    }
    return (isGiven ? [twoWay, bootstrap, overRuns] : [overRuns, twoWay, bootstrap]).compactMap { $0 }
  }

  private static func tests(_ experiment: PairedExperiment) -> [Test] {
    var tests: [Test] = []
    if let interval = experiment.deciding { tests.append(Test(name: "t", pValue: interval.pValue)) }
    if let signFlip = experiment.signFlip { tests.append(Test(name: "sign-flip", pValue: signFlip.pValue)) }
    if let mcNemar = experiment.mcNemar {
      tests.append(Test(name: "McNemar, exact", pValue: mcNemar.pValue))
      tests.append(Test(name: "McNemar, mid-p", pValue: mcNemar.midPValue))
    }
    return tests
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
