import CTensorMath

extension EmbeddingStore {
  /// What rounding the numbers of a set cost.
  public struct QuantizationLoss: Codable, Equatable, Sendable {
    /// The mean cosine between a vector and what was kept of it, over all words.
    public let meanCosine: Double
    /// Of the 10 nearest neighbours of a word, the share that rounding left among the 10 nearest: the mean over the words
    /// that were asked.
    public let recall: Double
    /// How many words were asked for their neighbours.
    public let queries: Int
    /// Among how many words the neighbours were looked for: the first of the set.
    public let candidates: Int
  }
}

/// Keeps the first rows of an import as they were read, and sums up how far rounding moves them all.
struct QuantizationSample {
  private let element: EmbeddingStore.VectorElement
  private let dimension: Int
  private let mostRows: Int
  private var rows: [Float] = []
  private var count = 0
  private var cosines = 0.0

  /// Neighbours that are compared.
  static let neighbors = 10
  static let queries = 200

  init(element: EmbeddingStore.VectorElement, dimension: Int) {
    self.element = element
    self.dimension = dimension
    // 32 MB at most, and no more than a second's work.
    mostRows = min(10_000, max(200, (32 << 20) / (4 * dimension)))
  }

  mutating func add(_ row: [Float]) {
    if count < mostRows { rows += row }
    count += 1
    cosines += row.withUnsafeBufferPointer { row in
      guard let base = row.baseAddress else { return 0 }
      let rounded = element.rounded(Array(row))
      let length = tcm_dot_wide(base, base, dimension).squareRoot()
      // A zero vector is kept as it is.
      return length > 0 ? VectorView.cosine(Array(row), length, rounded) : 1
    }
  }

  /// The loss so far. O(queries · candidates · d).
  func loss() -> EmbeddingStore.QuantizationLoss {
    let candidates = rows.count / dimension
    var rounded = rows
    for start in stride(from: 0, to: rows.count, by: dimension) {
      rounded.replaceSubrange(
        start..<start + dimension, with: element.rounded(Array(rows[start..<start + dimension])))
    }
    let queries = min(Self.queries, candidates)
    var recalls = 0.0
    for number in 0..<queries {
      let query = number * candidates / queries
      let place = query * dimension..<(query + 1) * dimension
      let exact = Self.nearest(to: Array(rows[place]), without: query, in: rows)
      let kept = exact.intersection(Self.nearest(to: Array(rounded[place]), without: query, in: rounded))
      recalls += exact.isEmpty ? 1 : Double(kept.count) / Double(exact.count)
    }
    return .init(
      meanCosine: count > 0 ? cosines / Double(count) : 1,
      recall: queries > 0 ? recalls / Double(queries) : 1,
      queries: queries, candidates: candidates)
  }

  /// The rows nearest to a vector, one row left out.
  static func nearest(to vector: [Float], without query: Int, in rows: [Float]) -> Set<Int> {
    let dimension = vector.count
    return rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return [] }
      let length = tcm_dot_wide(vector, vector, dimension).squareRoot()
      var nearest = NearestList(count: neighbors)
      for row in 0..<rows.count / dimension where row != query {
        nearest.add(row, VectorView.cosine(vector, length, base + row * dimension))
      }
      return Set(nearest.sorted.map(\.place))
    }
  }
}
