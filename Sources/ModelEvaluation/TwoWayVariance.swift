/// The variance of the mean difference when both the documents and the runs could have been others.
///
///     d̄ = Σ w[r,i] · d[r,i],  w[r,i] = 1 / (runs · documents of run r)        u[r,i] = w[r,i] · (d[r,i] − d̄)
///     documents = N/(N−1) · Σ_i (Σ_r u[r,i])²
///     runs      = R/(R−1) · Σ_r (Σ_i u[r,i])²
///     variance  = max(documents, runs, documents + runs − cells)
///
/// N different documents, R runs. `cells` is what the first two count twice: the luck of a document in a run. Where
/// runs and documents are crossed it is the interaction's mean square over N·R, which makes the sum unbiased; otherwise
/// `M/(M−1) · Σ u²` of the M answers, as for two-way clusters. The greater single one bounds the variance from below,
/// since a difference of estimates may come out too small, even negative.
///
/// Degrees of freedom are Satterthwaite's, `ν = variance² / (documents²/(N−1) + runs²/(R−1))`; those of the part alone
/// where it is the bound. docs/statistics.md has the simulations that chose them.
/// Source: Cameron, Gelbach and Miller 2011, <https://doi.org/10.1198/jbes.2010.07136>; Satterthwaite 1946,
/// <https://doi.org/10.2307/3002019>; Owen 2007, <https://doi.org/10.1214/07-AOAS122>, for crossed samples.
public struct TwoWayVariance: Sendable, Codable, Equatable {
  /// The variance of the mean if only the documents were drawn anew.
  public let documents: Double
  /// If only the runs were.
  public let runs: Double
  /// What both count: the luck of single answers.
  public let cells: Double
  /// If both were.
  public let variance: Double
  /// ν of a t interval with this variance.
  public let degreesOfFreedom: Double

  /// `√variance`.
  public var standardError: Double { variance.squareRoot() }

  /// - Returns: `nil` for one run or one document, which have no spread.
  /// - Complexity: O(cells).
  package init?(_ pairs: PairedDocuments) {
    let runCount = Double(pairs.runs.count)
    let documentCount = Double(pairs.documentCount)
    guard runCount > 1, documentCount > 1 else { return nil }
    let mean = pairs.mean
    var ofDocuments = [Double](repeating: 0, count: pairs.documentCount)
    var runSquares = 0.0
    var cellSquares = 0.0
    for run in pairs.runs {
      let weight = 1 / (runCount * Double(run.places.count))
      var ofRun = 0.0
      for (place, difference) in zip(run.places, run.differences) {
        let part = weight * (Double(difference) - mean)
        ofDocuments[Int(place)] += part
        ofRun += part
        cellSquares += part * part
      }
      runSquares += ofRun * ofRun
    }
    let documentSquares = ofDocuments.reduce(0) { $0 + $1 * $1 }
    documents = documentSquares * documentCount / (documentCount - 1)
    runs = runSquares * runCount / (runCount - 1)
    if pairs.isCrossed {
      let interaction =
        runCount * documentCount * cellSquares - documentCount * documentSquares - runCount * runSquares
      cells = max(0, interaction) / ((runCount - 1) * (documentCount - 1))
    } else {
      let cellCount = Double(pairs.cellCount)
      // Equal to the last bit where each document is in one run, so that the spread of runs is all that is left.
      cells =
        pairs.cellCount == pairs.documentCount ? documents : cellSquares * cellCount / (cellCount - 1)
    }
    (variance, degreesOfFreedom) = Self.total(
      documents: documents, runs: runs, cells: cells, counts: (documentCount, runCount))
  }

  /// The variance by its parts, and Satterthwaite's ν.
  package static func total(
    documents: Double, runs: Double, cells: Double, counts: (documents: Double, runs: Double)
  ) -> (variance: Double, degreesOfFreedom: Double) {
    let sum = runs + (documents - cells)
    let bound = max(documents, runs)
    guard sum > bound else { return (bound, (bound == documents ? counts.documents : counts.runs) - 1) }
    let spread =
      documents * documents / (counts.documents - 1) + runs * runs / (counts.runs - 1)
    return (sum, sum * sum / spread)
  }
}
