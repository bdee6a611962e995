/// The variance of a mean difference that a design leads one to expect; the formulas are ``DetectableDifference``'s.
struct ExpectedSpread: Sendable, Equatable {
  /// σ, the true standard deviation of the mean difference.
  let deviation: Double
  /// e, the standard error that the verdict's interval has on average.
  let estimate: Double
  /// ν of that interval.
  let degreesOfFreedom: Double

  init(deviation: Double, estimate: Double, degreesOfFreedom: Double) {
    self.deviation = deviation
    self.estimate = estimate
    self.degreesOfFreedom = degreesOfFreedom
  }

  init(documents: Double, runs: Double, design: ExperimentDesign, assumptions: DisagreementAssumptions) {
    let ofDocuments = assumptions.disagreement * assumptions.repeatedShare / documents
    let ofCells = assumptions.disagreement * (1 - assumptions.repeatedShare) / documents
    let ofRuns = assumptions.runDeviation * assumptions.runDeviation
    if design == .givenTest {
      let documentPart = ofDocuments + ofCells / runs
      let runPart = (ofRuns + ofCells) / runs
      let variance = ofDocuments + (ofRuns + ofCells) / runs
      deviation = variance.squareRoot()
      estimate = deviation
      // Satterthwaite's, as TwoWayVariance has it.
      let spread = documentPart * documentPart / (documents - 1) + runPart * runPart / (runs - 1)
      degreesOfFreedom = spread > 0 ? variance * variance / spread : documents - 1
      return
    }
    let ratio = design.testToTrainRatio(runs: Int(runs))
    let share = ratio / (1 + ratio)
    let ofTraining = ofRuns * (1 - share)
    let correction = 1 / runs + ratio
    // Documents that come back in several runs count once; in folds none does.
    let (remaining, shared) =
      design == .folds ? (ofDocuments / runs, 0) : (ofDocuments * (share + (1 - share) / runs), share)
    deviation = (remaining + ofCells / runs + ofTraining * correction).squareRoot()
    estimate = ((ofDocuments * (1 - shared) + ofCells + ofTraining) * correction).squareRoot()
    degreesOfFreedom = runs - 1
  }

  /// The difference found with probability `power`; `nil` if none up to 1 is. Without any spread every difference is
  /// found, the smallest being 0.
  func detectable(power: Double, level: Double) -> Double? {
    guard deviation > 0 else { return 0 }
    let critical =
      StudentT(degreesOfFreedom: degreesOfFreedom).quantile((1 + level) / 2) * estimate / deviation
    let noncentrality = NoncentralT.noncentrality(
      power: power, critical: critical, degreesOfFreedom: degreesOfFreedom)
    let difference = (noncentrality ?? 0) * deviation
    return difference <= 1 ? difference : nil
  }
}
