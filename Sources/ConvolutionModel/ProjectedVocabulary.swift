import CTensorMath
import TensorMath

/// A network at rest: with the weights fixed, a word's projection never changes, so it is computed when the word is
/// first seen and kept. A document is then row additions and maxima, with no matrix product.
///
/// What a document scores depends on nothing but its words, to the last bit: not on its batch, not on what was seen
/// before, not on the number of threads. For that the projection is summed in one fixed order, not by the GEMM library.
///
/// By default only the strongest windows matter, and rows lie in panels of filters (`RestingPanel`); with another pooling
/// than max, or convolutions above the first, documents go through towers, as in training.
///
/// Holds scratch: one owner at a time.
package final class ProjectedVocabulary {
  package let model: TextCNN
  package let pool: WorkerPool
  /// How many words' rows are kept before all are forgotten and filled again.
  private var capacity: Int
  /// Row of a word, −1 where it has none.
  private var slots: [Int32]
  private var filled: [Int32] = []
  private var panels: [RestingPanel] = []
  /// In place of panels where all windows matter.
  private var rows: RestingRows?
  /// The score columns of attention, `[capacity, scoreStride]`.
  private var scores = LazyRows(count: 0, rowBytes: 0)
  /// What they multiply words with, `[S, rowStride]`.
  private let scoreVectors = Scratch<Float>()
  private let keepsHalfRows: Bool
  /// Some thinned networks in place of the whole; nil: the whole one.
  private let thinned: ThinnedOutput?
  package var isThinned: Bool { thinned != nil }
  /// Probabilities of a document: `[C]`, or `[K, C]` of thinned networks.
  package var outputCount: Int { model.classes * (thinned?.samples ?? 1) }
  private var hasLargePages = false
  /// Length of a row of features panel by panel, each padded to whole vectors.
  private let restStride: Int

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
    restStride = Self.cuts(layout).reduce(0) { $0 + paddedRow($1.filters.count) }
    let rowBytes = Self.rowBytes(layout, keepsHalfRows: keepsHalfRows)
    capacity = max(1, min(model.vocabularyCount, cacheBytes / rowBytes, cacheRows ?? .max))
    reserve()
    scoreVectors.reserve(layout.scoreColumns * layout.rowStride)
    model.dense.withUnsafePointer { dense in
      for scores in layout.scores { scores.gather(dense, into: scoreVectors.base, stride: layout.rowStride) }
    }
  }

  /// How many bytes a word's rows take.
  package static func rowBytes(_ layout: ParameterLayout, keepsHalfRows: Bool = false) -> Int {
    guard !layout.configuration.usesAllWindows else {
      return scoreBytes(layout) + RestingRows.rowBytes(layout, isHalf: keepsHalfRows)
    }
    return cuts(layout).reduce(scoreBytes(layout)) { sum, cut in
      let places = layout.configuration.kernel.placeCount(width: layout.blocks[cut.block].width)
      return sum
        + RestingPanel.rowBytes(lanes: paddedRow(cut.filters.count), places: places, isHalf: keepsHalfRows)
    }
  }

  private static func scoreBytes(_ layout: ParameterLayout) -> Int {
    layout.scoreColumns > 0 ? layout.scoreStride * 4 : 0
  }

  /// The filters of every panel: blocks cut into runs of at most 32.
  private static func cuts(_ layout: ParameterLayout) -> [(block: Int, filters: Range<Int>)] {
    layout.blocks.indices.flatMap { index in
      let count = layout.blocks[index].filterCount
      return stride(from: 0, to: count, by: RestingPanel.greatestLanes).map {
        (index, $0..<min(count, $0 + RestingPanel.greatestLanes))
      }
    }
  }

  /// Takes address space for `capacity` words.
  private func reserve() {
    scores = LazyRows(count: capacity, rowBytes: Self.scoreBytes(model.layout))
    hasLargePages = false
    guard !model.configuration.usesAllWindows else {
      rows = RestingRows(model.layout, capacity: capacity, isHalf: keepsHalfRows)
      return
    }
    var feature = 0
    panels = Self.cuts(model.layout).map { cut in
      defer { feature += paddedRow(cut.filters.count) }
      return RestingPanel(
        cut.block, filters: cut.filters, firstFeature: feature, of: model, capacity: capacity,
        isHalf: keepsHalfRows)
    }
  }

  /// Projects the words of the vocabulary, as many as may be kept, so that no document has to wait for it.
  package func warm() {
    var missing: [Int32] = []
    for word in slots.indices where slots[word] < 0 && filled.count + missing.count < capacity {
      slots[word] = Int32(filled.count + missing.count)
      missing.append(Int32(word))
    }
    project(missing)
  }

  /// Probabilities of documents given as word numbers, `[documents, outputCount]` in their order.
  ///
  /// - Parameters:
  ///   - tokens: Words of all documents, one after another; each below V.
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

  private func score(
    _ documents: Range<Int>, _ tokens: UnsafeBufferPointer<Int32>, _ starts: UnsafeBufferPointer<Int>,
    into result: UnsafeMutablePointer<Float>
  ) {
    let first = starts[documents.lowerBound]
    let count = starts[documents.upperBound] - first
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count + 1) { words in
      for t in 0..<count { words[t] = slots[Int(tokens[first + t])] }
      let words = words.baseAddress!
      let starts = starts.baseAddress! + documents.lowerBound
      if let rows {
        score(words, starts, documents.count, rows, into: result)
      } else {
        score(words, starts, documents.count, into: result)
      }
    }
  }

  /// By panels: the strongest windows alone.
  private func score(
    _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(byteCount: count * restStride * 4, alignment: 64) { raw in
      let features = raw.bindMemory(to: Float.self).baseAddress!
      for widthIndex in model.configuration.widths.indices {
        withWeights(widthIndex, words, starts, count) { a in
          findStrongest(widthIndex, words, starts, count, a, into: features)
        }
      }
      if model.configuration.activation != .prelu {
        model.configuration.activation.apply(to: features, count: count * restStride)
      }
      classify(features, count, into: result)
    }
  }

  /// By towers: all windows.
  private func score(
    _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int, _ rows: RestingRows,
    into result: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let stride = layout.featureStride
    let perWidth = layout.configuration.featuresPerWidth
    withUnsafeTemporaryAllocation(byteCount: count * stride * 4, alignment: 64) { raw in
      raw.initializeMemory(as: UInt8.self, repeating: 0)
      let features = raw.bindMemory(to: Float.self).baseAddress!
      model.dense.withUnsafePointer { dense in
        for (widthIndex, width) in layout.configuration.widths.enumerated() {
          let tower = Tower(layout, widthIndex: widthIndex, product: .reproducible)
          tower.prepare(tokens: (0..<count).map { starts[$0 + 1] - starts[$0] }, dense, isTraining: false)
          withWeights(widthIndex, words, starts, count) { a in
            var own = a
            for b in 0..<count {
              let tokens = starts[b + 1] - starts[b]
              let heads = tcm_window_stride(tokens, width) * width
              for block in layout.blocks where block.widthIndex == widthIndex {
                var windows = rows.windows(block, dense)
                tcm_sum_windows(
                  &windows, words + (starts[b] - starts[0]), tokens, own.map { $0 + block.head * heads },
                  tower.sums.base + tower.starts[b] * tower.stride + block.filters.lowerBound, tower.stride)
              }
              tower.findFeatures(b, dense, into: features + b * stride + widthIndex * perWidth)
              own = own.map { $0 + layout.configuration.kernel.heads * heads }
            }
          }
        }
        answer(features, rows: count, dense, into: result)
      }
    }
  }

  /// The features of one width, panel by panel; its windows' weights serve all its panels.
  private func findStrongest(
    _ widthIndex: Int, _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    _ a: UnsafePointer<Float>?, into features: UnsafeMutablePointer<Float>
  ) {
    for (number, panel) in panels.enumerated()
    where model.layout.blocks[panel.blockIndex].widthIndex == widthIndex {
      // The row loop looks ahead to later documents; where there are none, to the next panel.
      if count <= 2, number + 1 < panels.count {
        panels[number + 1].prefetch(words, count: starts[count] - starts[0])
      }
      withUnsafePointer(to: panel.rest) {
        tcm_strongest_at_rest($0, words, starts, count, a, features + panel.firstFeature, restStride)
      }
    }
  }

  /// The weights of all windows of one width, document after document; nil where all are 1.
  private func withWeights(
    _ widthIndex: Int, _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    _ body: (UnsafePointer<Float>?) -> Void
  ) {
    let layout = model.layout
    guard !layout.scores.isEmpty else { return body(nil) }
    let scores = layout.scores[widthIndex]
    let size = (0..<count).reduce(0) { $0 + scores.weightCount(tokens: starts[$1 + 1] - starts[$1]) }
    model.dense.withUnsafePointer { dense in
      let rows = self.scores.base.assumingMemoryBound(to: Float.self)
      var weighting = scores.weighting(
        layout.configuration.kernel, scores: rows, stride: layout.scoreStride,
        bias: dense + layout.vectors[widthIndex].scoreBias!)
      withUnsafeTemporaryAllocation(byteCount: size * 4, alignment: 64) { raw in
        let a = raw.bindMemory(to: Float.self).baseAddress!
        var own = a
        for b in 0..<count {
          let tokens = starts[b + 1] - starts[b]
          if widthIndex == 0, layout.scoreColumns > 0, b + 2 < count {
            tcm_prefetch_rows(
              rows, self.scores.rowBytes, words + (starts[b + 2] - starts[0]), starts[b + 3] - starts[b + 2])
          }
          tcm_weigh_windows(&weighting, words + (starts[b] - starts[0]), tokens, own)
          own += scores.weightCount(tokens: tokens)
        }
        body(a)
      }
    }
  }

  private func classify(
    _ rest: UnsafePointer<Float>, _ count: Int, into probabilities: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let stride = layout.featureStride
    // Some documents at a time: a class's weights then serve four of them, with the same sums as for each alone.
    let size = min(count, 16)
    model.dense.withUnsafePointer { dense in
      withUnsafeTemporaryAllocation(byteCount: size * stride * 4, alignment: 64) { raw in
        raw.initializeMemory(as: UInt8.self, repeating: 0)
        let features = raw.bindMemory(to: Float.self).baseAddress!
        for first in Swift.stride(from: 0, to: count, by: size) {
          let rows = min(size, count - first)
          // In the order of the layout, whatever the panels are: so the sums are those of every other kernel.
          for panel in panels {
            let block = layout.blocks[panel.blockIndex]
            let feature =
              block.widthIndex * layout.configuration.filters + block.filters.lowerBound
              + panel.filters.lowerBound
            for row in 0..<rows {
              (features + row * stride + feature).update(
                from: rest + (first + row) * restStride + panel.firstFeature, count: panel.filters.count)
            }
          }
          answer(features, rows: rows, dense, into: probabilities + first * outputCount)
        }
      }
    }
  }
}

extension ProjectedVocabulary {
  /// The probabilities of `rows` documents, from their features.
  private func answer(
    _ features: UnsafePointer<Float>, rows: Int, _ dense: UnsafePointer<Float>,
    into probabilities: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let classes = layout.classes
    guard let thinned else {
      layout.classify(features, rows: rows, dense, into: probabilities)
      for row in 0..<rows {
        model.configuration.output.apply(to: probabilities + row * classes, count: classes)
      }
      return
    }
    thinned.weights.withUnsafePointer { weights in
      tcm_project_rows(
        features, layout.featureStride, rows, weights, outputCount, layout.featureStride, probabilities,
        outputCount)
    }
    for answer in 0..<rows * thinned.samples {
      let own = probabilities + answer * classes
      for c in 0..<classes { own[c] += dense[layout.outputBias + c] }
      model.configuration.output.apply(to: own, count: classes)
    }
  }
}

extension ParameterLayout {
  /// logits = features · Oᵀ + o for `rows` documents, `[rows, C]`.
  func classify(
    _ features: UnsafePointer<Float>, rows: Int, _ dense: UnsafePointer<Float>,
    into logits: UnsafeMutablePointer<Float>
  ) {
    tcm_project_rows(
      features, featureStride, rows, dense + outputWeight, classes, featureStride, logits, classes)
    for row in 0..<rows {
      for c in 0..<classes { logits[row * classes + c] += dense[outputBias + c] }
    }
  }
}
