import CTensorMath
import TensorMath

/// One batch through a network, forward and backward: the scratch of a training step.
///
///     gather X [U, d]
///     each 48 rows: P = X · rowsᵀ, a GEMM's share
///     each document: weights of the windows → strongest window of every filter → activation → dropout → logits
///       → loss, and back to ∂L/∂z at the winners
///     each block: gradients of its rows, from the winners alone (queries: one small GEMM)
///     each word: gradient of its vector, from the winners it stands in
///
/// Every task writes what no other does and sums in a fixed order, so the bits do not depend on the threads. The
/// large buffers are kept from step to step.
package final class TrainingPass {
  package let layout: ParameterLayout
  package let pool: WorkerPool
  /// Class weights of the loss, `[C]`; nil: all 1.
  package var classWeights: [Float]?

  /// Word vectors of the batch, `[U, rowStride]`.
  let words = Scratch<Float>()
  /// Projected words, `[U, projectionStride]`.
  let projection = Scratch<Float>()
  /// The a of all windows, block after block, each `[windows, n]`.
  let weights = Scratch<Float>()
  /// z + b of the strongest windows, `[B, featureStride]`, and which they are, `[B, featureStride]`.
  let strongest = Scratch<Float>()
  let winners = Scratch<Int32>()
  /// What the linear layer sees, after dropout.
  let features = Scratch<Float>()
  /// ∂L/∂z of the strongest windows, `[B, featureStride]`; and ∂L/∂value for PReLU, whose slope is learned.
  let strongestGradient = Scratch<Float>()
  let valueGradient = Scratch<Float>()
  /// Logits, then probabilities, `[B, C]`; then ∂L/∂logits.
  let probabilities = Scratch<Float>()
  let logitGradient = Scratch<Float>()
  let losses = Scratch<Double>()
  let classNumbers: [Int32]
  let documentNumbers = Scratch<Int32>()
  let shares: [WinnerShares]
  let scoreGradient = Scratch<Float>()
  let queries = Scratch<Float>()
  /// ∂L/∂a of all windows, as `weights`.
  let weightGradient = Scratch<Float>()
  let entryStarts = Scratch<Int32>()
  let entryRows = Scratch<Int32>()
  let entryCoefficients = Scratch<Float>()
  /// Gradient of the dense buffer, in its layout. Padding is zero.
  package internal(set) var gradient: AlignedFloats
  /// Gradient of the batch's word vectors, `[U, rowStride]`.
  package let wordGradient = Scratch<Float>()

  /// Where each block's weights begin, in windows of its width times the width.
  var weightStarts: [Int]
  /// Where the windows of a document begin, for each width.
  var windowStarts: [[Int]]

  package init(_ layout: ParameterLayout, pool: WorkerPool) {
    self.layout = layout
    self.pool = pool
    gradient = AlignedFloats(count: layout.denseCount)
    classNumbers = (0..<Int32(layout.classes)).map { $0 }
    weightStarts = layout.blocks.map { _ in 0 }
    windowStarts = layout.configuration.widths.map { _ in [] }
    shares = layout.blocks.map { _ in WinnerShares() }
  }

  /// Computes the loss of a batch and every gradient.
  ///
  /// - Parameters:
  ///   - mask: 0/1 for each document and feature, `[B, features]`, or nil for no dropout; kept features are divided
  ///     by `keep`.
  ///   - differentiatesWords: Whether `wordGradient` is wanted; frozen vectors save a third of the step.
  /// - Returns: The mean softmax cross-entropy, each document weighted by its class's weight.
  package func run(
    _ model: TextCNN, _ batch: Batch, mask: [UInt8]? = nil, keep: Float = 1, differentiatesWords: Bool = true
  ) -> Double {
    precondition(model.layout == layout, "a pass belongs to one layout")
    precondition(batch.count > 0, "an empty batch")
    precondition(
      mask.map { $0.count == batch.count * layout.featureCount } ?? true, "a mask of another shape")
    prepare(batch)
    return model.dense.withUnsafePointer { dense in
      gather(model, batch)
      project(dense, distinct: batch.words.count)
      gradient.withUnsafeMutablePointer { gradient in
        batch.tokens.withUnsafeBufferPointer { tokens in
          // A batch of empty documents has no base address, and no loop reads it.
          let tokens = tokens.baseAddress ?? UnsafePointer(documentNumbers.base)
          let totalWeight = totalWeight(batch)
          // By documents, as a document reads whole rows of the projection, one after another.
          pool.forEach(batch.count) { b in
            for block in layout.blocks.indices { forward(block, batch, b, tokens, dense) }
            classify(batch, b, dense, mask: mask, scale: 1 / keep, totalWeight: totalWeight)
          }
          // One task more than blocks: the output layer's gradient.
          pool.forEach(layout.blocks.count + 1) { task in
            if task == layout.blocks.count {
              differentiateOutput(batch, gradient)
            } else {
              backward(blockOrder[task], batch, tokens, dense, gradient)
            }
          }
        }
      }
      if differentiatesWords { differentiateWords(batch, dense) }
      var total = 0.0
      for b in 0..<batch.count { total += losses[b] }
      return total
    }
  }

  lazy var blockOrder = layout.blocksByWork

  private func prepare(_ batch: Batch) {
    let distinct = batch.words.count
    words.reserve(distinct * layout.rowStride)
    projection.reserve(distinct * layout.projectionStride)
    for buffer in [strongest, features, strongestGradient, valueGradient] {
      buffer.reserve(batch.count * layout.featureStride)
    }
    winners.reserve(batch.count * layout.featureStride)
    probabilities.reserve(batch.count * layout.classes)
    logitGradient.reserve(batch.count * layout.classes)
    losses.reserve(batch.count)
    documentNumbers.reserve(batch.count)
    for b in 0..<batch.count { documentNumbers[b] = Int32(b) }
    var end = 0
    for (widthIndex, width) in layout.configuration.widths.enumerated() {
      windowStarts[widthIndex].removeAll(keepingCapacity: true)
      var start = 0
      for b in 0..<batch.count {
        windowStarts[widthIndex].append(start)
        start += windowCount(tokens: batch.length(b), width: width)
      }
      windowStarts[widthIndex].append(start)
    }
    for (index, block) in layout.blocks.enumerated() {
      weightStarts[index] = end
      if layout.configuration.kernel.hasGenerator {
        end += windowStarts[block.widthIndex][batch.count] * block.width
      }
    }
    weights.reserve(end)
    weightGradient.reserve(end)
    scoreGradient.reserve(distinct * layout.scoreColumns)
  }

  private func gather(_ model: TextCNN, _ batch: Batch) {
    let stride = layout.rowStride
    model.embedding.withUnsafePointer { embedding in
      batch.words.withUnsafeBufferPointer { ids in
        pool.forEachChunk(of: ids.count, size: 128) { range in
          for u in range {
            (words.base + u * stride).update(from: embedding + Int(ids[u]) * stride, count: stride)
          }
        }
      }
    }
  }

  /// The projection alone, as `run` begins with it: what a step cannot do without. Returns how long it took.
  package func projectAlone(_ model: TextCNN, _ batch: Batch) -> Duration {
    prepare(batch)
    gather(model, batch)
    return ContinuousClock().measure {
      model.dense.withUnsafePointer { project($0, distinct: batch.words.count) }
    }
  }

  /// P = X · rowsᵀ. 48 rows at a time, whatever blocks they belong to: the GEMM library computes in tiles of that
  /// many, and other products waste part of one (measured: 34 rows at 77 GFLOP/s, 50 at 79, 96 at 112).
  private func project(_ dense: UnsafePointer<Float>, distinct: Int) {
    pool.forEachChunk(of: layout.rows, size: 48) { rows in
      multiply(
        MatrixView(words.base, stride: layout.rowStride),
        MatrixView(dense + rows.lowerBound * layout.rowStride, stride: layout.rowStride).transposed,
        m: distinct, n: rows.count, k: layout.rowStride, into: projection.base + rows.lowerBound,
        stride: layout.projectionStride)
    }
  }

  /// The forward or backward view of a block, once the words are projected.
  func ngrams(_ index: Int, _ dense: UnsafePointer<Float>) -> NgramBlock {
    let block = layout.blocks[index]
    return NgramBlock(
      block, of: layout, dense: dense, projection: projection.base + block.firstRow,
      stride: layout.projectionStride)
  }

  private func forward(
    _ index: Int, _ batch: Batch, _ b: Int, _ tokens: UnsafePointer<Int32>, _ dense: UnsafePointer<Float>
  ) {
    let block = layout.blocks[index]
    let ngrams = ngrams(index, dense)
    let feature =
      b * layout.featureStride + block.widthIndex * layout.configuration.filters + block.filters.lowerBound
    let a = weights.base + weightStarts[index] + windowStarts[block.widthIndex][b] * block.width
    let document = tokens + batch.starts[b]
    ngrams.weighting.weigh(document, count: batch.length(b), into: a)
    ngrams.findStrongest(
      document, count: batch.length(b), weights: a, strongest: strongest.base + feature,
      winners: winners.base + feature)
  }

  /// Σ of the documents' class weights.
  private func totalWeight(_ batch: Batch) -> Float {
    guard let classWeights else { return Float(batch.count) }
    return batch.labels.reduce(0) { $0 + classWeights[Int($1)] }
  }

  /// Activation, dropout, logits, loss, and back to ∂L/∂z, of document b.
  private func classify(
    _ batch: Batch, _ b: Int, _ dense: UnsafePointer<Float>, mask: [UInt8]?, scale: Float, totalWeight: Float
  ) {
    let classes = layout.classes
    let stride = layout.featureStride
    let filters = layout.configuration.filters
    let activation = layout.configuration.activation
    let z = strongest.base + b * stride
    let feature = features.base + b * stride
    let dz = strongestGradient.base + b * stride
    func kept(_ f: Int) -> Float { mask.map { Float($0[b * layout.featureCount + f]) * scale } ?? 1 }
    for (widthIndex, vectors) in layout.vectors.enumerated() {
      for filter in 0..<filters {
        let f = widthIndex * filters + filter
        let slope = vectors.slope.map { dense[$0 + filter] } ?? 0
        let value = activation.value(z[f], slope: slope)
        let factor = kept(f)
        feature[f] = value * factor
        dz[f] = activation.derivative(z[f], value: value, slope: slope) * factor
      }
    }
    for f in layout.featureCount..<stride { feature[f] = 0 }

    let p = probabilities.base + b * classes
    layout.classify(feature, rows: 1, dense, into: p)
    let label = Int(batch.labels[b])
    let logit = Double(p[label])
    let weight = (classWeights?[label] ?? 1) / totalWeight
    losses[b] = (softmax(p, count: classes) - logit) * Double(weight)

    let dlogits = logitGradient.base + b * classes
    for c in 0..<classes { dlogits[c] = (p[c] - (c == label ? 1 : 0)) * weight }
    // ∂L/∂features = Σ_c ∂L/∂logit_c · O[c,:], then times what dropout and activation let through.
    withUnsafeTemporaryAllocation(byteCount: stride * 4, alignment: 64) { raw in
      let dfeatures = raw.bindMemory(to: Float.self).baseAddress!
      classNumbers.withUnsafeBufferPointer { rows in
        tcm_sum_weighted_rows(
          dfeatures, false, dense + layout.outputWeight, stride, rows.baseAddress, dlogits, classes)
      }
      if activation == .prelu {
        let dvalue = valueGradient.base + b * stride
        for f in 0..<layout.featureCount { dvalue[f] = dfeatures[f] * kept(f) }
      }
      for f in 0..<layout.featureCount { dz[f] *= dfeatures[f] }
    }
  }

  private func differentiateOutput(_ batch: Batch, _ gradient: UnsafeMutablePointer<Float>) {
    let classes = layout.classes
    let stride = layout.featureStride
    withUnsafeTemporaryAllocation(of: Float.self, capacity: batch.count) { column in
      for c in 0..<classes {
        var sum: Float = 0
        for b in 0..<batch.count {
          column[b] = logitGradient[b * classes + c]
          sum += column[b]
        }
        tcm_sum_weighted_rows(
          gradient + layout.outputWeight + c * stride, false, features.base, stride, documentNumbers.base,
          column.baseAddress, batch.count)
        gradient[layout.outputBias + c] = sum
      }
    }
  }
}
