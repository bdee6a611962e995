import TensorMath

extension SeededGenerator {
  /// Uniform in [−bound, bound).
  package mutating func floats(_ count: Int, within bound: Float = 1) -> [Float] {
    (0..<count).map { _ in uniform(within: bound) }
  }

  /// Eighths from −2 to 2. Sums of their products are exact in float32 in any order, so a fast loop must agree with
  /// its twin to the last bit, and ties are frequent.
  package mutating func eighths(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(integer(below: 33) - 16) / 8 }
  }

  /// Uniform in 0 ..< bound.
  package mutating func integer(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Word numbers below `vocabularyCount`.
  package mutating func words(_ count: Int, vocabularyCount: Int) -> [Int32] {
    (0..<count).map { _ in Int32(integer(below: vocabularyCount)) }
  }
}
