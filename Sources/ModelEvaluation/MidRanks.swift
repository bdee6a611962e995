/// Ranks with ties.
package enum MidRanks {
  /// The rank of each value, 1 for the smallest; equal values share the mean of their ranks, as in SciPy's `rankdata`.
  /// - Precondition: No value is NaN.
  /// - Complexity: O(n log n).
  package static func ranks(_ values: [Double]) -> [Double] {
    precondition(values.allSatisfy { !$0.isNaN }, "a value to be ranked is NaN")
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in order[start..<end] { ranks[place] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
