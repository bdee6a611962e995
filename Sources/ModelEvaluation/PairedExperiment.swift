/// Which of two systems is better, from what each run got right, document by document.
///
/// Other than ``PairedComparison``, which sees a number a run, it can tell what would change with other documents from
/// what would change with other seeds.
///
/// **The verdict** follows one interval, and one system is better only if that excludes zero:
/// - given test set: ``twoWay``, over documents and seeds. The interval over runs alone is about these very documents.
/// - random splits and folds: ``overRuns``, with Nadeau and Bengio's correction for overlapping training parts, which
///   ``twoWay`` cannot see and which stands beside it.
/// - One run, one document, or all differences zero: cannot tell. Without any spread otherwise the sign-flip test over
///   runs decides, at p ≤ 1 − level, which takes six runs at 95 %.
///
/// docs/statistics.md says how often that is right. Source: as of the parts.
public struct PairedExperiment: Sendable, Codable, Equatable {
  /// Name of the first system.
  public let firstName: String
  /// Name of the second system.
  public let secondName: String
  /// Which documents the runs were judged on.
  public let design: ExperimentDesign
  /// How many runs.
  public let runs: Int
  /// How many different documents all runs together judged.
  public let documents: Int
  /// The share of answers in which exactly one system is right.
  public let disagreement: Double
  /// First minus second accuracy, run by run; their mean and sd.
  public let difference: ScoreSummary
  /// The t interval over runs, corrected where they overlap; `nil` for one run or equal differences.
  public let overRuns: MeanInterval?
  /// The t interval over runs and documents; `nil` for one run, or without any spread.
  public let twoWay: MeanInterval?
  /// The parts of its variance; `nil` for one run.
  public let variance: TwoWayVariance?
  /// The bootstrap over runs and documents; `nil` for one run, or without any spread.
  public let bootstrap: TwoLevelBootstrap?
  /// McNemar's test of the two models; only for one run, since it knows nothing of another seed.
  public let mcNemar: McNemar?
  /// The sign-flip test over runs.
  public let signFlip: SignFlipTest?
  /// The difference that such an experiment finds 80 times of 100, by the variance observed; `nil` without an interval.
  public let achieved: DetectableDifference?
  /// Which is better, if that can be told.
  public let verdict: PairedComparison.Verdict
  /// The verdict in words.
  public let sentence: String

  /// The interval that decides.
  public var deciding: MeanInterval? { design == .givenTest ? twoWay : overRuns }

  /// Compares runs paired by split and seed.
  ///
  /// - Parameters:
  ///   - first: What the first system got right, a run each.
  ///   - second: The second system's, in the order of the same runs.
  ///   - replicates: Of the bootstrap.
  ///   - seed: Of the bootstrap, and of the sign-flip test beyond 20 runs.
  /// - Precondition: At least one run; both have as many; run r of both judged the same documents; with a given test
  ///   set all runs did.
  /// - Complexity: O(replicates · answers) for the bootstrap.
  public init(
    firstName: String, first: [DocumentScores], secondName: String, second: [DocumentScores],
    design: ExperimentDesign, level: Double = 0.95, replicates: Int = 10_000, seed: UInt64 = 1
  ) {
    let pairs = PairedDocuments(first: first, second: second)
    precondition(
      design != .givenTest || pairs.isCrossed, "with a given test set every run judges the same documents")
    let difference = ScoreSummary(scores: pairs.runs.map(\.mean))
    let variance = TwoWayVariance(pairs)
    let overRuns = MeanInterval(
      of: difference, testToTrainRatio: design.testToTrainRatio(runs: pairs.runs.count), level: level)
    let twoWay = variance.flatMap {
      MeanInterval(
        mean: pairs.mean, standardError: $0.standardError, degreesOfFreedom: $0.degreesOfFreedom, level: level
      )
    }
    let signFlip = SignFlipTest(differences: difference.scores, seed: seed)
    let deciding = design == .givenTest ? twoWay : overRuns
    let verdict = PairedComparison.Verdict(
      mean: pairs.mean, interval: deciding, signFlip: pairs.documentCount > 1 ? signFlip : nil, level: level)

    self.firstName = firstName
    self.secondName = secondName
    self.design = design
    runs = pairs.runs.count
    documents = pairs.documentCount
    disagreement = pairs.disagreement
    self.difference = difference
    self.overRuns = overRuns
    self.twoWay = twoWay
    self.variance = variance
    bootstrap = TwoLevelBootstrap(pairs, replicates: replicates, level: level, seed: seed)
    mcNemar =
      pairs.runs.count == 1
      ? McNemar(firstCorrect: first[0].isCorrect, secondCorrect: second[0].isCorrect) : nil
    self.signFlip = signFlip
    achieved = deciding.map {
      DetectableDifference(
        achieved: $0, documents: pairs.cellCount / pairs.runs.count, runs: pairs.runs.count, design: design)
    }
    self.verdict = verdict
    sentence = ExperimentSentence(
      first: firstName, second: secondName, pairs: pairs, design: design, deciding: deciding,
      signFlip: signFlip
    ).text(of: verdict)
  }
}

extension PairedComparison.Verdict {
  /// By the interval; without one, because all runs differ alike, by the sign-flip test.
  package init(mean: Double, interval: MeanInterval?, signFlip: SignFlipTest?, level: Double) {
    if let interval {
      self = interval.low > 0 ? .firstBetter : interval.high < 0 ? .secondBetter : .cannotTell
    } else if let signFlip, mean != 0, signFlip.pValue <= 1 - level {
      self = mean > 0 ? .firstBetter : .secondBetter
    } else {
      self = .cannotTell
    }
  }
}

extension PairedExperiment {
  enum CodingKeys: String, CodingKey {
    case firstName, secondName, design, runs, documents, disagreement, difference, overRuns, twoWay
    case variance, bootstrap, mcNemar, signFlip, achieved, verdict, sentence
  }

  /// Writes `null`, not nothing, where a part is undefined, so that a program finds every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(firstName, forKey: .firstName)
    try container.encode(secondName, forKey: .secondName)
    try container.encode(design, forKey: .design)
    try container.encode(runs, forKey: .runs)
    try container.encode(documents, forKey: .documents)
    try container.encode(disagreement, forKey: .disagreement)
    try container.encode(difference, forKey: .difference)
    try container.encode(overRuns, forKey: .overRuns)
    try container.encode(twoWay, forKey: .twoWay)
    try container.encode(variance, forKey: .variance)
    try container.encode(bootstrap, forKey: .bootstrap)
    try container.encode(mcNemar, forKey: .mcNemar)
    try container.encode(signFlip, forKey: .signFlip)
    try container.encode(achieved, forKey: .achieved)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(sentence, forKey: .sentence)
  }
}
