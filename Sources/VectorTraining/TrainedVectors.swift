import TensorMath
import TextCorpus

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
  let index: SubwordIndex
  /// Whose inputs have the rows of the pieces behind those of the words.
  let tables: SkipGramTables

  init(_ training: SkipGramTraining) {
    var tables = training.tables
    let index = training.index
    let dimension = tables.dimension
    self.index = index
    self.dimension = dimension
    words = training.text.words
    counts = training.text.counts
    var values = [Float](repeating: 0, count: words.count * dimension)
    for word in words.indices {
      if index.hasSubwords {
        let rows = index.rows(of: word)
        Self.addMean(of: rows, count: rows.count, tables, to: &values, at: word * dimension)
      } else {
        tables.inputs.withUnsafePointer { base in
          for column in 0..<dimension {
            values[word * dimension + column] = base[word * tables.stride + column]
          }
        }
      }
    }
    self.values = values
    // Who has no pieces needs no rows any more, and nobody what was told from what.
    tables.outputs = AlignedFloats(count: 0)
    if !index.hasSubwords { tables.inputs = AlignedFloats(count: 0) }
    self.tables = tables
  }

  /// The vector of a word by its number.
  public subscript(word: Int) -> ArraySlice<Float> { values[word * dimension..<(word + 1) * dimension] }

  /// The pieces that were learned; nil without.
  public var subwords: SubwordConfiguration? { index.subwords }

  /// The vector of a bucket of pieces, `[d]`; nil where no word has one of its pieces.
  public func vector(ofBucket bucket: Int) -> [Float]? {
    guard let row = index.row(ofBucket: Int32(bucket)) else { return nil }
    var result = [Float](repeating: 0, count: dimension)
    Self.addMean(of: [row], count: 1, tables, to: &result, at: 0)
    return result
  }

  /// The vector of a word that is not among `words`: the mean over its pieces. A piece that no word has counts as
  /// zeros, where fastText has the numbers it began with.
  ///
  /// - Returns: nil without subwords, and where none of the pieces is known.
  /// - Complexity: O(bytes · lengths of pieces + pieces · d).
  public func vector(ofUnknown word: String) -> [Float]? {
    guard let subwords = index.subwords else { return nil }
    let buckets = SubwordIndex.buckets(of: word, subwords)
    let rows = buckets.compactMap { index.row(ofBucket: $0) }
    guard !rows.isEmpty else { return nil }
    var result = [Float](repeating: 0, count: dimension)
    Self.addMean(of: rows[...], count: buckets.count, tables, to: &result, at: 0)
    return result
  }

  private static func addMean(
    of rows: ArraySlice<Int32>, count: Int, _ tables: SkipGramTables, to values: inout [Float], at start: Int
  ) {
    let share = 1 / Float(count)
    tables.inputs.withUnsafePointer { base in
      for row in rows {
        for column in 0..<tables.dimension {
          values[start + column] += share * base[Int(row) * tables.stride + column]
        }
      }
    }
  }
}
