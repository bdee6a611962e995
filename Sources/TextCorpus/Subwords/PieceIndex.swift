/// The buckets that have a vector, and which row each has: those of the words that training has seen. A piece that it has not
/// seen says nothing of a word, and is left out of it.
package struct PieceIndex: Sendable, Equatable {
  package let configuration: SubwordConfiguration
  /// `[P]`, ascending. Bucket `buckets[p]` has row p.
  package let buckets: [Int32]

  package var count: Int { buckets.count }

  /// The buckets of some words.
  ///
  /// - Parameter forEachWord: Lends every word.
  /// - Precondition: The configuration has no problem.
  /// - Complexity: O(pieces + buckets).
  package init(_ configuration: SubwordConfiguration, forEachWord: ((Span<UInt8>) -> Void) -> Void) {
    var isThere = [Bool](repeating: false, count: configuration.buckets)
    forEachWord { word in configuration.forEachBucket(of: word) { isThere[Int($0)] = true } }
    self.configuration = configuration
    buckets = isThere.indices.filter { isThere[$0] }.map { Int32($0) }
  }

  /// Takes an index as it is stored, trusting nothing; nil where buckets do not ascend below their number.
  package init?(_ configuration: SubwordConfiguration, buckets: [Int32]) {
    guard configuration.problem == nil, zip(buckets, buckets.dropFirst()).allSatisfy(<),
      buckets.first ?? 0 >= 0, Int(buckets.last ?? 0) < configuration.buckets
    else { return nil }
    self.configuration = configuration
    self.buckets = buckets
  }

  /// Adds the row of each piece of a word that has one; one that the word has twice is added twice.
  ///
  /// - Parameter first: The number of row 0.
  /// - Complexity: O(pieces · log P).
  package func appendRows(of word: Span<UInt8>, first: Int32, to rows: inout [Int32]) {
    configuration.forEachBucket(of: word) { bucket in
      if let row = row(of: bucket) { rows.append(first + row) }
    }
  }

  private func row(of bucket: Int32) -> Int32? {
    var low = 0
    var high = buckets.count
    while low < high {
      let middle = (low + high) / 2
      if buckets[middle] < bucket { low = middle + 1 } else { high = middle }
    }
    return low < buckets.count && buckets[low] == bucket ? Int32(low) : nil
  }
}
