import CTensorMath
import TensorMath

/// One convolution above the first, over the positions of the documents of a batch. Positions take the part that words
/// have in the first: the row loops are the same, a position being its own only occurrence.
final class TowerLevel {
  let layout: LevelLayout
  private let filters: Int
  private let kernel: KernelConfiguration
  private let activation: Activation
  private let isResidual: Bool
  private let product: Tower.Product
  private let stride: Int
  /// Documents' first positions, and how many there are in all.
  private(set) var starts: [Int] = []
  /// p, `[positions, stride]`, and which of its three each is; u = activation(p), and ∂L/∂u.
  private let pooled = Scratch<Float>()
  private let winners = Scratch<Int32>()
  private let active = Scratch<Float>()
  private let activeGradient = Scratch<Float>()
  /// Projected positions, `[positions, projectionStride]`; on the way back ∂L/∂ of it.
  private let projection = Scratch<Float>()
  /// The convolution, one position more on either side of a document; x stands in the ones between. And ∂L/∂ of it, 0 in
  /// the ones on the sides.
  private let wide = Scratch<Float>()
  private let wideGradient = Scratch<Float>()
  /// Attention: the a of all windows, ∂L/∂a and then ∂L/∂s, the latter window by window too, and ∂L/∂c by documents.
  private let weights = Scratch<Float>()
  private let weightGradient = Scratch<Float>()
  private let windowGradient = Scratch<Float>()
  private let scoreBiasGradient = Scratch<Float>()
  private var weightStarts: [Int] = []
  private var windowStarts: [Int] = []
  /// With dropout on weights: the a as they were generated, before it.
  private let generatedWeights = Scratch<Float>()
  var weightDropout: WeightDropout?
  /// What the score columns multiply positions with, and ∂L/∂ of it.
  private let scoreVectors = Scratch<Float>()
  private let scoreVectorGradient = Scratch<Float>()
  /// 0, 1, 2, …
  private let numbers = Scratch<Int32>()
  private var numberCount = 0

  init(_ layout: LevelLayout, of configuration: TextCNNConfiguration, product: Tower.Product) {
    self.layout = layout
    filters = configuration.filters
    kernel = configuration.upperKernel
    activation = configuration.activation
    isResidual = configuration.isResidual
    self.product = product
    stride = layout.rowStride
  }

  private var width: Int { TextCNNConfiguration.upperWidth }

  func count(_ b: Int) -> Int { starts[b + 1] - starts[b] }

  /// x of document b, `[positions, stride]`.
  func output(_ b: Int) -> UnsafeMutablePointer<Float> { wide.base + (starts[b] + 2 * b + 1) * stride }
  func outputGradient(_ b: Int) -> UnsafeMutablePointer<Float> {
    wideGradient.base + (starts[b] + 2 * b + 1) * stride
  }

  func prepare(below: [Int], _ dense: UnsafePointer<Float>, isTraining: Bool) {
    let documents = below.count - 1
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    for b in 0..<documents { starts.append(starts[b] + LevelLayout.pooled(below[b + 1] - below[b])) }
    let rows = starts[documents]
    pooled.reserve(rows * stride)
    winners.reserve(rows * stride)
    active.reserve(rows * stride)
    projection.reserve(rows * layout.projectionStride)
    wide.reserve((rows + 2 * documents) * stride)
    if isTraining {
      activeGradient.reserve(rows * stride)
      wideGradient.reserve((rows + 2 * documents) * stride)
    }
    reserveNumbers((0..<documents).map(count).max() ?? 0)
    guard let scores = layout.scores else { return }
    weightStarts = [0]
    windowStarts = [0]
    for b in 0..<documents {
      weightStarts.append(weightStarts[b] + scores.weightCount(tokens: count(b)))
      windowStarts.append(windowStarts[b] + tcm_window_stride(count(b), width))
    }
    weights.reserve(weightStarts[documents])
    if changesWeights { generatedWeights.reserve(weightStarts[documents]) }
    if isTraining {
      weightGradient.reserve(weightStarts[documents])
      windowGradient.reserve(windowStarts[documents] * scores.windowStride)
      scoreBiasGradient.reserve(documents * scores.vectorCount)
      scoreVectorGradient.reserve(scores.columns * stride)
    }
    scoreVectors.reserve(scores.columns * stride)
    scores.gather(dense + layout.firstFloat, into: scoreVectors.base, stride: stride)
  }

  private func reserveNumbers(_ count: Int) {
    guard count > numberCount else { return }
    numbers.reserve(count)
    for i in 0..<count { numbers[i] = Int32(i) }
    numberCount = count
  }

  // MARK: forward

  /// x of document b, from x below and the slopes of its activation.
  func run(
    _ b: Int, below: UnsafePointer<Float>, belowCount: Int, slope: UnsafePointer<Float>?,
    _ dense: UnsafePointer<Float>
  ) {
    let rows = count(b)
    let p = pooled.base + starts[b] * stride
    let u = active.base + starts[b] * stride
    for j in 0..<rows {
      tcm_strongest_rows(
        below + 2 * j * stride, min(3, belowCount - 2 * j), filters, stride, 1, p + j * stride,
        winners.base + (starts[b] + j) * stride, stride)
    }
    tcm_activate(activation.kind, p, slope, rows, filters, stride, u)
    project(u, rows, dense, into: projection.base + starts[b] * layout.projectionStride)
    var a: UnsafeMutablePointer<Float>?
    if let scores = layout.scores {
      var weighting = weighting(scores, b, dense)
      a = weights.base + weightStarts[b]
      tcm_weigh_windows(&weighting, numbers.base, rows, a)
      changeWeights(scores, b, dense)
    }
    for block in layout.blocks {
      var windows = windows(block, b, dense)
      tcm_sum_windows(
        &windows, numbers.base, rows, a.map { headWeights($0, block, rows) },
        output(b) - stride + block.filters.lowerBound, stride)
    }
    guard isResidual else { return }
    let x = output(b)
    for i in 0..<rows * stride { x[i] += p[i] }
  }

  private var stream: Int { WeightDropout.stream(layout.widthIndex, level: layout.number) }

  /// Whether windows are weighted otherwise than by the weights as they were generated.
  private var changesWeights: Bool { weightDropout != nil || kernel.hasGates }

  private func changeWeights(_ scores: ScoreColumns, _ b: Int, _ dense: UnsafePointer<Float>) {
    guard changesWeights else { return }
    let (start, count) = (weightStarts[b], weightStarts[b + 1] - weightStarts[b])
    (generatedWeights.base + start).update(from: weights.base + start, count: count)
    scores.applyGate(dense, to: weights.base + start, tokens: self.count(b))
    weightDropout?.apply(to: weights.base + start, count: count, stream: stream, first: start)
  }

  private func project(
    _ u: UnsafePointer<Float>, _ rows: Int, _ dense: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>
  ) {
    let scoreOut = out + layout.firstScoreColumn
    switch product {
    case .library:
      func multiply(_ vectors: UnsafePointer<Float>, _ columns: Int, _ out: UnsafeMutablePointer<Float>) {
        guard columns > 0 else { return }
        TensorMath.multiply(
          MatrixView(u, stride: stride), MatrixView(vectors, stride: stride).transposed, m: rows, n: columns,
          k: stride, into: out, stride: layout.projectionStride)
      }
      multiply(dense + layout.firstFloat, layout.kernelRows, out)
      multiply(scoreVectors.base, layout.scoreColumns, scoreOut)
    case .reproducible(let levels):
      let columns = paddedRow(layout.kernelRows)
      tcm_multiply_rows(
        u, stride, rows, levels.kernels(layout), columns, columns, stride, out, layout.projectionStride)
      tcm_project_rows(
        u, stride, rows, scoreVectors.base, layout.scoreColumns, stride, scoreOut, layout.projectionStride)
    }
  }

  private func weighting(_ scores: ScoreColumns, _ b: Int, _ dense: UnsafePointer<Float>) -> tcm_weighting {
    scores.weighting(
      kernel, dense, scores: projection.base + starts[b] * layout.projectionStride + layout.firstScoreColumn,
      stride: layout.projectionStride)
  }

  private func windows(
    _ block: ParameterLayout.Block, _ b: Int, _ dense: UnsafePointer<Float>
  ) -> tcm_windows {
    tcm_windows(
      projection: projection.base + starts[b] * layout.projectionStride + block.firstRow,
      stride: layout.projectionStride, is_half: false, n: width,
      place_offset: kernel.offsets == .each ? block.filterCount : 0, regions: 1, lanes: block.filterCount,
      heads: kernel.heads, head: block.head, bias: dense + layout.vectors.bias + block.filters.lowerBound)
  }

  /// A document's weights of the block's head.
  private func headWeights(
    _ a: UnsafeMutablePointer<Float>, _ block: ParameterLayout.Block, _ rows: Int
  ) -> UnsafeMutablePointer<Float> {
    a + block.head * width * tcm_window_stride(rows, width)
  }

  // MARK: backward

  /// ∂L/∂x of document b, in `outputGradient`, → ∂L/∂x below, added to `below`.
  func differentiate(
    _ b: Int, slope: UnsafePointer<Float>?, _ dense: UnsafePointer<Float>,
    into below: UnsafeMutablePointer<Float>, slopeGradient: UnsafeMutablePointer<Float>
  ) {
    let rows = count(b)
    let dx = outputGradient(b)
    (dx - stride).update(repeating: 0, count: stride)
    (dx + rows * stride).update(repeating: 0, count: stride)
    differentiateWindows(b, rows, dense)
    // ∂L/∂u = ∂L/∂(columns) · their vectors.
    let columns = projection.base + starts[b] * layout.projectionStride
    let du = activeGradient.base + starts[b] * stride
    multiply(
      MatrixView(columns, stride: layout.projectionStride),
      MatrixView(dense + layout.firstFloat, stride: stride),
      m: rows, n: stride, k: layout.kernelRows, into: du, stride: stride)
    if layout.scoreColumns > 0 {
      multiply(
        MatrixView(columns + layout.firstScoreColumn, stride: layout.projectionStride),
        MatrixView(scoreVectors.base, stride: stride), m: rows, n: stride, k: layout.scoreColumns, into: du,
        stride: stride, accumulating: true)
    }
    tcm_differentiate_activation(
      activation.kind, pooled.base + starts[b] * stride, active.base + starts[b] * stride, slope, rows,
      filters,
      stride, du, slopeGradient)
    for j in 0..<rows {
      for f in 0..<filters {
        let change = du[j * stride + f] + (isResidual ? dx[j * stride + f] : 0)
        below[(2 * j + Int(winners[(starts[b] + j) * stride + f])) * stride + f] += change
      }
    }
  }

  /// ∂L/∂x of document b → ∂L/∂ of its projected positions, in their place.
  private func differentiateWindows(_ b: Int, _ rows: Int, _ dense: UnsafePointer<Float>) {
    let wide = outputGradient(b) - stride
    let columns = projection.base + starts[b] * layout.projectionStride
    let windowStride = layout.scores?.windowStride ?? 0
    if let scores = layout.scores {
      let a = (changesWeights ? generatedWeights : weights).base + weightStarts[b]
      let vectors = scoreBiasGradient.base + b * scores.vectorCount
      let da = weightGradient.base + weightStarts[b]
      da.update(repeating: 0, count: scores.weightCount(tokens: rows))
      for block in layout.blocks {
        var windows = windows(block, b, dense)
        tcm_differentiate_windows(
          &windows, numbers.base, rows, wide + block.filters.lowerBound, stride, headWeights(da, block, rows))
      }
      weightDropout?.apply(
        to: da, count: scores.weightCount(tokens: rows), stream: stream, first: weightStarts[b])
      scores.differentiateGate(dense, a, da, tokens: rows, into: vectors + scores.heads * width)
      var weighting = weighting(scores, b, dense)
      tcm_differentiate_weights(
        &weighting, rows, a, da, vectors,
        windowGradient.base + windowStarts[b] * windowStride, windowStride)
    }
    // Each position is the only occurrence of itself, in the only document.
    let (document, first, bounds): (Int32, Int, [Int]) = (0, 0, [0, rows])
    let windowBounds = [0, tcm_window_stride(rows, width)]
    for j in 0..<rows {
      var place = Int32(j)
      withUnsafePointer(to: document) { document in
        withUnsafePointer(to: first) { first in
          for block in layout.blocks {
            var windows = windows(block, b, dense)
            tcm_sum_window_gradients(
              &windows, wide + block.filters.lowerBound, stride, &place, document, 1, bounds, first,
              layout.scores == nil ? nil : weights.base + weightStarts[b], first,
              columns + j * layout.projectionStride + block.firstRow)
          }
          guard let scores = layout.scores, scores.columns > 0 else { return }
          var weighting = weighting(scores, b, dense)
          tcm_sum_score_gradients(
            &weighting, windowGradient.base + windowStarts[b] * windowStride, windowStride, &place, document,
            1, windowBounds, columns + j * layout.projectionStride + layout.firstScoreColumn)
        }
      }
    }
  }

  /// The gradients of kernels and queries: `[columns, F] = ∂L/∂(columns)ᵀ · u`, over all positions of the batch.
  func differentiateRows(_ gradient: UnsafeMutablePointer<Float>) {
    let rows = starts.last!
    let own = gradient + layout.firstFloat
    multiply(
      MatrixView(projection.base, stride: layout.projectionStride).transposed,
      MatrixView(active.base, stride: stride), m: layout.kernelRows, n: stride, k: rows, into: own,
      stride: stride)
    guard let scores = layout.scores, scores.columns > 0 else { return }
    multiply(
      MatrixView(projection.base + layout.firstScoreColumn, stride: layout.projectionStride).transposed,
      MatrixView(active.base, stride: stride), m: scores.columns, n: stride, k: rows,
      into: scoreVectorGradient.base, stride: stride)
    scores.scatter(scoreVectorGradient.base, 0..<stride, into: own, stride: stride)
  }

  /// Bias, c and gates, summed over documents in their order.
  func sumVectorGradients(_ gradient: UnsafeMutablePointer<Float>) {
    let documents = starts.count - 1
    sumRows(
      wideGradient.base, count: starts[documents] + 2 * documents, stride: stride,
      into: gradient + layout.vectors.bias)
    guard let scores = layout.scores else { return }
    scores.sumVectorGradients(scoreBiasGradient.base, documents: documents, into: gradient)
  }
}
