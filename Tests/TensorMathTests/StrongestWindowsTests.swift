import CTensorMath
import TensorMath
import TestSupport
import Testing

@Suite struct StrongestWindowsTests {
  /// One call: a document over projected words.
  struct Call {
    var projection: [Float]
    var stride: Int
    var words: [Int32]
    var n: Int
    var offsetStride: Int
    var regions = 1
    var lanes: Int
    var a: [Float]?
    var bias: [Float]
    var slope: [Float]?

    func run() -> (strongest: [Float], winner: [Int32]) {
      // One number more than lanes, which must stay as it was.
      var strongest = [Float](repeating: -99, count: lanes + 1)
      var winner = [Int32](repeating: -99, count: lanes + 1)
      let padded = projection + [Float](repeating: .nan, count: Int(TCM_LANES))
      let own = words + [0]
      func call(_ a: UnsafePointer<Float>?, _ slope: UnsafePointer<Float>?) {
        tcm_strongest_windows(
          padded, stride, own, words.count, n, offsetStride, regions, lanes, a, bias, slope, &strongest,
          &winner)
      }
      switch (a, slope) {
      case (let a?, let slope?): call(a, slope)
      case (let a?, nil): call(a, nil)
      case (nil, let slope?): call(nil, slope)
      case (nil, nil): call(nil, nil)
      }
      return (strongest, winner)
    }

    /// Window by window, filter by filter, in Double.
    func twin() -> (strongest: [Double], winner: [Int32]) {
      let windows = windowCount
      var strongest: [Double] = []
      var winners: [Int32] = []
      for f in 0..<lanes {
        var best = (value: -Double.infinity, z: 0.0, window: -1)
        for i in 0..<windows {
          var z = Double(bias[f])
          for k in 0..<n where words.indices.contains(i + k - (n - 1)) {
            let word = Int(words[i + k - (n - 1)])
            z +=
              Double(a?[k * tcm_window_stride(words.count, n) + i] ?? 1)
              * Double(projection[word * stride + (regions * i / windows * n + k) * offsetStride + f])
          }
          var value = z
          if let slope, z <= 0 { value = z * Double(slope[f]) }
          if best.window < 0 || value > best.value { best = (value, z, i) }
        }
        strongest.append(best.z)
        winners.append(Int32(best.window))
      }
      return (strongest + [-99], winners + [-99])
    }

    var windowCount: Int { words.isEmpty ? 1 : words.count + n - 1 }

    static func random(
      lanes: Int, n: Int, tokens: Int, weighted: Bool, sloped: Bool, shared: Bool, regions: Int = 1,
      _ generator: inout SeededGenerator
    ) -> Call {
      let vocabulary = 7
      let offsetStride = shared ? 0 : lanes
      let stride = (shared ? 1 : n * regions) * lanes + generator.integer(below: 5)
      var call = Call(
        projection: generator.eighths(vocabulary * stride), stride: stride,
        words: generator.words(tokens, vocabularyCount: vocabulary), n: n, offsetStride: offsetStride,
        regions: regions, lanes: lanes,
        bias: generator.eighths(lanes))
      if weighted { call.a = generator.eighths(tcm_window_stride(tokens, n) * n) }
      if sloped { call.slope = generator.eighths(lanes) }
      return call
    }
  }

  @Test(arguments: 1...40, [UInt64(1), 2, 3])
  func equalsTheDoubleTwin(lanes: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "\(lanes) lanes")
    for n in [1, 2, 3, 5, 7, 16] {
      for tokens in [0, 1, 2, 4, 19] {
        for case (let weighted, let sloped) in [(false, false), (true, false), (false, true), (true, true)] {
          for (shared, regions) in [(false, 1), (true, 1), (false, 4)] where regions == 1 || !weighted {
            let call = Call.random(
              lanes: lanes, n: n, tokens: tokens, weighted: weighted, sloped: sloped, shared: shared,
              regions: regions, &generator)
            let (strongest, winner) = call.run()
            let twin = call.twin()
            let name =
              "width \(n), \(tokens) tokens, weights \(weighted), slopes \(sloped), shared \(shared), "
              + "\(regions) regions"
            // Sums of eighths are exact, so ties are real ties and both must choose the same window.
            expectClose(strongest, twin.strongest, name, relative: 0, absolute: 0)
            #expect(winner == twin.winner, "\(name)")
          }
        }
      }
    }
  }

  @Test func tiesGoToTheEarliestWindow() {
    // Five times the same word with width 1: five equal windows.
    let call = Call(
      projection: [1.5, -2], stride: 2, words: [0, 0, 0, 0, 0], n: 1, offsetStride: 2, lanes: 2, bias: [0, 0])
    #expect(call.run().winner == [0, 0, -99])
    #expect(call.run().strongest == [1.5, -2, -99])
  }

  @Test func aNegativeSlopeTurnsTheOrder() {
    // z = 1, −6: with slope −1/2 the second window counts 3.
    let call = Call(
      projection: [1, -6], stride: 1, words: [0, 1], n: 1, offsetStride: 1, lanes: 1, bias: [0], slope: [-0.5]
    )
    #expect(call.run().winner == [1, -99])
    #expect(call.run().strongest == [-6, -99])
  }

  @Test func anEmptyDocumentHasItsBiasAlone() {
    var generator = SeededGenerator(seed: 3)
    for n in [1, 3, 16] {
      var call = Call.random(
        lanes: 20, n: n, tokens: 0, weighted: true, sloped: true, shared: false, &generator)
      call.projection = call.projection.map { _ in .nan }
      call.a = call.a?.map { _ in .nan }
      #expect(call.run().strongest == call.bias + [-99])
      #expect(call.run().winner == [Int32](repeating: 0, count: 20) + [-99])
    }
  }

  @Test(arguments: [false, true], [false, true])
  func notANumberWins(weighted: Bool, sloped: Bool) {
    var generator = SeededGenerator(seed: 8)
    for place in 0..<6 {
      var call = Call.random(
        lanes: 18, n: 2, tokens: 6, weighted: weighted, sloped: sloped, shared: false, &generator)
      call.words = [0, 1, 2, 3, 4, 5]
      call.a = call.a?.map { $0 == 0 ? 1 : $0 }
      // Filter 17 of the word at `place`.
      call.projection[place * call.stride + 17] = .nan
      let (strongest, _) = call.run()
      #expect(strongest[17].isNaN, "word \(place)")
      #expect(strongest.dropLast(2).allSatisfy { !$0.isNaN })
    }
  }

  @Test func infinitiesAreCompared() {
    let call = Call(
      projection: [-.infinity, .infinity, 3], stride: 1, words: [0, 2, 1, 2], n: 1, offsetStride: 1, lanes: 1,
      bias: [1])
    #expect(call.run().winner == [2, -99])
    var lowest = call
    lowest.words = [0, 0]
    #expect(lowest.run().strongest == [-.infinity, -99])
    #expect(lowest.run().winner == [0, -99])
  }
}
