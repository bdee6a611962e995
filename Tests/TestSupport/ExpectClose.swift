import Testing

/// Expects |a − b| ≤ absolute + relative · max(|a|, |b|) everywhere, and names the worst place.
///
/// NaN agrees with NaN only, an infinity with itself only.
package func expectClose<Number: BinaryFloatingPoint>(
  _ actual: [Number], _ expected: [Double], _ name: String, relative: Double = 1e-4, absolute: Double = 2e-6,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.count == expected.count else {
    Issue.record(
      "\(name): \(actual.count) numbers, expected \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  var worst = (excess: 0.0, index: 0)
  for (index, (a, e)) in zip(actual, expected).enumerated() {
    let excess = excess(Double(a), e, relative: relative, absolute: absolute)
    if excess > worst.excess { worst = (excess, index) }
  }
  if worst.excess > 1 {
    let i = worst.index
    Issue.record(
      "\(name)[\(i)] is \(actual[i]), expected \(expected[i]): \(worst.excess) times the tolerance",
      sourceLocation: sourceLocation)
  }
}

/// How many times the tolerance two numbers are apart.
package func excess(_ a: Double, _ b: Double, relative: Double, absolute: Double) -> Double {
  if a == b || a.isNaN && b.isNaN { return 0 }
  guard a.isFinite, b.isFinite else { return .infinity }
  return abs(a - b) / (absolute + relative * max(abs(a), abs(b)))
}

/// Expects the same bits everywhere, and names the first place where they differ.
package func expectSameBits(
  _ actual: [Float], _ expected: [Float], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.count == expected.count else {
    Issue.record(
      "\(name): \(actual.count) numbers, expected \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  for (index, (a, e)) in zip(actual, expected).enumerated() where a.bitPattern != e.bitPattern {
    Issue.record("\(name)[\(index)] is \(a), expected the bits of \(e)", sourceLocation: sourceLocation)
    return
  }
}
