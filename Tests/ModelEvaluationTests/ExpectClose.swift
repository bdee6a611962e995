import Testing

/// |a − b| ≤ relative · max(|a|, |b|), or ≤ absolute; says by how much it fails.
func expectClose(
  _ value: Double?, _ expected: Double?, relative: Double = 1e-10, absolute: Double = 1e-300,
  _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let value, let expected else {
    #expect(value == expected, "\(what)", sourceLocation: sourceLocation)
    return
  }
  let distance = abs(value - expected)
  #expect(
    distance <= max(absolute, relative * max(abs(value), abs(expected))),
    "\(what): \(value), expected \(expected), \(distance) apart", sourceLocation: sourceLocation)
}
