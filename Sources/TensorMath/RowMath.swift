import CTensorMath

// The names under which the floors above see the row loops. Formulas and bounds: CTensorMath.h.

/// The GEMM library that this build calls: "oneDNN", "Accelerate" or "plain".
package var matrixMultiplyLibrary: String { String(cString: tcm_matrix_multiply_library()) }

/// A row-major matrix somewhere in memory: where it starts and how far its rows are apart.
package struct MatrixView {
  package var base: UnsafePointer<Float>
  package var stride: Int
  package var isTransposed = false

  package init(_ base: UnsafePointer<Float>, stride: Int) {
    self.base = base
    self.stride = stride
  }

  /// The same numbers read as their transpose.
  package var transposed: MatrixView {
    var view = self
    view.isTransposed.toggle()
    return view
  }
}

/// C = A · B, or C += A · B, of shapes [m,n] = [m,k] · [k,n], on the calling thread alone. O(m·n·k).
package func multiply(
  _ a: MatrixView, _ b: MatrixView, m: Int, n: Int, k: Int, into c: UnsafeMutablePointer<Float>, stride: Int,
  accumulating: Bool = false
) {
  tcm_matrix_multiply(
    a.isTransposed, b.isTransposed, m, n, k, a.base, a.stride, b.base, b.stride, accumulating, c, stride)
}

/// y = softmax(x) of `count` logits, in place; returns ln Σ exp(x). Double inside, as a loss is a sum of logarithms.
package func softmax(_ x: UnsafeMutablePointer<Float>, count: Int) -> Double {
  var greatest = -Float.infinity
  for i in 0..<count { greatest = max(greatest, x[i]) }
  var sum = 0.0
  for i in 0..<count { sum += exponential(Double(x[i] - greatest)) }
  let logSum = Double(greatest) + logarithm(sum)
  for i in 0..<count { x[i] = Float(exponential(Double(x[i]) - logSum)) }
  return logSum
}
