import CTensorMath
import TensorMath
import TestSupport
import Testing

@Suite struct ProjectRowsTests {
  private func project(
    _ x: ArraySlice<Float>, stride: Int, rows: Int, _ w: ArraySlice<Float>, columns: Int, d: Int,
    outStride: Int
  ) -> [Float] {
    var out = [Float](repeating: -99, count: rows * outStride)
    tcm_project_rows(Array(x), stride, rows, Array(w), columns, d, &out, outStride)
    return out
  }

  @Test(arguments: [16, 32, 48, 304], [UInt64(1), 2])
  func equalsTheDoubleTwin(d: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for rows in 1...9 {
      for columns in [1, 2, 3, 4, 5, 7, 8, 13] {
        let stride = d + 16 * generator.integer(below: 2)
        let outStride = columns + generator.integer(below: 3)
        let x = generator.eighths(rows * stride)
        let w = generator.eighths(columns * d)
        let out = project(
          x[...], stride: stride, rows: rows, w[...], columns: columns, d: d, outStride: outStride)
        var expected: [Double] = []
        for r in 0..<rows {
          for j in 0..<outStride {
            expected.append(
              j < columns
                ? (0..<d).reduce(0) { $0 + Double(x[r * stride + $1]) * Double(w[j * d + $1]) } : -99)
          }
        }
        expectClose(out, expected, "\(rows) rows, \(columns) columns", relative: 0, absolute: 0)
      }
    }
  }

  /// Against the Double twin, and each row alone has the bits that it has among others.
  @Test(arguments: [16, 112], [16, 48, 64, 144])
  func transposedWeights(d: Int, columns: Int) {
    var generator = SeededGenerator(seed: 3, purpose: "\(d) \(columns)")
    let w = generator.eighths(d * columns)
    for rows in 1...9 {
      let x = generator.eighths(rows * d)
      var out = [Float](repeating: -99, count: rows * columns)
      tcm_multiply_rows(x, d, rows, w, columns, columns, d, &out, columns)
      var expected: [Double] = []
      for r in 0..<rows {
        for j in 0..<columns {
          var sum = 0.0
          for k in 0..<d { sum += Double(x[r * d + k]) * Double(w[k * columns + j]) }
          expected.append(sum)
        }
      }
      expectClose(out, expected, "\(rows) rows", relative: 0, absolute: 0)
    }
    let (x, kernels) = (generator.floats(9 * d), generator.floats(d * columns))
    var all = [Float](repeating: 0, count: 9 * columns)
    tcm_multiply_rows(x, d, 9, kernels, columns, columns, d, &all, columns)
    for r in 0..<9 {
      var one = [Float](repeating: 0, count: columns)
      tcm_multiply_rows(Array(x[(r * d)...]), d, 1, kernels, columns, columns, d, &one, columns)
      expectSameBits(one, Array(all[r * columns..<(r + 1) * columns]), "row \(r)")
    }
  }

  /// What a document scores must not depend on the words that are projected with its own.
  @Test(arguments: [16, 112, 304], [UInt64(1), 2, 3])
  func bitsDependOnNothingButTheRowAndTheColumn(d: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let (rows, columns) = (11, 10)
    let x = generator.floats(rows * d)
    let w = generator.floats(columns * d)
    let all = project(x[...], stride: d, rows: rows, w[...], columns: columns, d: d, outStride: columns)
    for r in 0..<rows {
      for count in 1...(rows - r) {
        let some = project(
          x[(r * d)...], stride: d, rows: count, w[...], columns: columns, d: d, outStride: columns)
        expectSameBits(some, Array(all[r * columns..<(r + count) * columns]), "rows \(r) ..< \(r + count)")
      }
    }
    for j in 0..<columns {
      let one = project(x[...], stride: d, rows: rows, w[(j * d)...], columns: 1, d: d, outStride: 1)
      expectSameBits(one, (0..<rows).map { all[$0 * columns + j] }, "column \(j)")
    }
  }

  @Test func nothingIsWrittenWithoutRows() {
    var out: [Float] = [5]
    tcm_project_rows([0], 16, 0, [0], 1, 16, &out, 1)
    #expect(out == [5])
  }
}

@Suite struct SumWeightedRowsTests {
  @Test(arguments: Array(stride(from: 16, through: 320, by: 16)), [UInt64(1), 2])
  func equalsTheDoubleTwin(d: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "\(d)")
    for count in [0, 1, 2, 7, 100] {
      for accumulates in [false, true] {
        let base = generator.eighths(9 * d)
        let index = generator.words(count, vocabularyCount: 9)
        let coefficient = generator.eighths(count)
        // What is not added to is not read; what lies beyond d is not written.
        let start = (accumulates ? generator.eighths(d) : [Float](repeating: .nan, count: d)) + [77]
        var out = start
        tcm_sum_weighted_rows(&out, accumulates, base, d, index, coefficient, count)
        let expected =
          (0..<d).map { j in
            zip(index, coefficient).reduce(accumulates ? Double(start[j]) : 0) {
              $0 + Double($1.1) * Double(base[Int($1.0) * d + j])
            }
          } + [77]
        expectClose(out, expected, "\(count) rows, accumulating \(accumulates)", relative: 0, absolute: 0)
      }
    }
  }

  @Test func rowsAreAddedInTheirOrder() {
    // 1 + 2²⁵ − 2²⁵ is 0 in float32, and 2²⁵ − 2²⁵ + 1 is 1.
    let big = Float(1 << 25)
    let base = [Float](repeating: 1, count: 16) + [Float](repeating: big, count: 16)
    var out = [Float](repeating: 9, count: 16)
    tcm_sum_weighted_rows(&out, false, base, 16, [0, 1, 1], [1, 1, -1], 3)
    #expect(out == [Float](repeating: 0, count: 16))
    tcm_sum_weighted_rows(&out, false, base, 16, [1, 1, 0], [1, -1, 1], 3)
    #expect(out == [Float](repeating: 1, count: 16))
  }
}
