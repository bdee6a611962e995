import CTensorMath
import TensorMath

/// One batch through a network, forward and backward: the scratch of a training step.
///
///     gather X [U, d]
///     each block: P = X · rowsᵀ (one GEMM) → weights of the windows → strongest window of every filter
///     each document: activation → dropout → logits → loss, and back to ∂L/∂z at the winners
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
  /// Projected words, block after block, each `[U, block.rows]`.
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
  let entryStarts = Scratch<Int32>()
  let entryRows = Scratch<Int32>()
  let entryCoefficients = Scratch<Float>()
  /// Gradient of the dense buffer, in its layout. Padding is zero.
  package internal(set) var gradient: AlignedFloats
  /// Gradient of the batch's word vectors, `[U, rowStride]`.
  package let wordGradient = Scratch<Float>()

  /// Where each block's weights begin, in windows of its width times the width.
  var weightStarts: [Int] = []
  /// Where the windows of a document begin, for each width.
  var windowStarts: [[Int]] = []

  package init(_ layout: ParameterLayout, pool: WorkerPool) {
    self.layout = layout
    self.pool = pool
    gradient = AlignedFloats(count: layout.denseCount)
    classNumbers = (0..<Int32(layout.classes)).map { $0 }
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
      gradient.withUnsafeMutablePointer { gradient in
        batch.tokens.withUnsafeBufferPointer { tokens in
          pool.forEach(layout.blocks.count) { forward(blockOrder[$0], batch, tokens.baseAddress, dense) }
        }
        classify(batch, dense, mask: mask, scale: 1 / keep)
        batch.tokens.withUnsafeBufferPointer { tokens in
          // One task more than blocks: the output layer's gradient.
          pool.forEach(layout.blocks.count + 1) { task in
            if task == layout.blocks.count {
              differentiateOutput(batch, gradient)
            } else {
              backward(blockOrder[task], batch, tokens.baseAddress, dense, gradient)
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
    projection.reserve(distinct * layout.rows)
    for buffer in [strongest, features, strongestGradient, valueGradient] {
      buffer.reserve(batch.count * layout.featureStride)
    }
    winners.reserve(batch.count * layout.featureStride)
    probabilities.reserve(batch.count * layout.classes)
    logitGradient.reserve(batch.count * layout.classes)
    losses.reserve(batch.count)
    documentNumbers.reserve(batch.count)
    for b in 0..<batch.count { documentNumbers[b] = Int32(b) }
    windowStarts = layout.configuration.widths.map { width in
      var starts = [0]
      starts.reserveCapacity(batch.count + 1)
      for b in 0..<batch.count {
        starts.append(starts[b] + windowCount(tokens: batch.length(b), width: width))
      }
      return starts
    }
    var end = 0
    weightStarts = layout.blocks.map { block in
      defer {
        // Scores are written a vector at a time: 16 floats between the blocks.
        if layout.configuration.kernel.hasGenerator {
          end += windowStarts[block.widthIndex][batch.count] * block.width + 16
        }
      }
      return end
    }
    weights.reserve(end)
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

  /// The forward or backward view of a block, once its words are projected.
  func ngrams(_ index: Int, _ dense: UnsafePointer<Float>, distinct: Int) -> NgramBlock {
    let block = layout.blocks[index]
    return NgramBlock(
      block, of: layout, dense: dense, projection: projection.base + distinct * block.firstRow,
      stride: block.rows)
  }

  private func forward(
    _ index: Int, _ batch: Batch, _ tokens: UnsafePointer<Int32>?, _ dense: UnsafePointer<Float>
  ) {
    let block = layout.blocks[index]
    let distinct = batch.words.count
    multiply(
      MatrixView(words.base, stride: layout.rowStride),
      MatrixView(dense + block.firstRow * layout.rowStride, stride: layout.rowStride).transposed,
      m: distinct, n: block.rows, k: layout.rowStride, into: projection.base + distinct * block.firstRow,
      stride: block.rows)
    let ngrams = ngrams(index, dense, distinct: distinct)
    let feature = block.widthIndex * layout.configuration.filters + block.filters.lowerBound
    // An empty batch of tokens has no base address, and no loop reads it.
    let tokens = tokens ?? UnsafePointer(documentNumbers.base)
    for b in 0..<batch.count {
      let a = weights.base + weightStarts[index] + windowStarts[block.widthIndex][b] * block.width
      let document = tokens + batch.starts[b]
      ngrams.weigh(document, count: batch.length(b), into: a)
      ngrams.findStrongest(
        document, count: batch.length(b), weights: a,
        strongest: strongest.base + b * layout.featureStride + feature,
        winners: winners.base + b * layout.featureStride + feature)
    }
  }

  /// Activation, dropout, logits, loss, and back to ∂L/∂z.
  private func classify(_ batch: Batch, _ dense: UnsafePointer<Float>, mask: [UInt8]?, scale: Float) {
    let classes = layout.classes
    let stride = layout.featureStride
    let filters = layout.configuration.filters
    let activation = layout.configuration.activation
    var totalWeight = Float(batch.count)
    if let classWeights { totalWeight = batch.labels.reduce(0) { $0 + classWeights[Int($1)] } }
    pool.forEachChunk(of: batch.count, size: 8) { range in
      for b in range {
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
