import CTensorMath
import TensorMath
import TestSupport
import Testing

/// The way back from the winning windows, against its formulas in Double. Numbers are eighths, so sums are exact.
@Suite struct WinnersTests {
  struct Setting {
    var n: Int
    var documents: [[Int32]]
    var isShared: Bool
    var a: [Float]?
    let filters = 3
    let vocabulary = 6
    var projection: [Float]
    var dz: [Float]
    var winner: [Int32]

    init(n: Int, isShared: Bool, weighted: Bool, _ generator: inout SeededGenerator) {
      self.n = n
      self.isShared = isShared
      documents = []
      for length in [4, 0, 1, 9] { documents.append(generator.words(length, vocabularyCount: 6)) }
      let windows = documents.map { $0.isEmpty ? 1 : $0.count + n - 1 }
      a = weighted ? generator.eighths(windows.reduce(0, +) * n) : nil
      projection = generator.eighths(6 * filters * (isShared ? 1 : n))
      dz = generator.eighths(documents.count * filters)
      dz[4] = 0
      winner = []
      for b in documents.indices {
        for _ in 0..<filters { winner.append(Int32(generator.integer(below: windows[b]))) }
      }
    }

    var stride: Int { filters * (isShared ? 1 : n) }
    var starts: [Int] { documents.reduce(into: [0]) { $0.append($0.last! + $1.count) } }
    var windowStarts: [Int] {
      documents.reduce(into: [0]) { $0.append($0.last! + ($1.isEmpty ? 1 : $1.count + n - 1)) }
    }

    func with(_ body: (inout tcm_winners) -> Void) {
      let tokens: [Int32] = documents.flatMap { $0 } + [0]
      let (starts, windowStarts) = (starts, windowStarts)
      func call(_ a: UnsafePointer<Float>?) {
        tokens.withUnsafeBufferPointer { tokens in
          starts.withUnsafeBufferPointer { starts in
            windowStarts.withUnsafeBufferPointer { windowStarts in
              projection.withUnsafeBufferPointer { projection in
                dz.withUnsafeBufferPointer { dz in
                  winner.withUnsafeBufferPointer { winner in
                    var winners = tcm_winners(
                      documents: documents.count, n: n, tokens: tokens.baseAddress,
                      starts: starts.baseAddress,
                      dz: dz.baseAddress, winner: winner.baseAddress, feature_stride: filters, a: a,
                      window_starts: windowStarts.baseAddress, projection: projection.baseAddress,
                      stride: stride,
                      place_offset: isShared ? 0 : filters)
                    body(&winners)
                  }
                }
              }
            }
          }
        }
      }
      if let a { a.withUnsafeBufferPointer { call($0.baseAddress) } } else { call(nil) }
    }

    /// The words of window i of document b, by place.
    func words(_ b: Int, _ i: Int) -> [(place: Int, word: Int)] {
      (0..<n).compactMap { k in
        let t = i + k - (n - 1)
        return documents[b].indices.contains(t) ? (k, Int(documents[b][t])) : nil
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5], [false, true])
  func sharesEqualTheTwin(n: Int, isShared: Bool) {
    for weighted in [false, true] { expectSharesEqualTheTwin(n: n, isShared: isShared, weighted: weighted) }
  }

  private func expectSharesEqualTheTwin(n: Int, isShared: Bool, weighted: Bool) {
    var generator = SeededGenerator(seed: 6, purpose: "\(n)")
    let setting = Setting(n: n, isShared: isShared, weighted: weighted, &generator)
    let places = isShared ? 1 : n
    let room = setting.documents.count * n
    var da = [Float](repeating: 0, count: setting.windowStarts.last! * n)
    var expectedDa = [Double](repeating: 0, count: da.count)
    for filter in 0..<setting.filters {
      var words = [Int32](repeating: -1, count: places * room)
      var coefficients = [Float](repeating: .nan, count: places * room)
      var filled = [Int](repeating: -1, count: places)
      var total: Float = 0
      setting.with { total = tcm_collect_winners(&$0, filter, &words, &coefficients, room, &filled, &da) }

      var shares = [[(word: Int32, coefficient: Float)]](repeating: [], count: places)
      var sum: Float = 0
      for b in setting.documents.indices {
        let dz = setting.dz[b * setting.filters + filter]
        guard dz != 0 else { continue }
        sum += dz
        let i = Int(setting.winner[b * setting.filters + filter])
        for (k, word) in setting.words(b, i) {
          let at = (setting.windowStarts[b] + i) * n + k
          shares[isShared ? 0 : k].append((Int32(word), dz * (setting.a?[at] ?? 1)))
          if weighted {
            let column = word * setting.stride + (isShared ? 0 : k * setting.filters) + filter
            expectedDa[at] += Double(dz * setting.projection[column])
          }
        }
      }
      #expect(total == sum)
      #expect(filled == shares.map(\.count))
      for place in 0..<places {
        #expect(Array(words[place * room..<place * room + filled[place]]) == shares[place].map(\.word))
        #expect(
          Array(coefficients[place * room..<place * room + filled[place]]) == shares[place].map(\.coefficient)
        )
      }
    }
    expectClose(da, expectedDa, "∂L/∂a", relative: 0, absolute: 0)
  }

  @Test(arguments: [1, 2, 3, 5], [tcm_softmax, tcm_sigmoid, tcm_linear])
  func scoreGradientsEqualTheTwin(n: Int, normalizer: tcm_normalizer) {
    var generator = SeededGenerator(seed: 7, purpose: "\(n)")
    let setting = Setting(n: n, isShared: false, weighted: true, &generator)
    let a = setting.a!.map { Double($0) }
    for mode in [tcm_scores_none, tcm_scores_position, tcm_scores_center, tcm_scores_window] {
      let columns = mode == tcm_scores_window ? n * n : n
      let da = generator.eighths(setting.windowStarts.last! * n)
      var dscores = [Float](repeating: 0, count: setting.vocabulary * columns)
      var dc = [Float](repeating: .nan, count: n)
      var expected = dscores.map { Double($0) }
      var expectedC = [Double](repeating: 0, count: n)
      for b in setting.documents.indices {
        for i in 0..<setting.windowStarts[b + 1] - setting.windowStarts[b] {
          let at = (setting.windowStarts[b] + i) * n
          let words = setting.words(b, i)
          let mean =
            words.reduce(0) { $0 + a[at + $1.place] * Double(da[at + $1.place]) } / Double(words.count)
          for (k, word) in words {
            let d = Double(da[at + k])
            let weight = a[at + k]
            let ds =
              normalizer == tcm_softmax
              ? weight * (d - mean) : normalizer == tcm_sigmoid ? d * weight * (1 - weight / 2) : d
            expectedC[k] += ds
            switch mode {
            case tcm_scores_position: expected[word * columns + k] += ds
            case tcm_scores_center:
              if let center = words.first(where: { $0.place == n / 2 }) {
                expected[center.word * columns + k] += ds
              }
            case tcm_scores_window:
              for (j, other) in words { expected[other * columns + j * n + k] += ds }
            default: break
            }
          }
        }
      }
      var changed = da
      setting.with { tcm_differentiate_scores(&$0, mode, normalizer, &changed, &dscores, columns, &dc) }
      expectClose(dscores, expected, "mode \(mode.rawValue)", relative: 1e-5, absolute: 1e-5)
      expectClose(dc, expectedC, "c, mode \(mode.rawValue)", relative: 1e-5, absolute: 1e-5)
    }
  }
}
