import CTensorMath
import TensorMath
import TestSupport
import Testing

/// One step of each loop against its formula in Double, weights of every length around a vector's.
@Suite struct OptimizerLoopTests {
  struct State {
    var w: [Float]
    var g: [Float]
    var first: [Float]
    var second: [Float]

    init(_ count: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed, purpose: "\(count)")
      w = generator.floats(count)
      g = generator.floats(count)
      first = generator.floats(count)
      second = generator.floats(count).map(abs)
    }
  }

  static let counts = [1, 2, 15, 16, 17, 31, 64, 300]

  private func expect(
    _ state: State, _ name: String, _ twin: (Double, Double, Double, Double) -> (Double, Double, Double),
    _ start: State
  ) {
    let expected = start.w.indices.map {
      twin(Double(start.w[$0]), Double(start.g[$0]), Double(start.first[$0]), Double(start.second[$0]))
    }
    expectClose(state.w, expected.map(\.0), "\(name) w", relative: 1e-6, absolute: 2e-7)
    expectClose(state.first, expected.map(\.1), "\(name) first", relative: 1e-6, absolute: 1e-7)
    expectClose(state.second, expected.map(\.2), "\(name) second", relative: 1e-6, absolute: 1e-7)
  }

  @Test(arguments: counts, [UInt64(1), 2])
  func adadelta(count: Int, seed: UInt64) {
    var start = State(count, seed: seed)
    start.first = start.first.map(abs)
    var state = start
    tcm_adadelta(&state.w, state.g, &state.first, &state.second, count, 0.7, 0.95, 1e-6)
    expect(
      state, "adadelta",
      { w, g, s, u in
        let square = 0.95 * s + 0.05 * g * g
        let move = ((u + 1e-6) / (square + 1e-6)).squareRoot() * g
        return (w - 0.7 * move, square, 0.95 * u + 0.05 * move * move)
      }, start)
    var missed = start
    tcm_adadelta_missed(&missed.first, &missed.second, count, 0.3)
    expect(missed, "missed", { w, _, s, u in (w, 0.3 * s, 0.3 * u) }, start)
  }

  /// Soft thresholds: some weights end at exactly 0, the others that much nearer to it.
  @Test(arguments: counts, [UInt64(1), 2])
  func shrink(count: Int, seed: UInt64) {
    var start = State(count, seed: seed)
    start.first = start.first.map(abs)
    func soft(_ w: Double, _ t: Double) -> Double { w > t ? w - t : w < -t ? w + t : 0 }
    var state = start
    tcm_shrink(&state.w, count, 0.4)
    expect(state, "shrink", { w, _, s, u in (soft(w, 0.4), s, u) }, start)
    #expect(zip(state.w, start.w).allSatisfy { abs($1) > 0.4 || $0 == 0 })
    state = start
    tcm_adadelta_shrink(&state.w, state.first, state.second, count, 0.3, 1e-3)
    expect(
      state, "adadelta", { w, _, s, u in (soft(w, 0.3 * ((u + 1e-3) / (s + 1e-3)).squareRoot()), s, u) },
      start)
    state = start
    tcm_adam_shrink(&state.w, state.second, count, 0.2, 1.5, 0.5, 1e-8)
    expect(
      state, "adam", { w, _, m, v in (soft(w, 0.2 / max(v.squareRoot() * 1.5 + 1e-8, 0.5)), m, v) }, start)
  }

  @Test(arguments: counts, [UInt64(1), 2])
  func adam(count: Int, seed: UInt64) {
    let start = State(count, seed: seed)
    var state = start
    tcm_adam(&state.w, state.g, &state.first, &state.second, count, 0.02, 1.5, 0.9, 0.999, 1e-8)
    expect(
      state, "adam",
      { w, g, m, v in
        let (m, v) = (0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g)
        return (w - 0.02 * m / (v.squareRoot() * 1.5 + 1e-8), m, v)
      }, start)
    var idle = start
    tcm_adam_idle(&idle.w, &idle.first, &idle.second, count, 0.02, 1.5, 0.9, 0.999, 1e-8)
    expect(
      idle, "idle",
      { w, _, m, v in
        let (m, v) = (0.9 * m, 0.999 * v)
        return (w - 0.02 * m / (v.squareRoot() * 1.5 + 1e-8), m, v)
      }, start)
    var missed = start
    tcm_adam_missed(
      &missed.w, &missed.first, &missed.second, count, 0.02, 1.2, 0.003, 0.002, 0.001, 1e-8, 0.5, 0.9)
    expect(
      missed, "missed",
      { w, _, m, v in
        let r = v.squareRoot()
        let bottom = r * 1.2 + 1e-8
        let e = r / bottom
        let sum = 0.02 + e * e * (0.003 - e * (0.002 - e * 0.001))
        return (w - m / bottom * sum, 0.5 * m, 0.9 * v)
      }, start)
  }

  @Test(arguments: counts, [UInt64(1), 2])
  func sgd(count: Int, seed: UInt64) {
    let start = State(count, seed: seed)
    var state = start
    tcm_sgd(&state.w, state.g, &state.first, count, 0.1, 0.9)
    expect(state, "sgd", { w, g, b, u in (w - 0.1 * (0.9 * b + g), 0.9 * b + g, u) }, start)
    var missed = start
    tcm_sgd_missed(&missed.w, &missed.first, count, 0.4, 0.7)
    expect(missed, "missed", { w, _, b, u in (w - 0.4 * b, 0.7 * b, u) }, start)
  }

  /// Rows are padded with zeros: these must stay zero, or they would leak into every projection.
  @Test func zerosWithoutGradientStayZero() {
    let zeros = [Float](repeating: 0, count: 16)
    var (w, first, second) = (zeros, zeros, zeros)
    tcm_adadelta(&w, zeros, &first, &second, 16, 1, 0.95, 1e-6)
    tcm_adam(&w, zeros, &first, &second, 16, 0.01, 1, 0.9, 0.999, 1e-8)
    tcm_adam_idle(&w, &first, &second, 16, 0.01, 1, 0.9, 0.999, 1e-8)
    tcm_adam_missed(&w, &first, &second, 16, 0.02, 1.2, 0.003, 0.002, 0.001, 1e-8, 0.5, 0.9)
    tcm_sgd(&w, zeros, &first, 16, 0.1, 0.9)
    tcm_sgd_missed(&w, &first, 16, 0.4, 0.7)
    #expect(w == zeros && first == zeros && second == zeros)
  }
}
