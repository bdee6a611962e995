/// McNemar's exact test: do two classifiers, asked about the same documents, differ by more than chance?
///
///     n = firstOnly + secondOnly      p = min(1, 2 · P(X ≤ min(firstOnly, secondOnly))),  X ~ Binomial(n, ½)
///
/// Only documents on which exactly one is right say anything. The test is about these two trained classifiers and this
/// corpus; it knows nothing of another seed or split, so documents pooled over runs do not belong in it
/// (``PairedComparison`` is for runs). p is 1 if there is no such document.
/// Source: McNemar 1947; Dietterich 1998, section 3.1, <https://doi.org/10.1162/089976698300017197>.
public struct McNemar: Sendable, Codable, Equatable {
  /// Documents that only the first classifier has right.
  public let firstOnly: Int
  /// Documents that only the second classifier has right.
  public let secondOnly: Int
  /// Probability of a split at least as uneven if both were equally good.
  public let pValue: Double

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
    // P(X ≤ k) = I(½; n − k, k + 1), <https://dlmf.nist.gov/8.17.E5>
    pValue =
      more == 0
      ? 1 : min(1, 2 * IncompleteBeta.regularized(0.5, a: Double(more), b: Double(fewer + 1)))
  }
}
