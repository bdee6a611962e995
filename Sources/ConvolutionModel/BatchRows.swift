/// The rows that the words of a batch are made of, and for each of them the words that it is in: what a step gathers, and what its
/// gradients go to. Scratch of a batch over composed words.
package struct BatchRows: Sendable {
  package let composition: WordComposition
  /// Numbers of the distinct rows, `[R]`, ascending.
  package private(set) var rows: [Int32] = []
  /// Row `rows[r]` is in the words `words[starts[r] ..< starts[r + 1]]` of the batch, ascending; their share of it is in
  /// `shares`.
  private(set) var starts: [Int] = [0]
  private(set) var words: [Int32] = []
  private(set) var shares: [Float] = []
  /// One bit a row of the table: whether the batch has it.
  private var isThere: [UInt64]
  /// Where a row's next word goes; of use for the rows of the batch alone.
  private var next: [Int]

  /// - Parameter rowCount: How many rows the table has.
  package init(_ composition: WordComposition, rowCount: Int) {
    self.composition = composition
    isThere = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
    next = [Int](repeating: 0, count: rowCount)
  }

  /// Finds the rows of some words. O(rows of the words + rows of the table / 64)
  mutating func collect(_ batchWords: [Int32]) {
    rows.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    for word in batchWords {
      for row in composition[Int(word)] {
        isThere[Int(row) / 64] |= 1 << UInt64(row % 64)
        next[Int(row)] += 1
      }
    }
    var end = 0
    for index in isThere.indices where isThere[index] != 0 {
      var bits = isThere[index]
      isThere[index] = 0
      while bits != 0 {
        let row = index * 64 + bits.trailingZeroBitCount
        bits &= bits - 1
        rows.append(Int32(row))
        starts.append(end)
        let count = next[row]
        next[row] = end
        end += count
      }
    }
    starts.append(end)
    if words.count < end {
      words = [Int32](repeating: 0, count: end)
      shares = [Float](repeating: 0, count: end)
    }
    for (u, word) in batchWords.enumerated() {
      for entry in composition.starts[Int(word)]..<composition.starts[Int(word) + 1] {
        let row = Int(composition.rows[entry])
        words[next[row]] = Int32(u)
        shares[next[row]] = composition.shares[entry]
        next[row] += 1
      }
    }
    for row in rows { next[Int(row)] = 0 }
  }
}
