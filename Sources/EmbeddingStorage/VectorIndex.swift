import CTensorMath
import Foundation
import TensorMath

/// Answers many questions for the neighbours of a vector, from memory: a byte a number.
///
///     let index = try VectorIndex(store.view(), threads: 2)
///     let neighbors = try index.neighbors(of: "good")
///
/// The answers are those of `VectorView.neighbors`, to the last bit. Each row x is kept as scale · codes, and how far that is
/// from x/‖x‖, the row's residual; so a pass over the codes bounds each cosine from both sides:
///
///     |cosine − ⟨q/‖q‖, scale · codes⟩| ≤ residual + ε      ε: what float32 rounds
///
/// and only rows whose upper bound reaches the count-th greatest lower bound are read from the store.
///
/// Memory: ⌈d/16⌉·16 + 16 bytes a word, and its text. The view must live as long as the store's sets stay the same.
public struct VectorIndex: Sendable {
  let view: VectorView
  private let pool: WorkerPool
  /// Numbers a row of codes: d, and zeros up to whole vectors of the processor.
  private let stride: Int
  private var codes: [Int8] = []
  private var scales: [Float] = []
  private var residuals: [Float] = []
  private var wordBytes: [UInt8] = []
  private var wordEnds: [Int] = []

  /// Reads all vectors of a view once.
  ///
  /// - Complexity: O(words · d).
  public init(_ view: VectorView, threads: Int = 1) throws {
    self.view = view
    pool = WorkerPool(threads: threads)
    let dimension = view.dimension
    let stride = (dimension + 15) / 16 * 16
    self.stride = stride
    let store = view.store
    try view.read { db in
      let count = try view.combination.count(db, path: store.path)
      codes.reserveCapacity(count * stride)
      scales.reserveCapacity(count)
      residuals.reserveCapacity(count)
      wordEnds.reserveCapacity(count)
      var quantizer = UnitRowQuantizer(dimension: dimension)
      try view.combination.forEachRun(db, path: store.path, withWords: true) { run in
        for index in 0..<run.words.count {
          let row = UnsafeBufferPointer(rebasing: run.rows[index * dimension..<(index + 1) * dimension])
          let (scale, residual) = quantizer.quantize(row)
          codes.append(contentsOf: quantizer.codes)
          codes.append(contentsOf: repeatElement(0, count: stride - dimension))
          scales.append(scale)
          residuals.append(residual)
          wordBytes.append(contentsOf: run.words[index])
          wordEnds.append(wordBytes.count)
        }
      }
    }
  }

  /// How many words have a vector.
  public var count: Int { scales.count }

  /// As `VectorView.neighbors(of:count:)`.
  public func neighbors(of word: String, count: Int = 10) throws -> [EmbeddingStore.Neighbor] {
    try neighbors(of: view.vector(of: word), count: count, leavingOut: [word])
  }

  /// As `VectorView.neighbors(of:count:leavingOut:)`.
  ///
  /// - Complexity: O(words · d) additions of bytes, and a lookup for each row that the bounds cannot tell apart.
  public func neighbors(
    of vector: [Float], count: Int = 10, leavingOut words: Set<String> = []
  ) throws -> [EmbeddingStore.Neighbor] {
    precondition(count >= 0, "count \(count), expected at least 0")
    precondition(
      vector.count == view.dimension, "a vector of \(vector.count) numbers, expected \(view.dimension)")
    let length = tcm_dot_wide(vector, vector, vector.count).squareRoot()
    let left = Set(words.map { Array($0.utf8) })
    // The words that are left out may be among the closest.
    let places = candidates(for: vector, length: length, count: min(count, self.count) + left.count)
      .filter { !left.contains(Array(word(at: $0))) }
    let rows = try view.vectors(places.count, triesLowercase: false) { Data(word(at: places[$0])) }
    var nearest = NearestList(count: count)
    rows.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for (index, place) in places.enumerated() {
        nearest.add(place, VectorView.cosine(vector, length, base + index * vector.count))
      }
    }
    return nearest.sorted.map {
      .init(word: String(decoding: word(at: $0.place), as: UTF8.self), cosine: $0.cosine)
    }
  }

  private func word(at place: Int) -> ArraySlice<UInt8> {
    wordBytes[(place == 0 ? 0 : wordEnds[place - 1])..<wordEnds[place]]
  }

  /// The places of all rows that can be among the `count` closest, ascending.
  private func candidates(for vector: [Float], length: Double, count: Int) -> [Int] {
    guard count > 0 else { return [] }
    guard length > 0 else { return Array(0..<min(count, scales.count)) }
    let query =
      vector.map { Float(Double($0) / length) } + [Float](repeating: 0, count: stride - vector.count)
    let scores = score(query)
    // Each of d products and sums rounds once, and so do the query and the row; twice as much for good measure.
    let epsilon = Float(vector.count + 64) * Float.ulpOfOne
    var lowest = NearestList(count: count)
    for place in scores.indices { lowest.add(place, Double(scores[place] - residuals[place])) }
    let reached = lowest.sorted
    guard reached.count == count, let least = reached.last?.cosine else { return Array(scores.indices) }
    let bound = Float(least).nextDown - 2 * epsilon
    return scores.indices.filter { scores[$0] + residuals[$0] >= bound }
  }

  /// ⟨query, scale · codes⟩ of every row, on all threads.
  private func score(_ query: [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: scales.count) { scores, initialized in
      initialized = scales.count
      guard let out = scores.baseAddress else { return }
      // Rows are disjoint, so that no two tasks write the same number.
      nonisolated(unsafe) let target = out
      codes.withUnsafeBufferPointer { codes in
        scales.withUnsafeBufferPointer { scales in
          guard let codes = codes.baseAddress, let scales = scales.baseAddress else { return }
          nonisolated(unsafe) let (codeBase, scaleBase) = (codes, scales)
          pool.forEachChunk(of: self.scales.count, size: 4096) { rows in
            tcm_score_bytes(
              codeBase + rows.lowerBound * stride, rows.count, stride, scaleBase + rows.lowerBound, query,
              target + rows.lowerBound)
          }
        }
      }
    }
  }
}

/// Turns rows into codes of their direction.
private struct UnitRowQuantizer {
  private(set) var codes: [Int8]
  private var unit: [Float]
  private var rounded: [Float]

  init(dimension: Int) {
    codes = Array(repeating: 0, count: dimension)
    unit = Array(repeating: 0, count: dimension)
    rounded = unit
  }

  /// Puts row/‖row‖ into `codes`; its scale, and a bound on ‖row/‖row‖ − scale · codes‖. Zero rows give zeros.
  mutating func quantize(_ row: UnsafeBufferPointer<Float>) -> (scale: Float, residual: Float) {
    guard let base = row.baseAddress else { return (0, 0) }
    let length = tcm_dot_wide(base, base, row.count).squareRoot()
    let factor = length > 0 ? 1 / length : 0
    for index in row.indices { unit[index] = Float(Double(row[index]) * factor) }
    let scale = tcm_quantize(unit, row.count, &codes)
    tcm_widen_bytes(codes, row.count, scale, &rounded)
    for index in row.indices { rounded[index] -= unit[index] }
    let residual = tcm_dot_wide(rounded, rounded, row.count).squareRoot()
    // A hair more, for what these few roundings may have lost.
    return (scale, Float(residual * 1.0001 + 1e-7))
  }
}
