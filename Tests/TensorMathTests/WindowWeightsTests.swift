import CTensorMath
import TensorMath
import TestSupport
import Testing

@Suite struct WindowWeightsTests {
  static let modes = [tcm_scores_none, tcm_scores_position, tcm_scores_center, tcm_scores_window]

  private func windowCount(_ tokens: Int, _ n: Int) -> Int { tokens == 0 ? 1 : tokens + n - 1 }

  private func real(_ i: Int, _ n: Int, _ tokens: Int) -> [Int] {
    (0..<n).filter { (0..<tokens).contains(i + $0 - (n - 1)) }
  }

  @Test(arguments: 1...16, [UInt64(1), 2])
  func scoresEqualTheDoubleTwin(n: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "\(n)")
    for mode in Self.modes {
      for tokens in [0, 1, 2, 3, 5, 21] {
        let columns = mode == tcm_scores_window ? n * n : n
        let stride = columns + generator.integer(below: 4)
        let scores = generator.eighths(6 * stride) + [Float](repeating: .nan, count: Int(TCM_LANES))
        let words = generator.words(tokens, vocabularyCount: 6)
        let c = generator.eighths(n)
        let windows = windowCount(tokens, n)
        var a = [Float](repeating: .nan, count: windows * n + Int(TCM_LANES))
        tcm_window_scores(scores, stride, words + [0], tokens, n, mode, c, &a)
        var expected: [Double] = []
        for i in 0..<windows {
          for k in 0..<n {
            var s = Double(c[k])
            func add(_ j: Int, _ column: Int) {
              if words.indices.contains(i + j - (n - 1)) {
                s += Double(scores[Int(words[i + j - (n - 1)]) * stride + column])
              }
            }
            switch mode {
            case tcm_scores_position: add(k, k)
            case tcm_scores_center: add(n / 2, k)
            case tcm_scores_window: for j in 0..<n { add(j, j * n + k) }
            default: break
            }
            expected.append(s)
          }
        }
        expectClose(
          Array(a.prefix(windows * n)), expected, "mode \(mode.rawValue), \(tokens) tokens", relative: 0,
          absolute: 0)
      }
    }
  }

  @Test(arguments: 1...16, [UInt64(1), 2])
  func weightsEqualTheDoubleTwin(n: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "\(n)")
    for tokens in [0, 1, 2, 3, 5, 21] {
      let windows = windowCount(tokens, n)
      let scores = generator.floats(windows * n, within: 9)
      for normalizer in [tcm_softmax, tcm_sigmoid, tcm_linear] {
        var expected: [Double] = []
        for i in 0..<windows {
          let real = real(i, n, tokens)
          let s = (0..<n).map { Double(scores[i * n + $0]) }
          let sum = real.reduce(0) { $0 + exponential(s[$1]) }
          for k in 0..<n {
            guard real.contains(k) else {
              expected.append(0)
              continue
            }
            switch normalizer {
            case tcm_softmax: expected.append(Double(real.count) * exponential(s[k]) / sum)
            case tcm_sigmoid: expected.append(2 / (1 + exponential(-s[k])))
            default: expected.append(1 + s[k])
            }
          }
        }
        var a = scores
        tcm_normalize_windows(&a, tokens, n, normalizer)
        expectClose(
          a, expected, "normalizer \(normalizer.rawValue), \(tokens) tokens", relative: 2e-6, absolute: 1e-9)
      }
    }
  }

  @Test func zeroScoresGiveExactlyOne() {
    for normalizer in [tcm_softmax, tcm_sigmoid, tcm_linear] {
      for n in 1...16 {
        var a = [Float](repeating: 0, count: (9 + n - 1) * n)
        tcm_normalize_windows(&a, 9, n, normalizer)
        for i in 0..<9 + n - 1 {
          for k in 0..<n { #expect(a[i * n + k] == (real(i, n, 9).contains(k) ? 1 : 0)) }
        }
      }
    }
  }

  @Test func extremeScoresStayFinite() {
    // One window of two words, width 2, and its two edges.
    var a: [Float] = [0, 1e30, 500, -500, -1e30, 0]
    tcm_normalize_windows(&a, 2, 2, tcm_softmax)
    expectClose(a, [0, 1, 2, 0, 1, 0], "softmax", relative: 1e-6, absolute: 1e-30)
    a = [0, 1e30, 500, -500, -1e30, 0]
    tcm_normalize_windows(&a, 2, 2, tcm_sigmoid)
    expectClose(a, [0, 2, 2, 0, 0, 0], "sigmoid", relative: 1e-6, absolute: 1e-30)
  }

  @Test func notANumberIsPassedOn() {
    for normalizer in [tcm_softmax, tcm_sigmoid, tcm_linear] {
      var a: [Float] = [0, 1, .nan, 1, 1, 0]
      tcm_normalize_windows(&a, 2, 2, normalizer)
      #expect(a[2].isNaN)
      #expect(!a[1].isNaN && !a[4].isNaN)
    }
  }
}

@Suite struct ExponentialsTests {
  @Test func relativeErrorIsBelowTheBound() {
    let steps = 400_000
    let x = (0...steps).map { -87 + 175 * Float($0) / Float(steps) }
    var y = x
    tcm_exponentials(&y, y.count)
    let worst = zip(x, y).map { abs(Double($1) / exponential(Double($0)) - 1) }.max() ?? 1
    #expect(worst < 2e-7)
  }

  @Test func edges() {
    var y: [Float] = [0, -0, 1000, .infinity, -1000, -.infinity, .nan]
    tcm_exponentials(&y, y.count)
    #expect(y[0] == 1 && y[1] == 1)
    let (most, least) = (exponential(88), exponential(-87))
    expectClose(Array(y[2...5]), [most, most, least, least], "clamped", relative: 2e-7, absolute: 0)
    #expect(y[6].isNaN)
  }

  @Test func bitsDoNotDependOnTheNeighbours() {
    var generator = SeededGenerator(seed: 4)
    let x = generator.floats(67, within: 20)
    var all = x
    tcm_exponentials(&all, all.count)
    for (value, expected) in zip(x, all) {
      var one = [value]
      tcm_exponentials(&one, 1)
      expectSameBits(one, [expected], "exp(\(value))")
    }
  }
}
