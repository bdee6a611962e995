import CTensorMath
import TensorMath

/// A network at rest: with the weights fixed, a word's projection never changes, so it is computed when the word is
/// first seen and kept. A document is then row additions and maxima, with no matrix product.
///
/// What a document scores depends on nothing but its words, to the last bit: not on its batch, not on what was seen
/// before, not on the number of threads. For that the projection is summed in one fixed order, not by the GEMM library.
///
/// Rows lie in panels of filters (`RestingPanel`), which pool their windows at once. Convolutions above the first ask for
/// the windows of all filters together: documents then go through towers, as in training.
///
/// What happens to a document then is in `ProjectedVocabulary+Scoring`. Holds scratch: one owner at a time.
package final class ProjectedVocabulary {
  package private(set) var model: TextCNN
  package let pool: WorkerPool
  /// How many words' rows are kept before all are forgotten and filled again.
  private var capacity: Int
  /// Row of a word, −1 where it has none.
  var slots: [Int32]
  private var filled: [Int32] = []
  var panels: [RestingPanel] = []
  /// In place of panels where there are convolutions above the first.
  var rows: RestingRows?
  /// The kernels above the first.
  let levels: RestingLevels
  /// The score columns of attention, `[capacity, scoreStride]`.
  var scores = LazyRows(count: 0, rowBytes: 0)
  /// What they multiply words with, `[S, rowStride]`.
  private let scoreVectors = Scratch<Float>()
  private let keepsHalfRows: Bool
  /// Some thinned networks in place of the whole; nil: the whole one.
  let thinned: ThinnedOutput?
  package var isThinned: Bool { thinned != nil }
  /// Probabilities of a document: `[C]`, or `[K, C]` of thinned networks.
  package var outputCount: Int { model.classes * (thinned?.samples ?? 1) }
  private var hasLargePages = false
  /// Length of a row of features panel by panel, each padded to whole vectors.
  let restStride: Int

  /// Room for so many guests besides the vocabulary. Others that come push all rows out, as where there is less room.
  package static let mostGuests = 65_536

  /// - Parameters:
  ///   - cacheBytes: About how much memory the rows may take. A document with more distinct words than fit gets what it
  ///     needs.
  ///   - cacheRows: How many words' rows may be kept, if fewer.
  ///   - keepsHalfRows: Whether rows are kept as float16: half the memory, and probabilities that differ in the fourth
  ///     digit.
  ///   - thinned: Some networks that lack features, in place of the whole one.
  package init(
    _ model: TextCNN, pool: WorkerPool, cacheBytes: Int = 1 << 30, cacheRows: Int? = nil,
    keepsHalfRows: Bool = false, thinned: ThinnedOutput? = nil
  ) {
    self.thinned = thinned
    self.model = model
    self.pool = pool
    self.keepsHalfRows = keepsHalfRows
    let layout = model.layout
    slots = [Int32](repeating: -1, count: model.vocabularyCount)
    levels = RestingLevels(model)
    restStride = layout.panels.reduce(0) {
      $0 + paddedRow($1.filters.count) * layout.configuration.featuresPerFilter
    }
    let rowBytes = Self.rowBytes(layout, keepsHalfRows: keepsHalfRows)
    let words = model.vocabularyCount + (model.pieceCount > 0 ? Self.mostGuests : 0)
    capacity = max(1, min(words, cacheBytes / rowBytes, cacheRows ?? .max))
    reserve()
    scoreVectors.reserve(layout.scoreColumns * layout.rowStride)
    model.dense.withUnsafePointer { dense in
      for scores in layout.scores { scores.gather(dense, into: scoreVectors.base, stride: layout.rowStride) }
    }
  }

  /// How many bytes a word's rows take.
  package static func rowBytes(_ layout: ParameterLayout, keepsHalfRows: Bool = false) -> Int {
    guard layout.configuration.depth == 1 else {
      return scoreBytes(layout) + RestingRows.rowBytes(layout, isHalf: keepsHalfRows)
    }
    return layout.panels.reduce(scoreBytes(layout)) { sum, cut in
      let places = layout.configuration.kernel.placeCount(width: cut.block.width)
      return sum
        + RestingPanel.rowBytes(lanes: paddedRow(cut.filters.count), places: places, isHalf: keepsHalfRows)
    }
  }

  private static func scoreBytes(_ layout: ParameterLayout) -> Int {
    layout.scoreColumns > 0 ? layout.scoreStride * 4 : 0
  }

  /// Takes address space for `capacity` words.
  private func reserve() {
    scores = LazyRows(count: capacity, rowBytes: Self.scoreBytes(model.layout))
    hasLargePages = false
    guard model.configuration.depth == 1 else {
      rows = RestingRows(model.layout, capacity: capacity, isHalf: keepsHalfRows)
      return
    }
    var feature = 0
    panels = model.layout.panels.map { cut in
      defer { feature += paddedRow(cut.filters.count) * model.configuration.featuresPerFilter }
      return RestingPanel(
        cut.blockIndex, filters: cut.filters, firstFeature: feature, of: model, capacity: capacity,
        isHalf: keepsHalfRows)
    }
  }

  /// Takes note of the words beyond the vocabulary that documents may have; guest g is word V + g.
  ///
  /// - Parameter isNew: Whether numbers mean other guests than before, so that all rows are forgotten; otherwise there are
  ///   only more of them.
  package func welcome(_ guests: WordComposition, isNew: Bool) {
    if isNew { forget() }
    model.guests = guests
    let count = model.vocabularyCount + guests.count
    if count > slots.count {
      slots += repeatElement(-1, count: count - slots.count)
    } else {
      slots.removeLast(slots.count - count)
    }
  }

  /// Projects the words of the vocabulary, as many as may be kept, so that no document has to wait for it.
  package func warm() {
    var missing: [Int32] = []
    for word in 0..<model.vocabularyCount where slots[word] < 0 && filled.count + missing.count < capacity {
      slots[word] = Int32(filled.count + missing.count)
      missing.append(Int32(word))
    }
    project(missing)
  }

  /// Probabilities of documents given as word numbers, `[documents, outputCount]` in their order.
  ///
  /// - Parameters:
  ///   - tokens: Words of all documents, one after another; each below V, or a guest's.
  ///   - starts: Document i is `tokens[starts[i] ..< starts[i + 1]]`.
  /// - Complexity: O(windows · n · F), and O(N · d) for each word seen for the first time.
  package func probabilities(tokens: [Int32], starts: [Int]) -> [Float] {
    let outputs = outputCount
    var result = [Float](repeating: 0, count: (starts.count - 1) * outputs)
    result.withUnsafeMutableBufferPointer { result in
      var first = 0
      while first < starts.count - 1 {
        let end = admit(tokens, starts, from: first)
        score(tokens, starts, first..<end, into: result.baseAddress! + first * outputs)
        first = end
      }
    }
    return result
  }

  /// Projects the words that documents `first ..< end` need and returns `end`: as many documents as fit.
  private func admit(_ tokens: [Int32], _ starts: [Int], from first: Int) -> Int {
    var missing: [Int32] = []
    var end = first
    while end < starts.count - 1 {
      let before = missing.count
      for t in starts[end]..<starts[end + 1] where slots[Int(tokens[t])] < 0 {
        slots[Int(tokens[t])] = Int32(filled.count + missing.count)
        missing.append(tokens[t])
      }
      if filled.count + missing.count > capacity {
        for word in missing[before...] { slots[Int(word)] = -1 }
        missing.removeSubrange(before...)
        if end > first { break }
        // The first document alone does not fit beside what is there: forget that.
        if filled.isEmpty {
          capacity = Set(tokens[starts[end]..<starts[end + 1]]).count
          reserve()
        } else {
          forget()
        }
        continue
      }
      end += 1
    }
    project(missing)
    return end
  }

  private func forget() {
    for word in filled { slots[Int(word)] = -1 }
    filled.removeAll(keepingCapacity: true)
  }

  private func project(_ missing: [Int32]) {
    guard !missing.isEmpty else { return }
    let layout = model.layout
    let d = layout.rowStride
    let firstSlot = filled.count
    // A few words are a person's question; with more, the memory is worth having in large pages.
    if !hasLargePages, firstSlot + missing.count > 1024 {
      hasLargePages = true
      for panel in panels { panel.preferLargePages() }
      rows?.preferLargePages()
      scores.preferLargePages()
    }
    // 32 words at a time: they and a block of kernel rows stay in the cache.
    let size = 32
    model.dense.withUnsafePointer { dense in
      pool.forEachChunk(of: missing.count, size: size) { range in
        withUnsafeTemporaryAllocation(byteCount: range.count * d * 4, alignment: 64) { raw in
          raw.initializeMemory(as: UInt8.self, repeating: 0)
          let x = raw.bindMemory(to: Float.self).baseAddress!
          model.copyVectors(of: missing[range], into: x)
          let slot = firstSlot + range.lowerBound
          for panel in panels { panel.fill(slot, x, count: range.count, dense, of: layout) }
          rows?.fill(slot, x, count: range.count, dense)
          tcm_project_rows(
            x, d, range.count, scoreVectors.base, layout.scoreColumns, d,
            scores.base.assumingMemoryBound(to: Float.self) + slot * layout.scoreStride, layout.scoreStride)
        }
      }
    }
    filled.append(contentsOf: missing)
  }

  /// Scores documents some at a time: enough that a panel's rows, once in the cache, serve many, and not so many that
  /// a thread has nothing to do.
  private func score(
    _ tokens: [Int32], _ starts: [Int], _ documents: Range<Int>, into result: UnsafeMutablePointer<Float>
  ) {
    let most = max(1, min(512, documents.count / (4 * pool.threads)))
    var chunks: [Range<Int>] = []
    var first = documents.lowerBound
    while first < documents.upperBound {
      var end = first + 1
      while end < documents.upperBound, end - first < most, starts[end + 1] - starts[first] <= 16_384 {
        end += 1
      }
      chunks.append(first..<end)
      first = end
    }
    tokens.withUnsafeBufferPointer { tokens in
      starts.withUnsafeBufferPointer { starts in
        pool.forEach(chunks.count) { index in
          let chunk = chunks[index]
          score(
            chunk, tokens, starts, into: result + (chunk.lowerBound - documents.lowerBound) * outputCount)
        }
      }
    }
  }
}
