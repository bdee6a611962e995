/// A bootstrap resample of documents: as many as there are, each drawn from all of them, with replacement.
///
/// Some 63 % of the documents are in it (1 − 1/e), some of them several times; a rare class may be missing.
/// Source: Efron 1979, <https://doi.org/10.1214/aos/1176344552>; for ensembles Breiman 1996, "Bagging predictors",
/// <https://doi.org/10.1007/BF00058655>.
public struct Bootstrap: Sendable, Equatable {
  /// Ascending, with repeats.
  public let documents: [Int]

  /// - Parameters:
  ///   - count: How many documents there are.
  ///   - generator: Decides the draw; the same generator and count give the same resample.
  /// - Complexity: O(n log n).
  public init(of count: Int, using generator: inout some RandomNumberGenerator) {
    var documents: [Int] = []
    documents.reserveCapacity(count)
    for _ in 0..<count { documents.append(Int(uniform(below: UInt64(count), using: &generator))) }
    self.documents = documents.sorted()
  }
}
