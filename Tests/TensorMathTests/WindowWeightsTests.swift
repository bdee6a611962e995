import CTensorMath
import TensorMath
import TestSupport
import Testing

@Suite struct WindowWeightsTests {
  /// Documents under one weighting, with what it computes for them and its twin in Double.
  struct Setting {
    var n: Int
    var heads: Int
    /// In mode window, of words to either side.
    var context: Int
    var generated: Int
    var mode: tcm_score_mode
    var normalizer: tcm_normalizer
    var documents: [[Int32]]
    var scores: [Float]
    var stride: Int
    var c: [Float]

    static let vocabulary = 6

    init(
      n: Int, heads: Int, context: Int, generated: Int, mode: tcm_score_mode, normalizer: tcm_normalizer,
      lengths: [Int],
      _ generator: inout SeededGenerator
    ) {
      self.n = n
      self.heads = heads
      self.context = context
      self.generated = mode == tcm_scores_none ? 0 : generated
      self.mode = mode
      self.normalizer = normalizer
      documents = []
      for length in lengths { documents.append(generator.words(length, vocabularyCount: Self.vocabulary)) }
      let columns = self.generated * heads * (mode == tcm_scores_window ? n + 2 * context : 1)
      stride = columns + generator.integer(below: 4)
      // Beyond the last word's columns there is something that must not be used.
      scores = generator.eighths(Self.vocabulary * stride) + [Float](repeating: .nan, count: Int(TCM_LANES))
      c = generator.eighths(heads * n)
    }

    func with(_ body: (inout tcm_weighting) -> Void) {
      scores.withUnsafeBufferPointer { scores in
        c.withUnsafeBufferPointer { c in
          var weighting = tcm_weighting(
            n: n, heads: heads, context: context, generated: generated, mode: mode, normalizer: normalizer,
            scores: scores.baseAddress, stride: stride, bias: c.baseAddress)
          body(&weighting)
        }
      }
    }

    func stride(_ b: Int) -> Int { tcm_window_stride(documents[b].count, n) }
    func windows(_ b: Int) -> Int { documents[b].isEmpty ? 1 : documents[b].count + n - 1 }
    func word(_ b: Int, _ i: Int, _ k: Int) -> Int? {
      documents[b].indices.contains(i + k - (n - 1)) ? Int(documents[b][i + k - (n - 1)]) : nil
    }

    /// The words that score k of head h of window i sums, and their columns.
    func terms(_ b: Int, _ i: Int, _ h: Int, _ k: Int) -> [(word: Int, column: Int)] {
      guard k < generated else { return [] }
      func term(_ j: Int, _ column: Int) -> [(word: Int, column: Int)] {
        word(b, i, j).map { [($0, column)] } ?? []
      }
      switch mode {
      case tcm_scores_position: return term(k, k * heads + h)
      case tcm_scores_center: return term(n / 2, k * heads + h)
      case tcm_scores_window:
        return (-context..<n + context).flatMap { term($0, (($0 + context) * generated + k) * heads + h) }
      default: return []
      }
    }

    /// `[heads, n, padded windows]`.
    func twin(_ b: Int) -> [Double] {
      var a = [Double](repeating: 0, count: heads * n * stride(b))
      for i in 0..<windows(b) {
        for h in 0..<heads {
          let real = (0..<n).filter { word(b, i, $0) != nil }
          let s = (0..<n).map { k in
            terms(b, i, h, k).reduce(Double(c[h * n + k])) {
              $0 + Double(scores[$1.word * stride + $1.column])
            }
          }
          let sum = real.reduce(0) { $0 + exponential(s[$1]) }
          for k in real {
            a[(h * n + k) * stride(b) + i] =
              normalizer == tcm_softmax
              ? Double(real.count) * exponential(s[k]) / sum
              : normalizer == tcm_sigmoid ? 2 / (1 + exponential(-s[k])) : 1 + s[k]
          }
        }
      }
      return a
    }

    func weights(_ b: Int) -> [Float] {
      var a = [Float](repeating: .nan, count: heads * n * stride(b))
      with { tcm_weigh_windows(&$0, documents[b] + [0], documents[b].count, &a) }
      return a
    }
  }

  static let modes = [tcm_scores_none, tcm_scores_position, tcm_scores_center, tcm_scores_window]
  static let normalizers = [tcm_softmax, tcm_sigmoid, tcm_linear]

  private static func forEachSetting(n: Int, lengths: [Int], _ body: (Setting, String) -> Void) {
    var generator = SeededGenerator(seed: 5, purpose: "width \(n)")
    for heads in [1, 3, 4, 9] {
      for mode in modes {
        for normalizer in normalizers {
          for generated in mode == tcm_scores_position ? [n] : [n - 1, n] {
            for context in mode == tcm_scores_window ? [0, 1, 4] : [0] {
              let setting = Setting(
                n: n, heads: heads, context: context, generated: generated, mode: mode,
                normalizer: normalizer,
                lengths: lengths, &generator)
              body(
                setting,
                "\(heads) heads, mode \(mode.rawValue), context \(context), normalizer "
                  + "\(normalizer.rawValue), \(generated) scores")
            }
          }
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 16])
  func weightsEqualTheDoubleTwin(n: Int) {
    Self.forEachSetting(n: n, lengths: [0, 1, 2, 3, 5, 12, 33]) { setting, name in
      for b in setting.documents.indices {
        expectClose(
          setting.weights(b), setting.twin(b), "\(name), \(setting.documents[b].count) tokens",
          relative: 4e-6,
          absolute: 1e-9)
      }
    }
  }

  /// ds of every window, dc, and the gradients of the score columns, against the sums that define them.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 16])
  func gradientsEqualTheDoubleTwin(n: Int) {
    var generator = SeededGenerator(seed: 6, purpose: "width \(n)")
    Self.forEachSetting(n: n, lengths: [4, 0, 1, 20]) { setting, name in
      let (heads, generated) = (setting.heads, setting.generated)
      let rowStride = (generated * heads + 15) / 16 * 16
      let starts = setting.documents.indices.reduce(into: [0]) { $0.append($0.last! + setting.stride($1)) }
      var rows = [Float](repeating: .nan, count: starts.last! * rowStride + Int(TCM_LANES))
      let places = setting.mode == tcm_scores_window ? n + 2 * setting.context : 1
      let columns = generated * heads * places
      var expected = [Double](repeating: 0, count: Setting.vocabulary * columns)
      for b in setting.documents.indices {
        let a = setting.weights(b)
        var da = [Float](repeating: 0, count: a.count)
        var expectedDs = [Double](repeating: 0, count: a.count)
        var expectedC = [Double](repeating: 0, count: heads * n)
        for i in 0..<setting.windows(b) {
          let real = (0..<n).filter { setting.word(b, i, $0) != nil }
          for h in 0..<heads {
            func at(_ k: Int) -> Int { (h * n + k) * setting.stride(b) + i }
            for k in real { da[at(k)] = generator.eighths(1)[0] }
            let mean =
              real.reduce(0) { $0 + Double(a[at($1)]) * Double(da[at($1)]) } / Double(max(1, real.count))
            for k in real {
              let (weight, d) = (Double(a[at(k)]), Double(da[at(k)]))
              let ds =
                setting.normalizer == tcm_softmax
                ? weight * (d - mean)
                : setting.normalizer == tcm_sigmoid ? d * weight * (1 - weight / 2) : d
              expectedDs[at(k)] = ds
              expectedC[h * n + k] += ds
              for term in setting.terms(b, i, h, k) { expected[term.word * columns + term.column] += ds }
            }
          }
        }
        var dc = [Float](repeating: .nan, count: heads * n)
        rows.withUnsafeMutableBufferPointer { rows in
          setting.with {
            tcm_differentiate_weights(
              &$0, setting.documents[b].count, a, &da, &dc, rows.baseAddress! + starts[b] * rowStride,
              rowStride)
          }
        }
        expectClose(da, expectedDs, "ds, \(name)", relative: 1e-5, absolute: 1e-5)
        expectClose(dc, expectedC, "dc, \(name)", relative: 1e-5, absolute: 2e-5)
      }
      for word in 0..<Setting.vocabulary {
        var places: [Int32] = []
        var documents: [Int32] = []
        for (b, document) in setting.documents.enumerated() {
          for (place, other) in document.enumerated() where other == word {
            places.append(Int32(place))
            documents.append(Int32(b))
          }
        }
        var out = [Float](repeating: .nan, count: columns + Int(TCM_LANES))
        if columns > 0 {
          setting.with {
            tcm_sum_score_gradients(&$0, rows, rowStride, places, documents, places.count, starts, &out)
          }
        }
        expectClose(
          Array(out.prefix(columns)), Array(expected[word * columns..<(word + 1) * columns]),
          "word \(word), \(name)", relative: 1e-5, absolute: 2e-5)
      }
    }
  }

  /// Weights of one head over one document, given its scores as those of three words.
  private func weights(_ scores: [[Float]], tokens: Int, n: Int, _ normalizer: tcm_normalizer) -> [Float] {
    var a = [Float](repeating: .nan, count: n * tcm_window_stride(tokens, n))
    let c = [Float](repeating: 0, count: n)
    let padded = scores.flatMap { $0 } + [Float](repeating: 0, count: Int(TCM_LANES))
    padded.withUnsafeBufferPointer { padded in
      c.withUnsafeBufferPointer { c in
        var weighting = tcm_weighting(
          n: n, heads: 1, context: 0, generated: n, mode: tcm_scores_position, normalizer: normalizer,
          scores: padded.baseAddress, stride: n, bias: c.baseAddress)
        tcm_weigh_windows(&weighting, (0..<Int32(tokens)).map { $0 } + [0], tokens, &a)
      }
    }
    return a
  }

  @Test func zeroScoresGiveExactlyOne() {
    for normalizer in Self.normalizers {
      for n in 1...16 {
        let scores = [[Float]](repeating: [Float](repeating: 0, count: n), count: 9)
        let a = weights(scores, tokens: 9, n: n, normalizer)
        for i in 0..<9 + n - 1 {
          for k in 0..<n {
            let isWord = (0..<9).contains(i + k - (n - 1))
            #expect(a[k * tcm_window_stride(9, n) + i] == (isWord ? 1 : 0))
          }
        }
      }
    }
  }

  @Test func extremeScoresStayFinite() {
    // Two words, width 2: the window of both is the second.
    let scores: [[Float]] = [[500, 1e30], [-1e30, -500]]
    func window(_ a: [Float], _ i: Int) -> [Float] { [a[i], a[16 + i]] }
    let softmax = weights(scores, tokens: 2, n: 2, tcm_softmax)
    expectClose(window(softmax, 0), [0, 1], "softmax", relative: 1e-6, absolute: 1e-30)
    expectClose(window(softmax, 1), [2, 0], "softmax", relative: 1e-6, absolute: 1e-30)
    let sigmoid = weights(scores, tokens: 2, n: 2, tcm_sigmoid)
    expectClose(window(sigmoid, 0), [0, 2], "sigmoid", relative: 1e-6, absolute: 1e-30)
    expectClose(window(sigmoid, 1), [2, 0], "sigmoid", relative: 1e-6, absolute: 1e-30)
    expectClose(window(sigmoid, 2), [0, 0], "sigmoid", relative: 1e-6, absolute: 1e-30)
  }

  @Test func notANumberIsPassedOn() {
    for normalizer in Self.normalizers {
      let a = weights([[1, 1], [.nan, 1], [1, 1], [1, 1]], tokens: 4, n: 2, normalizer)
      // Word 1 stands first in window 2.
      #expect(a[2].isNaN)
      #expect(!a[1].isNaN && !a[3].isNaN && !a[16 + 1].isNaN && !a[16 + 3].isNaN)
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
