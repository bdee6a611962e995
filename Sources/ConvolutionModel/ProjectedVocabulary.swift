import CTensorMath
import TensorMath

/// A network at rest: with the weights fixed, a word's projection never changes, so it is computed when the word is
/// first seen and kept. A document is then row additions and maxima, with no matrix product.
///
/// What a document scores depends on nothing but its words, to the last bit: not on its batch, not on what was seen
/// before, not on the number of threads. For that the projection is summed in one fixed order, not by the GEMM library.
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
  private let rows = Scratch<Float>()
  private let rowStride: Int

  /// - Parameter cacheBytes: About how much memory the rows may take. A document with more distinct words than fit gets
  ///   what it needs.
  package init(_ model: TextCNN, pool: WorkerPool, cacheBytes: Int = 1 << 30) {
    self.model = model
    self.pool = pool
    rowStride = paddedRow(model.layout.rows)
    capacity = max(1, min(model.vocabularyCount, cacheBytes / (rowStride * MemoryLayout<Float>.stride)))
    slots = [Int32](repeating: -1, count: model.vocabularyCount)
  }

  /// Probabilities of documents given as word numbers, `[documents, C]` in their order.
  ///
  /// - Parameters:
  ///   - tokens: Words of all documents, one after another; each below V.
  ///   - starts: Document i is `tokens[starts[i] ..< starts[i + 1]]`.
  /// - Complexity: O(windows · n · F), and O(N · d) for each word seen for the first time.
  package func probabilities(tokens: [Int32], starts: [Int]) -> [Float] {
    let classes = model.classes
    var result = [Float](repeating: 0, count: (starts.count - 1) * classes)
    result.withUnsafeMutableBufferPointer { result in
      var first = 0
      while first < starts.count - 1 {
        let end = admit(tokens, starts, from: first)
        score(tokens, starts, first..<end, into: result.baseAddress! + first * classes)
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
    let needed = filled.count + missing.count
    if needed > rowCapacity { grow(to: min(capacity, max(needed, 2 * rowCapacity))) }
    let layout = model.layout
    let d = layout.rowStride
    let firstSlot = filled.count
    // 32 words at a time: they and a block of kernel rows stay in the cache.
    let size = 32
    model.dense.withUnsafePointer { dense in
      model.embedding.withUnsafePointer { embedding in
        pool.forEachChunk(of: missing.count, size: size) { range in
          withUnsafeTemporaryAllocation(byteCount: size * d * 4, alignment: 64) { raw in
            let x = raw.bindMemory(to: Float.self).baseAddress!
            for (i, m) in range.enumerated() {
              (x + i * d).update(from: embedding + Int(missing[m]) * d, count: d)
            }
            tcm_project_rows(
              x, d, range.count, dense, layout.rows, d,
              rows.base + (firstSlot + range.lowerBound) * rowStride, rowStride)
          }
        }
      }
    }
    filled.append(contentsOf: missing)
  }

  private var rowCapacity = 0

  private func grow(to count: Int) {
    rowCapacity = count
    let kept = filled.count * rowStride
    let old = rows.array(kept)
    rows.reserve(count * rowStride)
    old.withUnsafeBufferPointer { source in
      if let base = source.baseAddress, kept > 0 { rows.base.update(from: base, count: kept) }
    }
  }

  private func score(
    _ tokens: [Int32], _ starts: [Int], _ documents: Range<Int>, into result: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let classes = model.classes
    let greatestWidth = layout.configuration.widths.last!
    model.dense.withUnsafePointer { dense in
      slots.withUnsafeBufferPointer { slots in
        tokens.withUnsafeBufferPointer { tokens in
          pool.forEachChunk(of: documents.count, size: 16) { range in
            for index in range {
              let words = starts[documents.lowerBound + index]..<starts[documents.lowerBound + index + 1]
              let weights = (words.count + greatestWidth) * greatestWidth + 16
              withUnsafeTemporaryAllocation(of: Int32.self, capacity: words.count + 1) { own in
                for (i, t) in words.enumerated() { own[i] = slots[Int(tokens[t])] }
                withUnsafeTemporaryAllocation(of: Float.self, capacity: weights) { a in
                  scoreDocument(
                    own.baseAddress!, count: words.count, weights: a.baseAddress!, dense,
                    into: result + index * classes)
                }
              }
            }
          }
        }
      }
    }
  }

  private func scoreDocument(
    _ words: UnsafePointer<Int32>, count: Int, weights: UnsafeMutablePointer<Float>,
    _ dense: UnsafePointer<Float>,
    into probabilities: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let filters = layout.configuration.filters
    withUnsafeTemporaryAllocation(byteCount: layout.featureStride * 8, alignment: 64) { raw in
      let features = raw.bindMemory(to: Float.self).baseAddress!
      let winners = (raw.baseAddress! + layout.featureStride * 4).assumingMemoryBound(to: Int32.self)
      for block in layout.blocks {
        let ngrams = NgramBlock(
          block, of: layout, dense: dense, projection: rows.base + block.firstRow, stride: rowStride)
        let feature = block.widthIndex * filters + block.filters.lowerBound
        ngrams.weigh(words, count: count, into: weights)
        ngrams.findStrongest(
          words, count: count, weights: weights, strongest: features + feature, winners: winners + feature)
      }
      for (widthIndex, vectors) in layout.vectors.enumerated() {
        for filter in 0..<filters {
          let f = widthIndex * filters + filter
          features[f] = layout.configuration.activation.value(
            features[f], slope: vectors.slope.map { dense[$0 + filter] } ?? 0)
        }
      }
      for f in layout.featureCount..<layout.featureStride { features[f] = 0 }
      layout.classify(features, rows: 1, dense, into: probabilities)
      _ = softmax(probabilities, count: layout.classes)
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
