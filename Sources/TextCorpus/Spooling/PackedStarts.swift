/// Where the documents of a token file begin, in 5 bytes each: up to 2⁴⁰ tokens, four tebibytes of them.
struct PackedStarts: Sendable {
  private var low: [UInt32] = [0]
  private var high: [UInt8] = [0]

  /// How many documents there are.
  var count: Int { low.count - 1 }

  /// Where document `index` begins, or with `count` where the last one ends.
  subscript(index: Int) -> Int { Int(high[index]) << 32 | Int(low[index]) }

  /// Where the last document ends.
  var end: Int { self[count] }

  /// - Precondition: `end` is not below the last, and below 2⁴⁰.
  mutating func append(end: Int) {
    precondition(end >= self.end && end < 1 << 40, "a document from \(self.end) to \(end)")
    low.append(UInt32(truncatingIfNeeded: end))
    high.append(UInt8(end >> 32))
  }
}
