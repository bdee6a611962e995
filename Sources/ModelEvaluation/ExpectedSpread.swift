/// What a design leads one to expect of the mean difference and of the verdict's interval; the formulas are
/// ``DetectableDifference``'s.
struct ExpectedSpread: Sendable {
  /// σ, the true standard deviation of the mean difference.
  let deviation: Double
  /// ν of the interval, by the expected parts of its variance.
  let degreesOfFreedom: Double
  /// How often the interval excludes zero; `nil` without any spread.
  private let power: TestPower?

  /// An interval whose standard error is as observed.
  init(_ interval: MeanInterval) {
    self.init(
      deviation: interval.standardError, estimate: interval.standardError,
      degreesOfFreedom: interval.degreesOfFreedom, level: interval.level)
  }

  init(
    documents: Double, runs: Double, design: ExperimentDesign, assumptions: DisagreementAssumptions,
    level: Double
  ) {
    let ofDocuments = assumptions.disagreement * assumptions.repeatedShare / documents
    let ofCells = assumptions.disagreement * (1 - assumptions.repeatedShare) / documents
    let ofRuns = assumptions.runDeviation * assumptions.runDeviation
    if design == .givenTest {
      self.init(
        documents: ofDocuments + ofCells / runs, runs: (ofRuns + ofCells) / runs, cells: ofCells / runs,
        counts: (documents, runs), level: level)
      return
    }
    let ratio = design.testToTrainRatio(runs: Int(runs))
    let share = ratio / (1 + ratio)
    let ofTraining = ofRuns * (1 - share)
    let correction = 1 / runs + ratio
    // Documents that come back in several runs count once; in folds none does.
    let (remaining, shared) =
      design == .folds ? (ofDocuments / runs, 0) : (ofDocuments * (share + (1 - share) / runs), share)
    self.init(
      deviation: (remaining + ofCells / runs + ofTraining * correction).squareRoot(),
      estimate: ((ofDocuments * (1 - shared) + ofCells + ofTraining) * correction).squareRoot(),
      degreesOfFreedom: runs - 1, level: level)
  }

  /// One standard error, estimated with ν degrees of freedom.
  private init(deviation: Double, estimate: Double, degreesOfFreedom: Double, level: Double) {
    self.deviation = deviation
    self.degreesOfFreedom = degreesOfFreedom
    guard deviation > 0 else {
      power = nil
      return
    }
    let critical =
      StudentT(degreesOfFreedom: degreesOfFreedom).quantile((1 + level) / 2) * estimate / deviation
    power = TestPower(degreesOfFreedom: degreesOfFreedom) { critical * $0 }
  }

  /// The parts of ``TwoWayVariance``, of which few runs make that of runs uncertain; the others rest on many documents.
  private init(
    documents: Double, runs: Double, cells: Double, counts: (documents: Double, runs: Double), level: Double
  ) {
    func total(_ runs: Double) -> (variance: Double, degreesOfFreedom: Double) {
      TwoWayVariance.total(documents: documents, runs: runs, cells: cells, counts: counts)
    }
    let deviation = (documents + runs - cells).squareRoot()
    self.deviation = deviation
    degreesOfFreedom = total(runs).degreesOfFreedom
    guard deviation > 0 else {
      power = nil
      return
    }
    power = TestPower(degreesOfFreedom: counts.runs - 1) { x in
      let found = total(runs * x * x)
      return StudentT(degreesOfFreedom: found.degreesOfFreedom).quantile((1 + level) / 2)
        * found.variance.squareRoot() / deviation
    }
  }

  /// The difference found with probability `power`; `nil` if none up to 1 is. Without any spread every difference is
  /// found, the smallest being 0.
  func detectable(power wanted: Double) -> Double? {
    guard let power else { return 0 }
    let difference = (power.noncentrality(power: wanted) ?? 0) * deviation
    return difference <= 1 ? difference : nil
  }
}
