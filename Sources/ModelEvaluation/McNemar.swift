/// McNemar's test: do two classifiers, asked about the same documents, differ by more than chance?
///
///     n = firstOnly + secondOnly      p = min(1, 2 · P(X ≤ min(firstOnly, secondOnly))),  X ~ Binomial(n, ½)
///     mid-p = 2 · P(X ≤ k) − P(X = k),  k = min(firstOnly, secondOnly)
///     χ² = max(0, |firstOnly − secondOnly| − 1)² / n,  with one degree of freedom
///
/// The exact p never rejects too often, and errs on that side by much for few documents; the mid-p test lies nearer its
/// level; χ² with Edwards's continuity correction, never taken beyond an even
/// split, is what older papers print.
/// Only documents on which exactly one is right say anything. The test is about these two trained classifiers and this
/// corpus; it knows nothing of another seed or split, so documents pooled over runs do not belong in it
/// (``PairedComparison`` is for runs). p is 1 if there is no such document.
/// Source: McNemar 1947; Dietterich 1998, section 3.1, <https://doi.org/10.1162/089976698300017197>; Fagerland,
/// Lydersen and Laake 2013, <https://doi.org/10.1186/1471-2288-13-91>, for mid-p.
public struct McNemar: Sendable, Codable, Equatable {
  /// Documents that only the first classifier has right.
  public let firstOnly: Int
  /// Documents that only the second classifier has right.
  public let secondOnly: Int
  /// Probability of a split at least as uneven if both were equally good.
  public let pValue: Double
  /// The exact p with half the probability of the observed split.
  public let midPValue: Double
  /// χ² with continuity correction.
  public let chiSquare: Double
  /// p of ``chiSquare``.
  public let chiSquarePValue: Double

  /// Counts from the two classifiers' right (`true`) and wrong answers, document by document.
  /// - Precondition: Both have as many documents.
  /// - Complexity: O(documents).
  public init(firstCorrect: [Bool], secondCorrect: [Bool]) {
    precondition(
      firstCorrect.count == secondCorrect.count,
      "\(firstCorrect.count) answers of the first classifier, \(secondCorrect.count) of the second")
    let pairs = zip(firstCorrect, secondCorrect)
    self.init(
      firstOnly: pairs.count { $0 && !$1 },
      secondOnly: pairs.count { !$0 && $1 })
  }

  /// Takes finished counts.
  /// - Precondition: Neither is negative.
  public init(firstOnly: Int, secondOnly: Int) {
    precondition(firstOnly >= 0 && secondOnly >= 0, "negative count: \(firstOnly), \(secondOnly)")
    self.firstOnly = firstOnly
    self.secondOnly = secondOnly
    let fewer = min(firstOnly, secondOnly)
    let more = max(firstOnly, secondOnly)
    let count = Double(firstOnly + secondOnly)
    guard more > 0 else {
      (pValue, midPValue, chiSquare, chiSquarePValue) = (1, 1, 0, 1)
      return
    }
    // P(X ≤ k) = I(½; n − k, k + 1), <https://dlmf.nist.gov/8.17.E5>
    let tail = IncompleteBeta.regularized(0.5, a: Double(more), b: Double(fewer + 1))
    // P(X = k) = 1 / ((n + 1) · B(n − k + 1, k + 1) · 2ⁿ)
    let point = exponential(
      -logarithm(count + 1) - IncompleteBeta.logBeta(Double(more + 1), Double(fewer + 1))
        - count * logarithm(2))
    let distance = max(0, Double(more - fewer) - 1)
    pValue = min(1, 2 * tail)
    midPValue = min(1, 2 * tail - point)
    chiSquare = distance * distance / count
    chiSquarePValue = StandardNormal.twoSided(chiSquare.squareRoot())
  }
}
