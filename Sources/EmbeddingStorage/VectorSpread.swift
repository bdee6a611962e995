/// Sums up vectors one by one to tell their variance.
///
///     variance = mean over the d components of (E[x²] − E[x]²)
///
/// The sums are Double, so that millions of Floats add up exactly enough. O(d) memory, O(d) a vector.
struct VectorSpread {
  private var count = 0
  private var sums: [Double]
  private var squares: [Double]

  init(dimension: Int) {
    sums = Array(repeating: 0, count: dimension)
    squares = sums
  }

  /// Adds a vector of `dimension` numbers.
  mutating func add(_ vector: UnsafeBufferPointer<Float>) {
    precondition(vector.count == sums.count, "vector [\(vector.count)], expected [\(sums.count)]")
    count += 1
    for index in vector.indices {
      let value = Double(vector[index])
      sums[index] += value
      squares[index] += value * value
    }
  }

  /// The variance of what was added; zero before the first vector.
  var variance: Double {
    guard count > 0, !sums.isEmpty else { return 0 }
    let number = Double(count)
    var total = 0.0
    for (sum, square) in zip(sums, squares) {
      let mean = sum / number
      // Rounding can push equal numbers a hair below zero.
      total += max(0, square / number - mean * mean)
    }
    return total / Double(sums.count)
  }
}
