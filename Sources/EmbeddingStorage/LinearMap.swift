/// An affine map between two spaces of vectors, by least squares with a ridge.
///
///     y ≈ ȳ + (x − x̄)·W      W = (XᵀX + λ·I)⁻¹·XᵀY of centred rows,      λ = ridge · trace(XᵀX) / d_x
///
/// All of it in Double: the normal equations square the condition of X. Source: Mikolov, Le and Sutskever 2013, "Exploiting
/// similarities among languages for machine translation", <https://arxiv.org/abs/1309.4168>; the ridge, Hoerl and Kennard 1970.
struct LinearMap {
  private let inputMean: [Double]
  private let outputMean: [Double]
  /// `[d_x, d_y]`
  private let weights: [Double]

  /// - Parameters:
  ///   - x: Rows `[n, d_x]`.
  ///   - y: Rows `[n, d_y]` that belong to them.
  /// - Returns: Nil where the ridge is too small for the map to be determined.
  /// - Precondition: n ≥ 1, ridge > 0.
  /// - Complexity: O(n·d_x·(d_x + d_y) + d_x³).
  init?(from x: [Float], _ inputs: Int, to y: [Float], _ outputs: Int, ridge: Double) {
    precondition(
      x.count / inputs == y.count / outputs && !x.isEmpty && ridge > 0, "rows that do not belong together")
    let inputMean = Self.mean(x, inputs)
    let outputMean = Self.mean(y, outputs)
    var squares = [Double](repeating: 0, count: inputs * inputs)
    var products = [Double](repeating: 0, count: inputs * outputs)
    var input = inputMean
    var output = outputMean
    for row in 0..<x.count / inputs {
      for index in 0..<inputs { input[index] = Double(x[row * inputs + index]) - inputMean[index] }
      for index in 0..<outputs { output[index] = Double(y[row * outputs + index]) - outputMean[index] }
      Self.addOuterProduct(input, input, to: &squares)
      Self.addOuterProduct(input, output, to: &products)
    }
    let trace = (0..<inputs).reduce(0) { $0 + squares[$1 * inputs + $1] }
    // Where all rows are equal there is nothing to map but their mean.
    let penalty = trace > 0 ? ridge * trace / Double(inputs) : 1
    for index in 0..<inputs { squares[index * inputs + index] += penalty }
    guard Self.factorize(&squares, inputs) else { return nil }
    Self.solve(squares, inputs, &products, outputs)
    self.inputMean = inputMean
    self.outputMean = outputMean
    weights = products
    guard weights.allSatisfy(\.isFinite) else { return nil }
  }

  /// The image of a vector of d_x numbers. O(d_x·d_y).
  func callAsFunction(_ vector: UnsafeBufferPointer<Float>) -> [Float] {
    precondition(
      vector.count == inputMean.count, "a vector of \(vector.count) numbers, expected \(inputMean.count)")
    var image = outputMean
    weights.withUnsafeBufferPointer { weights in
      image.withUnsafeMutableBufferPointer { image in
        for (index, value) in vector.enumerated() {
          let centred = Double(value) - inputMean[index]
          let row = index * image.count
          for column in image.indices { image[column] += centred * weights[row + column] }
        }
      }
    }
    return image.map { Float($0) }
  }

  private static func mean(_ rows: [Float], _ dimension: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: dimension)
    for start in stride(from: 0, to: rows.count, by: dimension) {
      for index in 0..<dimension { sum[index] += Double(rows[start + index]) }
    }
    return sum.map { $0 / Double(rows.count / dimension) }
  }

  /// sum[i, j] += a[i]·b[j]
  private static func addOuterProduct(_ a: [Double], _ b: [Double], to sum: inout [Double]) {
    sum.withUnsafeMutableBufferPointer { sum in
      b.withUnsafeBufferPointer { b in
        for (row, factor) in a.enumerated() {
          let start = row * b.count
          for column in b.indices { sum[start + column] += factor * b[column] }
        }
      }
    }
  }

  /// A = L·Lᵀ in place, in the lower triangle of A; false where A is not positive definite. O(d³).
  static func factorize(_ matrix: inout [Double], _ size: Int) -> Bool {
    matrix.withUnsafeMutableBufferPointer { a in
      for column in 0..<size {
        for row in column..<size {
          var sum = a[row * size + column]
          for k in 0..<column { sum -= a[row * size + k] * a[column * size + k] }
          if row == column, !(sum > 0) { return false }
          a[row * size + column] = row == column ? sum.squareRoot() : sum / a[column * size + column]
        }
      }
      return true
    }
  }

  /// Solves L·Lᵀ·X = B for `columns` right sides at once, in place. O(d²·columns).
  static func solve(_ factor: [Double], _ size: Int, _ sides: inout [Double], _ columns: Int) {
    factor.withUnsafeBufferPointer { l in
      sides.withUnsafeMutableBufferPointer { b in
        func eliminate(_ row: Int, _ other: Int, _ weight: Double) {
          for column in 0..<columns { b[row * columns + column] -= weight * b[other * columns + column] }
        }
        func divide(_ row: Int) {
          for column in 0..<columns { b[row * columns + column] /= l[row * size + row] }
        }
        for row in 0..<size {
          for other in 0..<row { eliminate(row, other, l[row * size + other]) }
          divide(row)
        }
        for row in (0..<size).reversed() {
          for other in row + 1..<size { eliminate(row, other, l[other * size + row]) }
          divide(row)
        }
      }
    }
  }
}
