import CTensorMath
import TensorMath
import TestSupport
import Testing

/// The loops over all windows. Numbers are eighths, so that sums are exact in any order.
@Suite struct WindowLoopsTests {
  struct Setting: Sendable, CustomTestStringConvertible {
    var n: Int
    var filters: Int
    var isShared = false
    var regions = 1
    var isWeighted = false

    var testDescription: String {
      "n = \(n), \(filters) filters\(isShared ? ", shared" : ""), \(regions) regions\(isWeighted ? ", weighted" : "")"
    }
    var places: Int { isShared ? 1 : regions * n }
  }

  static let settings: [Setting] = [1, 2, 3, 5].flatMap { n in
    [1, 16, 21].flatMap { filters in
      [
        Setting(n: n, filters: filters), Setting(n: n, filters: filters, isWeighted: true),
        Setting(n: n, filters: filters, isShared: true, isWeighted: true),
        Setting(n: n, filters: filters, regions: 3),
      ]
    }
  }

  static let vocabulary = 6
  static let heads = 2

  /// A block of a setting over random numbers.
  struct Block {
    let setting: Setting
    var projection: [Float]
    var bias: [Float]
    var stride: Int { setting.places * setting.filters + 3 }

    init(_ setting: Setting, _ generator: inout SeededGenerator) {
      self.setting = setting
      projection = []
      bias = generator.eighths(setting.filters)
      projection = generator.eighths(WindowLoopsTests.vocabulary * stride + 16)
    }

    /// - Parameter rows: The projection, or another in its place.
    func windows(_ rows: UnsafeRawPointer, isHalf: Bool = false, bias: UnsafePointer<Float>) -> tcm_windows {
      tcm_windows(
        projection: rows, stride: stride, is_half: isHalf, n: setting.n,
        place_offset: setting.isShared ? 0 : setting.filters, regions: setting.regions,
        lanes: setting.filters,
        heads: WindowLoopsTests.heads, head: 1, bias: bias)
    }

    func z(_ document: [Int32], _ a: [Float]?) -> [Float] {
      let count = windowCount(document)
      var z = [Float](repeating: .nan, count: count * setting.filters)
      var own = windows(projection, bias: bias)
      if let a {
        tcm_sum_windows(&own, document + [0], document.count, a, &z, setting.filters)
      } else {
        tcm_sum_windows(&own, document + [0], document.count, nil, &z, setting.filters)
      }
      return z
    }

    func windowCount(_ document: [Int32]) -> Int { document.isEmpty ? 1 : document.count + setting.n - 1 }
  }

  static func documents(_ generator: inout SeededGenerator) -> [[Int32]] {
    [4, 0, 1, 9, 2].map { generator.words($0, vocabularyCount: vocabulary) }
  }

  private func weights(_ setting: Setting, _ document: [Int32], _ generator: inout SeededGenerator)
    -> [Float]?
  {
    setting.isWeighted ? generator.eighths(tcm_window_stride(document.count, setting.n) * setting.n) : nil
  }

  @Test(arguments: settings) func sums(_ setting: Setting) {
    var generator = SeededGenerator(seed: 3, purpose: setting.testDescription)
    let block = Block(setting, &generator)
    for document in Self.documents(&generator) {
      let a = weights(setting, document, &generator)
      let windows = block.windowCount(document)
      let aStride = tcm_window_stride(document.count, setting.n)
      let expected = (0..<windows).flatMap { i in
        (0..<setting.filters).map { f in
          var z = block.bias[f]
          for k in 0..<setting.n where document.indices.contains(i + k - (setting.n - 1)) {
            let place = setting.isShared ? 0 : setting.regions * i / windows * setting.n + k
            let word = Int(document[i + k - (setting.n - 1)])
            z +=
              (a.map { $0[k * aStride + i] } ?? 1)
              * block.projection[word * block.stride + place * setting.filters + f]
          }
          return z
        }
      }
      #expect(block.z(document, a) == expected)
    }
  }

  /// Eighths up to 2 are exact in float16 too.
  @Test(arguments: settings) func halfRows(_ setting: Setting) {
    var generator = SeededGenerator(seed: 4, purpose: setting.testDescription)
    let block = Block(setting, &generator)
    var half = [UInt16](repeating: 0, count: block.projection.count)
    tcm_halve(block.projection, block.projection.count, &half)
    for document in Self.documents(&generator) {
      var z = [Float](repeating: .nan, count: block.windowCount(document) * setting.filters)
      var own = block.windows(half, isHalf: true, bias: block.bias)
      tcm_sum_windows(&own, document + [0], document.count, nil, &z, setting.filters)
      #expect(z == block.z(document, nil))
    }
  }

  /// z is linear in the projection and in a, so Σ dz·z is Σ ∂L/∂P · P, and Σ ∂L/∂a · a.
  @Test(arguments: settings) func gradientsAreTheAdjoint(_ setting: Setting) {
    var generator = SeededGenerator(seed: 5, purpose: setting.testDescription)
    var block = Block(setting, &generator)
    block.bias = block.bias.map { _ in 0 }
    let documents = Self.documents(&generator)
    // All heads of all documents; the block's is the second.
    let strides = documents.map { tcm_window_stride($0.count, setting.n) }
    let windowStarts = strides.reduce(into: [0]) { $0.append($0.last! + $1) }
    let all = setting.isWeighted ? generator.eighths(windowStarts.last! * Self.heads * setting.n) : []
    var dz: [Float] = []
    var firstRows: [Int] = []
    var total = 0.0
    for (b, document) in documents.enumerated() {
      let first = (windowStarts[b] * Self.heads + strides[b]) * setting.n
      let a = setting.isWeighted ? Array(all[first..<first + strides[b] * setting.n]) : nil
      let own = generator.eighths(block.windowCount(document) * setting.filters)
      firstRows.append(dz.count / setting.filters)
      dz += own
      let sum = zip(own, block.z(document, a)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      total += sum
      if let a {
        var da = [Float](repeating: 0, count: a.count)
        var windows = block.windows(block.projection, bias: block.bias)
        tcm_differentiate_windows(&windows, document + [0], document.count, own, setting.filters, &da)
        #expect(zip(a, da).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } == sum)
      }
    }
    var found = 0.0
    let starts = documents.reduce(into: [0]) { $0.append($0.last! + $1.count) }
    for word in 0..<Int32(Self.vocabulary) {
      let occurrences = documents.indices.flatMap { b in
        documents[b].indices.filter { documents[b][$0] == word }.map { (Int32($0), Int32(b)) }
      }
      var dp = [Float](repeating: .nan, count: setting.places * setting.filters)
      var windows = block.windows(block.projection, bias: block.bias)
      all.withUnsafeBufferPointer { all in
        tcm_sum_window_gradients(
          &windows, dz, setting.filters, occurrences.map(\.0), occurrences.map(\.1), occurrences.count,
          starts,
          firstRows, setting.isWeighted ? all.baseAddress : nil, windowStarts, &dp)
      }
      for (column, gradient) in dp.enumerated() {
        found += Double(gradient) * Double(block.projection[Int(word) * block.stride + column])
      }
    }
    #expect(found == total)
  }

  @Test(arguments: [1, 2, 3, 7], [1, 5, 16, 35]) func strongestRows(k: Int, columns: Int) {
    var generator = SeededGenerator(seed: 6, purpose: "\(k) \(columns)")
    let stride = (columns + 15) / 16 * 16
    for rows in [1, 2, 3, 8] {
      var x = generator.eighths(rows * stride)
      if rows > 2 { x[stride] = .nan }
      var out = [Float](repeating: -9, count: k * columns)
      var which = [Int32](repeating: -9, count: k * columns)
      tcm_strongest_rows(x, rows, columns, stride, k, &out, &which, columns)
      for f in 0..<columns {
        let values = (0..<rows).map { x[$0 * stride + f] }
        let order = values.indices.sorted { a, b in
          let (u, v) = (values[a].isNaN ? .infinity : values[a], values[b].isNaN ? .infinity : values[b])
          return u != v ? u > v : a < b
        }
        let kept = order.prefix(k).sorted()
        for slot in 0..<k {
          #expect(which[slot * columns + f] == (slot < kept.count ? Int32(kept[slot]) : -1))
          let expected = slot < kept.count ? values[kept[slot]] : 0
          #expect(out[slot * columns + f].bitPattern == expected.bitPattern)
        }
      }
    }
  }

  @Test(arguments: [1, 16, 20]) func activations(columns: Int) {
    var generator = SeededGenerator(seed: 7, purpose: "activations")
    let (rows, stride) = (9, (columns + 15) / 16 * 16)
    let z = generator.floats(rows * stride, within: 6)
    let slope = generator.floats(columns)
    let kinds: [(tcm_activation, (Double, Double) -> (Double, Double))] = [
      (tcm_relu, { z, _ in (max(z, 0), z > 0 ? 1 : 0) }),
      (tcm_prelu, { z, s in (z > 0 ? z : s * z, z > 0 ? 1 : s) }),
      (
        tcm_logistic,
        { z, _ in
          let h = 1 / (1 + exponential(-z))
          return (h, h * (1 - h))
        }
      ),
      (
        tcm_tanh,
        { z, _ in
          let h = 1 - 2 / (exponential(2 * z) + 1)
          return (h, 1 - h * h)
        }
      ),
      (tcm_identity, { z, _ in (z, 1) }),
    ]
    for (kind, twin) in kinds {
      var h = [Float](repeating: .nan, count: rows * stride)
      tcm_activate(kind, z, slope, rows, columns, stride, &h)
      let start = generator.floats(rows * stride)
      var dz = start
      var dslope = [Float](repeating: 0, count: columns)
      tcm_differentiate_activation(kind, z, h, slope, rows, columns, stride, &dz, &dslope)
      for r in 0..<rows {
        for f in 0..<stride {
          let at = r * stride + f
          guard f < columns else {
            #expect(h[at] == 0, "padding")
            continue
          }
          let (value, derivative) = twin(Double(z[at]), Double(slope[f]))
          expectClose([h[at]], [value], "\(kind) of \(z[at])", relative: 1e-6, absolute: 2e-7)
          expectClose(
            [dz[at]], [Double(start[at]) * derivative], "\(kind)' of \(z[at])", relative: 1e-5, absolute: 1e-6
          )
        }
      }
      guard kind == tcm_prelu else { continue }
      for f in 0..<columns {
        let sum = (0..<rows).reduce(0.0) { sum, r in
          let at = r * stride + f
          return z[at] > 0 ? sum : sum + Double(start[at]) * Double(z[at])
        }
        expectClose([dslope[f]], [sum], "slope \(f)", relative: 1e-5, absolute: 1e-6)
      }
    }
  }

  /// Not a number is seen through every activation.
  @Test func notANumber() {
    for kind in [tcm_relu, tcm_prelu, tcm_logistic, tcm_tanh, tcm_identity] {
      var h = [Float](repeating: 0, count: 16)
      tcm_activate(
        kind, [Float](repeating: .nan, count: 16), [Float](repeating: 0.5, count: 16), 1, 3, 16, &h)
      #expect(h.prefix(3).allSatisfy(\.isNaN) && h.dropFirst(3).allSatisfy { $0 == 0 })
    }
  }
}
