import CTensorMath

extension VectorView {
  /// The words that are to `c` as `b` is to `a`, closest first; the three themselves are left out.
  ///
  ///     the neighbours of b/‖b‖ − a/‖a‖ + c/‖c‖
  ///
  /// - Throws: `EmbeddingStoreError.unknownWord`.
  /// - Complexity: As `neighbors(of:count:)`.
  /// Source: Mikolov, Yih and Zweig 2013, <https://aclanthology.org/N13-1090/>; 3CosAdd of Levy and Goldberg 2014,
  /// <https://aclanthology.org/W14-1618/>.
  public func analogy(
    _ a: String, _ b: String, _ c: String, count: Int = 10
  ) throws -> [EmbeddingStore.Neighbor] {
    var sum = [Double](repeating: 0, count: dimension)
    for (word, sign) in [(b, 1.0), (a, -1.0), (c, 1.0)] {
      let vector = try vector(of: word)
      let length = tcm_dot_wide(vector, vector, dimension).squareRoot()
      guard length > 0 else { continue }
      for index in sum.indices { sum[index] += sign * Double(vector[index]) / length }
    }
    return try neighbors(of: sum.map { Float($0) }, count: count, leavingOut: [a, b, c])
  }
}
