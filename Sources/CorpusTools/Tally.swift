/// How often each of some small numbers came, from which every quantile follows exactly; memory is that of
/// the distinct numbers.
package struct Tally: Sendable, Equatable {
  private var counts: [Int: Int] = [:]
  package private(set) var total = 0
  package private(set) var sum = 0

  package init() {}

  package mutating func add(_ value: Int) {
    counts[value, default: 0] += 1
    total += 1
    sum += value
  }

  package var sorted: [(value: Int, count: Int)] {
    counts.sorted { $0.key < $1.key }.map { (value: $0.key, count: $0.value) }
  }

  package var mean: Double? { total == 0 ? nil : Double(sum) / Double(total) }
  package var maximum: Int? { counts.keys.max() }
  package var minimum: Int? { counts.keys.min() }

  /// The least value that at least this share of all do not exceed; nil of nothing.
  ///
  /// - Precondition: The share is above 0 and at most 1.
  package func quantile(_ share: Double) -> Int? {
    precondition(share > 0 && share <= 1, "a quantile of \(share)")
    let rank = max(1, Int((share * Double(total)).rounded(.up)))
    var seen = 0
    for (value, count) in sorted {
      seen += count
      if seen >= rank { return value }
    }
    return nil
  }
}

/// Documents that have something in common: how many, and where the first few stand.
package struct Places: Sendable, Equatable {
  package private(set) var count = 0
  package private(set) var first: [Int] = []

  /// How many are kept.
  package static let limit = 5

  package init() {}

  mutating func add(_ line: Int) {
    count += 1
    if first.count < Self.limit { first.append(line) }
  }
}
