import CTensorMath
import TensorMath
import TestSupport
import Testing

/// The row loop of prediction against window by window, filter by filter, in Double.
@Suite struct StrongestAtRestTests {
  /// Documents over kept rows of `lanes` filters.
  struct Call {
    var rows: [Float]
    var lanes: Int
    var n: Int
    var isShared: Bool
    var regions: Int
    var documents: [[Int32]]
    /// Document after document `[heads, n, padded windows]`, of two heads, the second of which is the block's.
    var a: [Float]?
    var bias: [Float]
    var slope: [Float]?

    static let vocabulary = 7

    init(
      lanes: Int, n: Int, lengths: [Int], weighted: Bool, sloped: Bool, shared: Bool, regions: Int = 1,
      _ generator: inout SeededGenerator
    ) {
      self.lanes = lanes
      self.n = n
      isShared = shared
      self.regions = regions
      rows = generator.eighths(Self.vocabulary * lanes * (shared ? 1 : n * regions))
      documents = []
      for length in lengths { documents.append(generator.words(length, vocabularyCount: Self.vocabulary)) }
      let windows = documents.reduce(0) { $0 + tcm_window_stride($1.count, n) }
      a = weighted ? generator.eighths(windows * 2 * n) : nil
      bias = generator.eighths(lanes)
      slope = sloped ? generator.eighths(lanes) : nil
    }

    static func windows(_ words: [Int32], _ n: Int) -> Int { words.isEmpty ? 1 : words.count + n - 1 }

    var stride: Int { lanes * (isShared ? 1 : n * regions) }

    /// Calls with the block as the row loops see it.
    func withRest(
      half: Bool,
      _ body: (inout tcm_rest, UnsafePointer<Int32>, UnsafePointer<Int>, UnsafePointer<Float>?) -> Void
    ) {
      let tokens: [Int32] = documents.flatMap { $0 } + [0]
      // From 3 on, as a call may begin anywhere in a corpus.
      let starts = documents.reduce(into: [3]) { $0.append($0.last! + $1.count) }
      var halves = [UInt16](repeating: 0, count: rows.count)
      halves.withUnsafeMutableBytes { tcm_halve(rows, rows.count, $0.baseAddress) }
      func call(_ rows: UnsafeRawPointer?, _ slope: UnsafePointer<Float>?, _ a: UnsafePointer<Float>?) {
        bias.withUnsafeBufferPointer { bias in
          var rest = tcm_rest(
            rows: rows, stride: stride, place_stride: isShared ? 0 : lanes, n: n, heads: 2, head: 1,
            regions: regions,
            vectors: Int32(lanes / 16), is_half: half, bias: bias.baseAddress, slope: slope)
          body(&rest, tokens, starts, a)
        }
      }
      func withOptional(_ values: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
        if let values { values.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
      }
      withOptional(slope) { slope in
        withOptional(a) { a in
          if half {
            halves.withUnsafeBytes { call($0.baseAddress, slope, a) }
          } else {
            rows.withUnsafeBytes { call($0.baseAddress, slope, a) }
          }
        }
      }
    }

    /// `[documents, lanes]`.
    func run(half: Bool) -> [Float] {
      var features = [Float](repeating: -99, count: documents.count * lanes)
      withRest(half: half) { rest, words, starts, a in
        tcm_strongest_at_rest(&rest, words, starts, documents.count, a, &features, lanes)
      }
      return features
    }

    /// z + bias, `[windows][lanes]` of each document.
    func twinWindows() -> [[[Double]]] {
      var first = 0
      return documents.map { words in
        defer { first += 2 * n * tcm_window_stride(words.count, n) }
        let windows = Self.windows(words, n)
        return (0..<windows).map { i in
          (0..<lanes).map { f in
            var z = Double(bias[f])
            for k in 0..<n where words.indices.contains(i + k - (n - 1)) {
              let word = Int(words[i + k - (n - 1)])
              z +=
                Double(a?[first + (n + k) * tcm_window_stride(words.count, n) + i] ?? 1)
                * Double(rows[word * stride + (isShared ? 0 : (regions * i / windows * n + k) * lanes) + f])
            }
            return z
          }
        }
      }
    }

    func twin() -> [Double] {
      twinWindows().flatMap { windows in
        (0..<lanes).map { f in
          windows.map { z in
            guard let slope, z[f] <= 0 else { return z[f] }
            return z[f] * Double(slope[f])
          }.max()!
        }
      }
    }
  }

  /// Eighths up to 2 are exact in float16 too, so half rows must agree to the last bit as well.
  @Test(arguments: [16, 32], [1, 2, 3, 4, 5, 6, 16])
  func equalsTheDoubleTwin(lanes: Int, n: Int) {
    var generator = SeededGenerator(seed: 4, purpose: "\(lanes) lanes, width \(n)")
    for case (let weighted, let sloped) in [(false, false), (true, false), (false, true), (true, true)] {
      for (shared, regions) in [(false, 1), (true, 1), (false, 4)] where regions == 1 || !weighted {
        for lengths in [[0], [1], [2, 0, 1], [19, 4, 33, 3, 0, 7]] {
          let call = Call(
            lanes: lanes, n: n, lengths: lengths, weighted: weighted, sloped: sloped, shared: shared,
            regions: regions, &generator)
          let name =
            "lengths \(lengths), weights \(weighted), slopes \(sloped), shared \(shared), \(regions) regions"
          expectClose(call.run(half: false), call.twin(), name, relative: 0, absolute: 0)
          expectClose(call.run(half: true), call.twin(), name + ", half", relative: 0, absolute: 0)
        }
      }
    }
  }

  @Test(arguments: [false, true], [false, true])
  func notANumberIsSeenWhereverItStands(half: Bool, sloped: Bool) {
    var generator = SeededGenerator(seed: 9)
    for place in 0..<6 {
      var call = Call(
        lanes: 32, n: 3, lengths: [6, 2], weighted: false, sloped: sloped, shared: false, &generator)
      call.documents[0] = [0, 1, 2, 3, 4, 5]
      call.documents[1] = [6, 6]
      call.rows[place * call.stride + 17] = .nan
      let features = call.run(half: half)
      #expect(features[17].isNaN, "word \(place)")
      #expect(features.indices.allSatisfy { $0 == 17 || !features[$0].isNaN })
    }
  }

  @Test func halvesAreRoundedToTheNearest() {
    let values: [Float] = [0, -0.0, 1, -2, 65504, 1e9, 1 + 0x1p-11, 1 + 0x1p-10, 0x1p-24, .infinity, .nan]
    var halves = [UInt16](repeating: 0, count: values.count)
    halves.withUnsafeMutableBytes { tcm_halve(values, values.count, $0.baseAddress) }
    // Bit patterns of IEEE 754 binary16; 1 + 2⁻¹¹ is a tie and goes to the even neighbour.
    #expect(
      halves.dropLast() == [0, 0x8000, 0x3C00, 0xC000, 0x7BFF, 0x7C00, 0x3C00, 0x3C01, 0x0001, 0x7C00])
    #expect(halves.last! & 0x7C00 == 0x7C00 && halves.last! & 0x3FF != 0)
  }
}
