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
      a =
        weighted
        ? generator.eighths(documents.reduce(0) { $0 + tcm_window_stride($1.count, n) } * 3 * n) : nil
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
      documents.reduce(into: [0]) { $0.append($0.last! + tcm_window_stride($1.count, n)) }
    }
    /// Where the weight of place k of window i of document b lies: of three heads, the last is the block's.
    func weightIndex(_ b: Int, _ i: Int, _ k: Int) -> Int {
      windowStarts[b] * 3 * n + (2 * n + k) * tcm_window_stride(documents[b].count, n) + i
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
                      heads: 3, head: 2, window_starts: windowStarts.baseAddress,
                      projection: projection.baseAddress,
                      stride: stride,
                      place_offset: isShared ? 0 : filters, regions: 1)
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
    var da = [Float](repeating: 0, count: setting.windowStarts.last! * 3 * n)
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
          let at = setting.weightIndex(b, i, k)
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
}
