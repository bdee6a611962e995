import TensorMath

/// Word vectors that were learned, and what is needed to give one to a word that was not there.
public struct TrainedVectors: Sendable {
  /// Numbers a vector, d.
  public let dimension: Int
  /// The words, most frequent first; ties by their bytes.
  public let words: [String]
  /// How often each occurs in the text.
  public let counts: [Int]
  /// `[words, d]`; with subwords, means over a word and its pieces.
  public let values: [Float]
  private let index: SubwordIndex
  /// The rows of the pieces, `[rows − words, stride]`.
  private let tables: SkipGramTables

  init(_ training: SkipGramTraining) {
    let tables = training.tables
    let index = training.index
    let dimension = tables.dimension
    self.tables = tables
    self.index = index
    self.dimension = dimension
    words = training.text.words
    counts = training.text.counts
    var values = [Float](repeating: 0, count: words.count * dimension)
    for word in words.indices {
      if index.hasSubwords {
        Self.addMean(of: index.rows(of: word), tables, to: &values, at: word * dimension)
      } else {
        tables.inputs.withUnsafePointer { base in
          for column in 0..<dimension {
            values[word * dimension + column] = base[word * tables.stride + column]
          }
        }
      }
    }
    self.values = values
  }

  /// The vector of a word by its number.
  public subscript(word: Int) -> ArraySlice<Float> { values[word * dimension..<(word + 1) * dimension] }

  /// The vector of a word that may not be among `words`: the mean of those of its pieces that are.
  ///
  /// - Returns: nil without subwords, and where no piece is known.
  /// - Complexity: O(bytes · lengths of pieces + pieces · d).
  public func vector(ofUnknown word: String) -> [Float]? {
    let rows = index.pieceRows(of: word)
    guard !rows.isEmpty else { return nil }
    var result = [Float](repeating: 0, count: dimension)
    Self.addMean(of: rows[...], tables, to: &result, at: 0)
    return result
  }

  private static func addMean(
    of rows: ArraySlice<Int32>, _ tables: SkipGramTables, to values: inout [Float], at start: Int
  ) {
    let share = 1 / Float(rows.count)
    tables.inputs.withUnsafePointer { base in
      for row in rows {
        for column in 0..<tables.dimension {
          values[start + column] += share * base[Int(row) * tables.stride + column]
        }
      }
    }
  }
}
