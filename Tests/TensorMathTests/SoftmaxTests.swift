import TensorMath
import TestSupport
import Testing

@Suite struct SoftmaxTests {
  @Test(arguments: 1...8)
  func equalsTheDoubleTwin(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for count in [1, 2, 3, 50] {
      let x = generator.floats(count, within: 30)
      var y = x
      let logSum = softmax(&y, count: count)
      let sum = x.reduce(0) { $0 + exponential(Double($1)) }
      expectClose([logSum], [logarithm(sum)], "ln Σ", relative: 1e-9, absolute: 1e-6)
      expectClose(y, x.map { exponential(Double($0)) / sum }, "softmax", relative: 1e-5, absolute: 1e-30)
      expectClose([y.reduce(0, +)], [1], "sum", relative: 1e-6)
    }
  }

  @Test func greatLogitsDoNotOverflow() {
    var y: [Float] = [1e6, 0, -1e6]
    #expect(softmax(&y, count: 3) == 1e6)
    #expect(y == [1, 0, 0])
    y = [-1e6, -1e6]
    _ = softmax(&y, count: 2)
    #expect(y == [0.5, 0.5])
  }

  @Test func notANumberIsPassedOn() {
    var y: [Float] = [.nan, 1]
    #expect(softmax(&y, count: 2).isNaN)
    #expect(y.allSatisfy { $0.isNaN })
    y = [1, .nan]
    #expect(softmax(&y, count: 2).isNaN)
  }
}
