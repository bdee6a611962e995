import CTensorMath
import TensorMath

/// One batch through a network, forward and backward: the scratch of a training step.
///
///     gather X [U, d]; the vectors of the score columns, from the queries
///     each 48 columns: P = X · vectorsᵀ, a GEMM's share
///     each document: weights of the windows → strongest window of every filter → activation → dropout → logits
///       → loss, and back to ∂L/∂z at the winners
///     each block: gradients of its rows, from the winners alone
///     each document: ∂L/∂a → ∂L/∂scores
///     each word: ∂L/∂(its score columns), and the gradient of its vector, from the winners it stands in and by a GEMM
///     each 48 floats of the queries: their gradient, by a GEMM
///
/// With another pooling than max, or with convolutions above the first, a document goes through the towers of its widths
/// and back instead of to the strongest windows, and every window has a gradient (`TrainingPass+Windows`).
///
/// Every task writes what no other does and sums in a fixed order, so the bits do not depend on the threads. The
/// large buffers are kept from step to step.
package final class TrainingPass {
  package let layout: ParameterLayout
  package let pool: WorkerPool
  package var loss = Loss()
  /// Nil: attention's weights are all kept.
  package var weightDropout: WeightDropout?

  /// Word vectors of the batch, `[U, rowStride]`.
  let words = Scratch<Float>()
  /// Projected words, `[U, projectionStride]`.
  let projection = Scratch<Float>()
  /// The a of all windows: for each width document after document, each `[heads, n, padded windows]`.
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
  /// One for each width where more than the strongest windows matter, else none.
  let towers: [Tower]
  /// With dropout on weights: the a as they were generated, before it.
  let generatedWeights = Scratch<Float>()
  /// What the score columns multiply words with, `[S, rowStride]`, and ∂L/∂ of it.
  let scoreVectors = Scratch<Float>()
  let scoreVectorGradient = Scratch<Float>()
  /// ∂L/∂(score columns) of the words, `[U, scoreStride]`.
  let scoreGradient = Scratch<Float>()
  /// ∂L/∂a of all windows, as `weights`; then ∂L/∂s.
  let weightGradient = Scratch<Float>()
  /// ∂L/∂s window by window: for each width `[padded windows, windowStride]`.
  let windowGradient = Scratch<Float>()
  /// ∂L/∂c of each document, `[B, heads · n]` for each width.
  let scoreBiasGradient = Scratch<Float>()
  /// Where each word of the batch stands: `occurrenceStarts[u] ..<` of its places in a document and the documents.
  let occurrenceStarts = Scratch<Int32>()
  let occurrencePlaces = Scratch<Int32>()
  let occurrenceDocuments = Scratch<Int32>()
  let entryStarts = Scratch<Int32>()
  let entryRows = Scratch<Int32>()
  let entryCoefficients = Scratch<Float>()
  /// Gradient of the dense buffer, in its layout. Padding is zero.
  package internal(set) var gradient: AlignedFloats
  /// Gradient of the batch's word vectors, `[U, rowStride]`.
  package let wordGradient = Scratch<Float>()
  /// Gradient of the rows that composed words are made of, `[R, rowStride]`.
  let rowGradient = Scratch<Float>()

  /// Where the padded windows of a document begin, for each width that has weights.
  var windowStarts: [[Int]]
  /// Where the width's part of `weights`, `windowGradient` and `scoreBiasGradient` begins.
  var weightStarts: [Int]
  var windowGradientStarts: [Int]
  var scoreBiasStarts: [Int]

  package init(_ layout: ParameterLayout, pool: WorkerPool) {
    self.layout = layout
    self.pool = pool
    gradient = AlignedFloats(count: layout.denseCount)
    classNumbers = (0..<Int32(layout.classes)).map { $0 }
    windowStarts = layout.scores.map { _ in [] }
    weightStarts = layout.scores.map { _ in 0 }
    windowGradientStarts = weightStarts
    scoreBiasStarts = weightStarts
    shares = layout.blocks.map { _ in WinnerShares() }
    towers =
      layout.configuration.usesAllWindows
      ? layout.vectors.indices.map { Tower(layout, widthIndex: $0, product: .library) } : []
  }

  /// Computes the loss of a batch and every gradient.
  ///
  /// - Parameters:
  ///   - mask: 0/1 for each document and feature, `[B, features]`, or nil for no dropout; kept features are divided
  ///     by `keep`.
  ///   - differentiatesWords: Whether `wordGradient` is wanted; frozen vectors save a third of the step.
  /// - Returns: The mean loss, each document weighted by its class's weight.
  package func run(
    _ model: TextCNN, _ batch: Batch, mask: [UInt8]? = nil, keep: Float = 1, differentiatesWords: Bool = true
  ) -> Double {
    precondition(model.layout == layout, "a pass belongs to one layout")
    precondition(batch.count > 0, "an empty batch")
    precondition(
      mask.map { $0.count == batch.count * layout.featureCount } ?? true, "a mask of another shape")
    prepare(batch)
    return model.dense.withUnsafePointer { dense in
      gather(model, batch, dense)
      project(dense, distinct: batch.words.count)
      for tower in towers {
        tower.weightDropout = weightDropout
        tower.prepare(tokens: (0..<batch.count).map(batch.length), dense, isTraining: true)
      }
      gradient.withUnsafeMutablePointer { gradient in
        batch.tokens.withUnsafeBufferPointer { tokens in
          // A batch of empty documents has no base address, and no loop reads it.
          let tokens = tokens.baseAddress ?? UnsafePointer(documentNumbers.base)
          let totalWeight = totalWeight(batch)
          // By documents, as a document reads whole rows of the projection, one after another.
          pool.forEach(batch.count) { b in
            weigh(batch, b, tokens, dense)
            if towers.isEmpty {
              for block in layout.blocks.indices { forward(block, batch, b, tokens, dense) }
              activate(b, dense)
            } else {
              findFeatures(batch, b, tokens, dense)
            }
            classify(batch, b, dense, mask: mask, scale: 1 / keep, totalWeight: totalWeight)
            if !towers.isEmpty { differentiateFeatures(batch, b, tokens, dense) }
          }
          let blocks = towers.isEmpty ? layout.blocks.count : 0
          // One task more than blocks: the output layer's gradient.
          pool.forEach(blocks + 1) { task in
            if task == blocks {
              differentiateOutput(batch, gradient)
            } else {
              backward(task, batch, tokens, dense, gradient)
            }
          }
          if !towers.isEmpty { differentiateTowers(gradient) }
          differentiateScores(batch, tokens, dense, gradient)
        }
        if differentiatesWords || layout.scoreColumns > 0 || !towers.isEmpty {
          differentiateWords(batch, dense, takesVectors: differentiatesWords)
        }
        if differentiatesWords { differentiateRows(batch) }
        if !towers.isEmpty { differentiateKernels(distinct: batch.words.count, gradient) }
        differentiateQueries(distinct: batch.words.count, gradient)
      }
      var total = 0.0
      for b in 0..<batch.count { total += losses[b] }
      return total
    }
  }

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
    var weightEnd = 0
    var windowEnd = 0
    var biasEnd = 0
    for (widthIndex, scores) in layout.scores.enumerated() {
      windowStarts[widthIndex].removeAll(keepingCapacity: true)
      var start = 0
      for b in 0..<batch.count {
        windowStarts[widthIndex].append(start)
        start += tcm_window_stride(batch.length(b), scores.width)
      }
      windowStarts[widthIndex].append(start)
      weightStarts[widthIndex] = weightEnd
      windowGradientStarts[widthIndex] = windowEnd
      scoreBiasStarts[widthIndex] = biasEnd
      weightEnd += start * scores.heads * scores.width
      windowEnd += start * scores.windowStride
      biasEnd += batch.count * scores.vectorCount
    }
    weights.reserve(weightEnd)
    weightGradient.reserve(weightEnd)
    if changesWeights { generatedWeights.reserve(weightEnd) }
    windowGradient.reserve(windowEnd)
    scoreBiasGradient.reserve(biasEnd)
    scoreGradient.reserve(distinct * layout.scoreStride)
    scoreVectors.reserve(layout.scoreColumns * layout.rowStride)
    scoreVectorGradient.reserve(layout.scoreColumns * layout.rowStride)
  }

  /// Rows of X, and the vectors of the score columns.
  private func gather(_ model: TextCNN, _ batch: Batch, _ dense: UnsafePointer<Float>) {
    let stride = layout.rowStride
    let widths = layout.scoreColumns > 0 ? layout.scores.count : 0
    let size = 128
    model.embedding.withUnsafePointer { embedding in
      pool.forEach(widths + (batch.words.count + size - 1) / size) { task in
        if task < widths {
          layout.scores[task].gather(dense, into: scoreVectors.base, stride: stride)
        } else {
          let first = (task - widths) * size
          gather(batch, first..<min(batch.words.count, first + size), embedding, into: words.base)
        }
      }
    }
  }

  /// The projection alone, as `run` begins with it: what a step cannot do without. Returns how long it took.
  package func projectAlone(_ model: TextCNN, _ batch: Batch) -> Duration {
    prepare(batch)
    return model.dense.withUnsafePointer { dense in
      gather(model, batch, dense)
      return ContinuousClock().measure { project(dense, distinct: batch.words.count) }
    }
  }

  /// P = X · vectorsᵀ. 48 columns at a time, whatever blocks they belong to: the GEMM library computes in tiles of that
  /// many, and other products waste part of one (measured: 34 columns at 77 GFLOP/s, 50 at 79, 96 at 112).
  private func project(_ dense: UnsafePointer<Float>, distinct: Int) {
    let stride = layout.rowStride
    let size = 48
    let kernels = (layout.kernelRows + size - 1) / size
    pool.forEach(kernels + (layout.scoreColumns + size - 1) / size) { task in
      let first = (task < kernels ? task : task - kernels) * size
      let all = task < kernels ? layout.kernelRows : layout.scoreColumns
      let vectors = task < kernels ? dense : UnsafePointer(scoreVectors.base)
      multiply(
        MatrixView(words.base, stride: stride),
        MatrixView(vectors + first * stride, stride: stride).transposed,
        m: distinct, n: min(size, all - first), k: stride,
        into: projection.base + (task < kernels ? first : layout.firstScoreColumn + first),
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

  /// How a width weights its windows, once the words are projected.
  func weighting(_ widthIndex: Int, _ dense: UnsafePointer<Float>) -> tcm_weighting {
    layout.scores[widthIndex].weighting(
      layout.configuration.kernel, dense, scores: projection.base + layout.firstScoreColumn,
      stride: layout.projectionStride)
  }

  /// Whether windows are weighted otherwise than by the weights as they were generated.
  var changesWeights: Bool { weightDropout != nil || layout.configuration.kernel.hasGates }

  /// Where a document's weights of one width begin.
  func weightStart(_ widthIndex: Int, _ b: Int) -> Int {
    let scores = layout.scores[widthIndex]
    return weightStarts[widthIndex] + windowStarts[widthIndex][b] * scores.heads * scores.width
  }

  /// The weights of all windows of document b, and room for their gradient.
  private func weigh(
    _ batch: Batch, _ b: Int, _ tokens: UnsafePointer<Int32>, _ dense: UnsafePointer<Float>
  ) {
    for (widthIndex, scores) in layout.scores.enumerated() {
      let start = weightStart(widthIndex, b)
      var weighting = weighting(widthIndex, dense)
      let count = scores.weightCount(tokens: batch.length(b))
      tcm_weigh_windows(&weighting, tokens + batch.starts[b], batch.length(b), weights.base + start)
      (weightGradient.base + start).update(repeating: 0, count: count)
      guard changesWeights else { continue }
      (generatedWeights.base + start).update(from: weights.base + start, count: count)
      scores.applyGate(dense, to: weights.base + start, tokens: batch.length(b))
      weightDropout?.apply(
        to: weights.base + start, count: count, stream: WeightDropout.stream(widthIndex, level: 1),
        first: start)
    }
  }

  private func forward(
    _ index: Int, _ batch: Batch, _ b: Int, _ tokens: UnsafePointer<Int32>, _ dense: UnsafePointer<Float>
  ) {
    let block = layout.blocks[index]
    let count = batch.length(b)
    let feature =
      b * layout.featureStride + block.widthIndex * layout.configuration.filters + block.filters.lowerBound
    let a =
      layout.scores.isEmpty
      ? nil
      : UnsafePointer(weights.base) + weightStart(block.widthIndex, b)
        + block.head * block.width * tcm_window_stride(count, block.width)
    ngrams(index, dense).findStrongest(
      tokens + batch.starts[b], count: count, weights: a, strongest: strongest.base + feature,
      winners: winners.base + feature)
  }

  /// Σ of the documents' class weights.
  private func totalWeight(_ batch: Batch) -> Float {
    batch.labels.reduce(0) { $0 + loss.weight(of: Int($1)) }
  }

  /// The features of document b from its strongest windows, and the activation's derivative there.
  private func activate(_ b: Int, _ dense: UnsafePointer<Float>) {
    let filters = layout.configuration.filters
    let activation = layout.configuration.activation
    let z = strongest.base + b * layout.featureStride
    let feature = features.base + b * layout.featureStride
    let dz = strongestGradient.base + b * layout.featureStride
    for (widthIndex, vectors) in layout.vectors.enumerated() {
      for filter in 0..<filters {
        let f = widthIndex * filters + filter
        let slope = vectors.slope.map { dense[$0 + filter] } ?? 0
        feature[f] = activation.value(z[f], slope: slope)
        dz[f] = activation.derivative(z[f], value: feature[f], slope: slope)
      }
    }
  }

  /// Dropout, logits, loss, and back to ∂L/∂z of the strongest windows, or to ∂L/∂features, of document b.
  private func classify(
    _ batch: Batch, _ b: Int, _ dense: UnsafePointer<Float>, mask: [UInt8]?, scale: Float, totalWeight: Float
  ) {
    let classes = layout.classes
    let stride = layout.featureStride
    let feature = features.base + b * stride
    let dz = strongestGradient.base + b * stride
    func kept(_ f: Int) -> Float { mask.map { Float($0[b * layout.featureCount + f]) * scale } ?? 1 }
    if mask != nil {
      for f in 0..<layout.featureCount {
        let factor = kept(f)
        feature[f] *= factor
        dz[f] *= factor
      }
    }
    for f in layout.featureCount..<stride { feature[f] = 0 }

    let p = probabilities.base + b * classes
    layout.classify(feature, rows: 1, dense, into: p)
    let label = Int(batch.labels[b])
    let dlogits = logitGradient.base + b * classes
    losses[b] = loss.differentiate(
      p, count: classes, label: label, scale: loss.weight(of: label) / totalWeight, into: dlogits)
    // ∂L/∂features = Σ_c ∂L/∂logit_c · O[c,:], then times what dropout and activation let through.
    withUnsafeTemporaryAllocation(byteCount: stride * 4, alignment: 64) { raw in
      let dfeatures = raw.bindMemory(to: Float.self).baseAddress!
      classNumbers.withUnsafeBufferPointer { rows in
        tcm_sum_weighted_rows(
          dfeatures, false, dense + layout.outputWeight, stride, rows.baseAddress, dlogits, classes)
      }
      if layout.configuration.activation == .prelu {
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
