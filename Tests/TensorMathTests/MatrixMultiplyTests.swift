import CTensorMath
import TensorMath
import TestSupport
import Testing

@Suite struct MatrixMultiplyTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let m: Int
    let n: Int
    let k: Int
    var testDescription: String { "\(m)×\(n)×\(k)" }
  }

  static let shapes = [
    (1, 1, 1), (1, 1, 300), (1, 7, 5), (7, 1, 5), (2, 3, 4), (5, 5, 16), (15, 17, 16), (16, 16, 16),
    (17, 33, 65),
    (31, 4, 128), (64, 48, 20), (50, 120, 300), (3, 200, 1),
  ].map { Shape(m: $0.0, n: $0.1, k: $0.2) }

  /// What both must give: one product after another, in Double.
  private func expected(
    _ shape: Shape, _ a: [Float], _ b: [Float], lda: Int, ldb: Int, transposed: (Bool, Bool),
    into c: [Float]?,
    ldc: Int
  ) -> [Double] {
    var result: [Double] = []
    for i in 0..<shape.m {
      for j in 0..<shape.n {
        var sum = c.map { Double($0[i * ldc + j]) } ?? 0
        for l in 0..<shape.k {
          let x = transposed.0 ? a[l * lda + i] : a[i * lda + l]
          let y = transposed.1 ? b[j * ldb + l] : b[l * ldb + j]
          sum += Double(x) * Double(y)
        }
        result.append(sum)
      }
    }
    return result
  }

  /// Rows further apart than they are long, with NaN between: a product that reads or writes there shows it.
  private func matrix(rows: Int, columns: Int, gap: Int, _ generator: inout SeededGenerator) -> [Float] {
    (0..<rows).flatMap { _ in generator.eighths(columns) + [Float](repeating: .nan, count: gap) }
  }

  @Test(arguments: shapes, [UInt64(1), 2])
  func bothEqualTheDoubleTwin(_ shape: Shape, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "\(shape)")
    for case (let ta, let tb, let accumulates, let gap) in [
      (false, false, false, 0), (false, true, false, 3), (true, false, false, 1), (true, true, false, 2),
      (false, false, true, 5), (false, true, true, 0), (true, false, true, 2), (true, true, true, 1),
    ] {
      let (m, n, k) = (shape.m, shape.n, shape.k)
      let (lda, ldb, ldc) = ((ta ? m : k) + gap, (tb ? k : n) + gap, n + gap)
      let a = matrix(rows: ta ? k : m, columns: ta ? m : k, gap: gap, &generator)
      let b = matrix(rows: tb ? n : k, columns: tb ? k : n, gap: gap, &generator)
      let start = matrix(rows: m, columns: n, gap: gap, &generator)
      // What is not added to is not read: NaN there must not show.
      let c = accumulates ? start : [Float](repeating: .nan, count: start.count)
      let wanted = expected(
        shape, a, b, lda: lda, ldb: ldb, transposed: (ta, tb), into: accumulates ? start : nil, ldc: ldc)
      for (name, multiply) in [("library", tcm_matrix_multiply), ("plain", tcm_matrix_multiply_plain)] {
        var result = c
        multiply(ta, tb, m, n, k, a, lda, b, ldb, accumulates, &result, ldc)
        let inner = (0..<m).flatMap { result[$0 * ldc..<$0 * ldc + n] }
        let gaps = (0..<m).flatMap { result[$0 * ldc + n..<($0 + 1) * ldc] }
        expectClose(inner, wanted, "\(name) \(ta) \(tb) \(accumulates)", relative: 0, absolute: 0)
        #expect(gaps.allSatisfy { $0.isNaN }, "\(name) writes between the rows")
      }
    }
  }

  @Test func sumsOfNothingAreZero() {
    for multiply in [tcm_matrix_multiply, tcm_matrix_multiply_plain] {
      for transposed in [false, true] {
        var c: [Float] = [1, 2, .nan, 4, 5, 6]
        let nothing: [Float] = [0]
        multiply(transposed, false, 2, 3, 0, nothing, 2, nothing, 3, false, &c, 3)
        #expect(c == [0, 0, 0, 0, 0, 0])
        c = [1, 2, 3, 4, 5, 6]
        multiply(transposed, false, 2, 3, 0, nothing, 2, nothing, 3, true, &c, 3)
        #expect(c == [1, 2, 3, 4, 5, 6])
      }
    }
  }

  @Test func nothingIsWrittenWithoutRowsOrColumns() {
    for multiply in [tcm_matrix_multiply, tcm_matrix_multiply_plain] {
      var c: [Float] = [7]
      multiply(false, false, 0, 1, 1, [1], 1, [1], 1, false, &c, 1)
      multiply(false, false, 1, 0, 1, [1], 1, [1], 1, false, &c, 1)
      #expect(c == [7])
    }
  }

  @Test func notANumberIsPassedOn() {
    for multiply in [tcm_matrix_multiply, tcm_matrix_multiply_plain] {
      var c: [Float] = [0, 0]
      multiply(false, false, 2, 1, 2, [.nan, 1, 1, 1], 2, [0, 1], 1, false, &c, 1)
      #expect(c[0].isNaN && c[1] == 1)
    }
  }

  @Test func viewsAreTransposedAndAdded() {
    let a: [Float] = [1, 2, 3, 4, 5, 6]
    let b: [Float] = [1, 0, 2, 0, 1, 1]
    var c: [Float] = [10, 0, 0, 10]
    // A [2,3] · Bᵀ [3,2], B stored as [2,3].
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        multiply(
          MatrixView(a.baseAddress!, stride: 3), MatrixView(b.baseAddress!, stride: 3).transposed, m: 2, n: 2,
          k: 3,
          into: &c, stride: 2, accumulating: true)
      }
    }
    #expect(c == [17, 5, 16, 21])
    #expect(["oneDNN", "Accelerate", "plain"].contains(matrixMultiplyLibrary))
  }
}
