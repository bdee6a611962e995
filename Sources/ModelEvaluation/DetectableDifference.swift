/// The smallest true difference that an experiment finds with a given probability, known before anything is trained.
///
///     δ = noncentrality · σ      P(|Z + noncentrality| > t(ν) · e/σ) = power
///
/// σ² is the true variance of the mean difference and e² the verdict's estimate of it, which few runs make uncertain:
/// the probability is over what they may show (``TestPower``). On average e² is σ² but where Nadeau and Bengio's
/// correction is on the safe side. With n test documents a run, R runs, ψ, λ and τ the assumptions, and q the test part's
/// share of the corpus:
///
///     given test     σ² = ψλ/n + ψ(1−λ)/(R·n) + τ²/R        e² as TwoWayVariance, its part of runs uncertain
///     random splits  σ² = ψλ/n · (q + (1−q)/R) + ψ(1−λ)/(R·n) + τ²(1−q)(1/R + ρ)     e² = s² · (1/R + ρ),
///     folds          σ² = ψ/(R·n) + τ²(1−q)(1/R + ρ)                                  ρ = q / (1−q)
///
/// with s² = ψ/n + τ²(1−q), in random splits less ψλq/n for the documents that two runs share. Training parts overlap,
/// so what they contribute to τ is taken to shrink with more runs only as in Nadeau and Bengio.
/// Source: Cohen 1988, Statistical Power Analysis; for accuracies Card et al. 2020, "With Little Power Comes Great
/// Responsibility", <https://aclanthology.org/2020.emnlp-main.745>.
public struct DetectableDifference: Sendable, Codable, Equatable {
  /// Documents that a run is judged on.
  public let documents: Int
  /// Paired runs.
  public let runs: Int
  /// On which documents the runs are judged.
  public let design: ExperimentDesign
  /// How often the difference is found.
  public let power: Double
  /// Of the interval that must exclude zero.
  public let level: Double
  /// What was assumed; `nil` if the variance was observed.
  public let assumptions: DisagreementAssumptions?
  /// σ, of the mean difference.
  public let standardError: Double
  /// ν of the verdict's interval, by what is expected of its parts.
  public let degreesOfFreedom: Double
  /// δ, a part of one; `nil` if no difference up to 1 is found so often.
  public let difference: Double?

  /// Before training: from the design and what is assumed.
  ///
  /// - Parameters:
  ///   - documents: That each run is judged on, n.
  ///   - runs: R; as many as folds in cross-validation.
  /// - Returns: `nil` for fewer than two runs or documents, where the verdict is "cannot tell" whatever the difference.
  /// - Precondition: `power` and `level` lie strictly between 0 and 1.
  public init?(
    documents: Int, runs: Int, design: ExperimentDesign,
    assumptions: DisagreementAssumptions = DisagreementAssumptions(), power: Double = 0.8,
    level: Double = 0.95
  ) {
    precondition(power > 0 && power < 1 && level > 0 && level < 1, "power \(power), level \(level)")
    guard documents > 1, runs > 1 else { return nil }
    let spread = ExpectedSpread(
      documents: Double(documents), runs: Double(runs), design: design, assumptions: assumptions,
      level: level)
    self.init(
      documents: documents, runs: runs, design: design, assumptions: assumptions, power: power, level: level,
      spread: spread)
  }

  /// After training: from the standard error of the interval that gave the verdict.
  /// - Precondition: `power` lies strictly between 0 and 1.
  package init(
    achieved interval: MeanInterval, documents: Int, runs: Int, design: ExperimentDesign, power: Double = 0.8
  ) {
    self.init(
      documents: documents, runs: runs, design: design, assumptions: nil, power: power, level: interval.level,
      spread: ExpectedSpread(interval))
  }

  private init(
    documents: Int, runs: Int, design: ExperimentDesign, assumptions: DisagreementAssumptions?, power: Double,
    level: Double, spread: ExpectedSpread
  ) {
    self.documents = documents
    self.runs = runs
    self.design = design
    self.assumptions = assumptions
    self.power = power
    self.level = level
    standardError = spread.deviation
    degreesOfFreedom = spread.degreesOfFreedom
    difference = spread.detectable(power: power)
  }

  /// "with 10 runs on 500 test documents a difference of 2.1 points or more would be found 80 times of 100".
  public var sentence: String {
    let each = design == .givenTest ? "" : " each"
    let what =
      difference.map { "a difference of \(fixedPoint(100 * $0, decimals: 1)) points or more" }
      ?? "no difference"
    return "with \(runs) runs on \(documents) test documents\(each) \(what) would be found "
      + "\(PointsText.percent(power)) times of 100"
  }
}

extension DetectableDifference {
  enum CodingKeys: String, CodingKey {
    case documents, runs, design, power, level, assumptions, standardError, degreesOfFreedom
    case difference
  }

  /// Writes `null`, not nothing, where a part is undefined, so that a program finds every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(documents, forKey: .documents)
    try container.encode(runs, forKey: .runs)
    try container.encode(design, forKey: .design)
    try container.encode(power, forKey: .power)
    try container.encode(level, forKey: .level)
    try container.encode(assumptions, forKey: .assumptions)
    try container.encode(standardError, forKey: .standardError)
    try container.encode(degreesOfFreedom, forKey: .degreesOfFreedom)
    try container.encode(difference, forKey: .difference)
  }
}
