import Testing

/// Expects |a − b| ≤ absolute + relative · max(|a|, |b|) everywhere, and names the worst place.
package func expectClose(
  _ actual: [Float], _ expected: [Double], _ name: String, relative: Double = 1e-4, absolute: Double = 2e-6,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.count == expected.count else {
    Issue.record("\(name): \(actual.count) numbers, expected \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  var worst = (excess: 0.0, index: 0)
  for (index, (a, e)) in zip(actual, expected).enumerated() {
    let a = Double(a)
    let allowed = absolute + relative * max(abs(a), abs(e))
    let excess = a.isNaN != e.isNaN ? .infinity : abs(a - e) / allowed
    if excess > worst.excess { worst = (excess, index) }
  }
  if worst.excess > 1 {
    let i = worst.index
    Issue.record(
      "\(name)[\(i)] is \(actual[i]), expected \(expected[i]): \(worst.excess) times the tolerance",
      sourceLocation: sourceLocation)
  }
}
