import CTensorMath
import TensorMath
import TestSupport
import Testing

/// Poolings over all windows at rest against window by window, filter by filter, in Double.
@Suite struct PoolAtRestTests {
  typealias Call = StrongestAtRestTests.Call

  /// What a call gives: `[documents, k, lanes]`, and one share for each window.
  struct Outcome {
    var features: [Float]
    var shares: [Float]
  }

  private func run(
    _ call: Call, _ pooling: tcm_rest_pooling, _ activation: tcm_activation, k: Int = 1, query: [Float] = [],
    shares: [Float]? = nil, half: Bool
  ) -> Outcome {
    let stride = k * call.lanes
    var outcome = Outcome(
      features: [Float](repeating: -99, count: call.documents.count * stride), shares: shares ?? [0])
    call.withRest(half: half) { rest, words, starts, a in
      query.withUnsafeBufferPointer { query in
        outcome.shares.withUnsafeMutableBufferPointer { own in
          var pool = tcm_rest_pool(
            pooling: pooling, activation: activation, k: k, query: query.baseAddress,
            shares: shares == nil ? nil : own.baseAddress)
          tcm_pool_at_rest(&rest, &pool, words, starts, call.documents.count, a, &outcome.features, stride)
        }
      }
    }
    return outcome
  }

  /// activation(z + bias) `[windows][lanes]` of each document.
  private func activations(_ call: Call, _ activation: tcm_activation) -> [[[Double]]] {
    call.twinWindows().map { windows in
      windows.map { z in
        z.enumerated().map { f, z in
          switch activation {
          case tcm_relu: max(z, 0)
          case tcm_prelu: z > 0 ? z : z * Double(call.slope![f])
          case tcm_logistic: 1 / (1 + exponential(-z))
          default: z
          }
        }
      }
    }
  }

  static let activations = [tcm_identity, tcm_relu, tcm_prelu, tcm_logistic]

  private func forEachCall(
    _ purpose: String, lanes: Int, n: Int, activations: [tcm_activation] = Self.activations,
    _ body: (Call, tcm_activation, Bool, String) -> Void
  ) {
    var generator = SeededGenerator(seed: 5, purpose: "\(purpose), \(lanes) lanes, width \(n)")
    for activation in activations {
      for (weighted, shared, regions) in [
        (false, false, 1), (true, false, 1), (true, true, 1), (false, false, 4),
      ] {
        for lengths in [[0], [2, 0, 1], [19, 4, 33, 3, 0, 7]] {
          let call = Call(
            lanes: lanes, n: n, lengths: lengths, weighted: weighted, sloped: activation == tcm_prelu,
            shared: shared, regions: regions, &generator)
          for half in [false, true] {
            body(
              call, activation, half,
              "\(activation), lengths \(lengths), weights \(weighted), shared \(shared), \(regions) regions, half \(half)"
            )
          }
        }
      }
    }
  }

  @Test(arguments: [16, 32], [1, 3, 5, 7])
  func means(lanes: Int, n: Int) {
    var generator = SeededGenerator(seed: 6)
    forEachCall("mean", lanes: lanes, n: n) { call, activation, half, name in
      let h = activations(call, activation)
      let shares = generator.eighths(h.reduce(0) { $0 + $1.count })
      for own in [nil, shares] {
        var first = 0
        var expected: [Double] = []
        for windows in h {
          for f in 0..<lanes {
            var sum = 0.0
            for i in windows.indices {
              let share = own.map { Double($0[first + i]) } ?? 1 / Double(windows.count)
              sum += share * windows[i][f]
            }
            expected.append(sum)
          }
          first += windows.count
        }
        let found = run(call, tcm_rest_mean, activation, shares: own, half: half)
        expectClose(found.features, expected, name, relative: 1e-5, absolute: 2e-5)
      }
    }
  }

  /// Eighths are exact, so the same windows must be kept, in their order, ties and all. Sigmoids are not: rounding may part
  /// what is equal in Double.
  @Test(arguments: [16, 32], [1, 2, 3, 5])
  func strongest(lanes: Int, k: Int) {
    for n in [1, 3, 6] {
      let exact = [tcm_identity, tcm_relu, tcm_prelu]
      forEachCall("strongest", lanes: lanes, n: n, activations: exact) { call, activation, half, name in
        var expected: [Double] = []
        for windows in activations(call, activation) {
          let columns = (0..<lanes).map { f -> [Double] in
            let order = windows.indices.sorted { a, b in
              let (x, y) = (windows[a][f], windows[b][f])
              return x != y ? x > y : a < b
            }
            return order.prefix(k).sorted().map { windows[$0][f] }
          }
          for slot in 0..<k { expected += columns.map { slot < $0.count ? $0[slot] : 0 } }
        }
        let found = run(call, tcm_rest_strongest, activation, k: k, half: half)
        expectClose(found.features, expected, name + ", k = \(k)", relative: 0, absolute: 0)
      }
    }
  }

  @Test(arguments: [16, 32], [1, 3, 7])
  func scores(lanes: Int, n: Int) {
    var generator = SeededGenerator(seed: 7)
    let query = generator.eighths(lanes)
    forEachCall("scores", lanes: lanes, n: n) { call, activation, half, name in
      let h = activations(call, activation).flatMap { $0 }
      // What other panels have added before.
      let before = generator.eighths(h.count)
      let expected = zip(before, h).map { before, h in
        zip(query, h).reduce(Double(before)) { $0 + Double($1.0) * $1.1 }
      }
      let found = run(call, tcm_rest_scores, activation, query: query, shares: before, half: half)
      expectClose(found.shares, expected, name, relative: 1e-5, absolute: 1e-4)
    }
  }

  /// Training and explanations go row by row, over all filters; they must have the bits of prediction.
  @Test(arguments: [3, 16, 21, 32])
  func rowByRowTheBitsAreTheSame(columns: Int) {
    var generator = SeededGenerator(seed: 8, purpose: "\(columns)")
    let lanes = columns > 16 ? 32 : 16
    var call = Call(
      lanes: lanes, n: 3, lengths: [9], weighted: true, sloped: false, shared: false, &generator)
    call.rows = generator.floats(call.rows.count)
    // What lies beyond the last column is zero at rest, and another panel's in a row.
    for at in call.rows.indices where at % lanes >= columns { call.rows[at] = 0 }
    for f in columns..<lanes { call.bias[f] = 0 }
    let windows = Call.windows(call.documents[0], 3)
    let (stride, a) = (48, call.a!)
    var rows = generator.floats(windows * stride)
    call.withRest(half: false) { rest, words, _, _ in
      var windows = tcm_windows(
        projection: rest.rows, stride: rest.stride, is_half: false, n: 3, place_offset: lanes, regions: 1,
        lanes: columns, heads: 2, head: 1, bias: rest.bias)
      let own = Array(a[(3 * tcm_window_stride(9, 3))...])
      tcm_sum_windows(&windows, words, 9, own, &rows, stride)
    }
    let query = generator.floats(columns) + [Float](repeating: 0, count: lanes - columns)
    let shares = generator.floats(windows)
    var scores = shares
    tcm_add_scores(rows, windows, columns, stride, query, &scores)
    let atRest = run(call, tcm_rest_scores, tcm_identity, query: query, shares: shares, half: false)
    expectSameBits(atRest.shares, scores, "scores")
    var mean = [Float](repeating: -99, count: columns)
    tcm_weighted_mean(rows, windows, columns, stride, shares, &mean)
    let atRestMean = run(call, tcm_rest_mean, tcm_identity, shares: shares, half: false)
    expectSameBits(Array(atRestMean.features[..<columns]), mean, "mean")
  }

  @Test(arguments: [false, true], [1, 2, 4])
  func notANumberIsSeenWhereverItStands(half: Bool, k: Int) {
    var generator = SeededGenerator(seed: 9)
    for place in 0..<6 {
      var call = Call(
        lanes: 32, n: 3, lengths: [6, 2], weighted: false, sloped: false, shared: false, &generator)
      call.documents = [[0, 1, 2, 3, 4, 5], [6, 6]]
      call.rows[place * call.stride + 17] = .nan
      for activation in [tcm_relu, tcm_identity] {
        let kept = run(call, tcm_rest_strongest, activation, k: k, half: half).features
        // One window has it, and it counts more than all others.
        let places = kept.indices.filter { kept[$0].isNaN }
        #expect(places.count == 1 && places.allSatisfy { $0 < 32 * k && $0 % 32 == 17 }, "word \(place)")
        let mean = run(call, tcm_rest_mean, activation, half: half).features
        for f in mean.indices { #expect(mean[f].isNaN == (f == 17), "word \(place)") }
        let query = [Float](repeating: 1, count: 32)
        let shares = [Float](repeating: 0, count: 8 + 4)
        let scores = run(call, tcm_rest_scores, activation, query: query, shares: shares, half: half).shares
        #expect(scores.indices.filter { scores[$0].isNaN } == [place + 2], "word \(place)")
      }
    }
  }
}
