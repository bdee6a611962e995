/// The mean of numbers that come one at a time: the bits of `SampleStatistics.mean`, without keeping them.
struct RunningMean: Sendable, Equatable {
  private var first = 0.0
  private var sum = 0.0
  private(set) var count = 0

  /// Adds a number.
  mutating func add(_ value: Double) {
    if count == 0 { first = value }
    // Summing the distances from the first value keeps the mean of equal values exact.
    sum += value - first
    count += 1
  }

  /// `nil` for no numbers.
  var mean: Double? { count == 0 ? nil : first + sum / Double(count) }
}
