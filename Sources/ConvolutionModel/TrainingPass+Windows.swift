import CTensorMath
import TensorMath

/// The pass where more than the strongest windows matter. Every window has a gradient then, so the way back to kernels
/// and words is no sum over winners, but two matrix products:
///
///     ∂L/∂P = for each word, Σ over the windows that it stands in of a · ∂L/∂z
///     ∂L/∂W = ∂L/∂Pᵀ · X      ∂L/∂X = ∂L/∂P · W
extension TrainingPass {
  /// A block of the first convolution as the row loops see it, once the words are projected.
  private func windows(_ block: ParameterLayout.Block, _ dense: UnsafePointer<Float>) -> tcm_windows {
    layout.windows(
      block, projection: projection.base + block.firstRow, stride: layout.projectionStride, isHalf: false,
      bias: dense + layout.vectors[block.widthIndex].bias + block.filters.lowerBound)
  }

  /// z of all windows of document b, and from that its features.
  func findFeatures(
    _ batch: Batch, _ b: Int, _ tokens: UnsafePointer<Int32>, _ dense: UnsafePointer<Float>
  ) {
    let count = batch.length(b)
    for block in layout.blocks {
      let tower = towers[block.widthIndex]
      var windows = windows(block, dense)
      tcm_sum_windows(
        &windows, tokens + batch.starts[b], count, headWeights(weights, block, batch, b),
        tower.sums.base + tower.starts[b] * tower.stride + block.filters.lowerBound, tower.stride)
    }
    let own = features.base + b * layout.featureStride
    let perWidth = layout.configuration.featuresPerWidth
    for tower in towers { tower.findFeatures(b, dense, into: own + tower.widthIndex * perWidth) }
    // Pooling is differentiated by the towers.
    (strongestGradient.base + b * layout.featureStride).update(repeating: 1, count: layout.featureStride)
  }

  /// ∂L/∂features of document b → ∂L/∂z of all its windows, and ∂L/∂a.
  func differentiateFeatures(
    _ batch: Batch, _ b: Int, _ tokens: UnsafePointer<Int32>, _ dense: UnsafePointer<Float>
  ) {
    let own = strongestGradient.base + b * layout.featureStride
    let perWidth = layout.configuration.featuresPerWidth
    for tower in towers { tower.differentiate(b, dense, own + tower.widthIndex * perWidth) }
    guard !layout.scores.isEmpty else { return }
    for block in layout.blocks {
      let tower = towers[block.widthIndex]
      var windows = windows(block, dense)
      tcm_differentiate_windows(
        &windows, tokens + batch.starts[b], batch.length(b),
        tower.sumGradient.base + tower.starts[b] * tower.stride + block.filters.lowerBound, tower.stride,
        headWeights(weightGradient, block, batch, b))
    }
  }

  /// The part of a document's weights, or of their gradient, that belongs to a block's head.
  private func headWeights(
    _ a: Scratch<Float>, _ block: ParameterLayout.Block, _ batch: Batch, _ b: Int
  ) -> UnsafeMutablePointer<Float>? {
    guard !layout.scores.isEmpty else { return nil }
    return a.base + weightStart(block.widthIndex, b)
      + block.head * block.width * tcm_window_stride(batch.length(b), block.width)
  }

  /// The gradients of everything in the towers but kernels and queries of the first convolution.
  func differentiateTowers(_ gradient: UnsafeMutablePointer<Float>) {
    let levels = layout.configuration.depth - 1
    pool.forEach(towers.count * (levels + 1)) { task in
      let tower = towers[task / (levels + 1)]
      let level = task % (levels + 1)
      if level == levels {
        tower.sumVectorGradients(gradient)
      } else {
        tower.levels[level].differentiateRows(gradient)
      }
    }
  }

  /// ∂L/∂P of some words, in the place of P.
  func differentiateProjection(_ batch: Batch, of words: Range<Int>, _ dense: UnsafePointer<Float>) {
    batch.starts.withUnsafeBufferPointer { starts in
      for block in layout.blocks {
        let tower = towers[block.widthIndex]
        let hasWeights = !layout.scores.isEmpty
        var windows = windows(block, dense)
        tower.starts.withUnsafeBufferPointer { firstRows in
          (hasWeights ? windowStarts[block.widthIndex] : []).withUnsafeBufferPointer { windowStarts in
            for u in words {
              let first = Int(occurrenceStarts[u])
              tcm_sum_window_gradients(
                &windows, tower.sumGradient.base + block.filters.lowerBound, tower.stride,
                occurrencePlaces.base + first, occurrenceDocuments.base + first,
                Int(occurrenceStarts[u + 1]) - first, starts.baseAddress, firstRows.baseAddress,
                hasWeights ? weights.base + weightStarts[block.widthIndex] : nil, windowStarts.baseAddress,
                projection.base + u * layout.projectionStride + block.firstRow)
            }
          }
        }
      }
    }
  }

  /// The gradients of the first convolution's kernels, 48 rows at a time.
  func differentiateKernels(distinct: Int, _ gradient: UnsafeMutablePointer<Float>) {
    let stride = layout.rowStride
    pool.forEachChunk(of: layout.kernelRows, size: 48) { range in
      multiply(
        MatrixView(projection.base + range.lowerBound, stride: layout.projectionStride).transposed,
        MatrixView(words.base, stride: stride), m: range.count, n: stride, k: distinct,
        into: gradient + range.lowerBound * stride, stride: stride)
    }
  }
}

extension ParameterLayout {
  /// A block of the first convolution as the loops over all windows see it; `projection` is the block's first column.
  func windows(
    _ block: Block, projection: UnsafeRawPointer, stride: Int, isHalf: Bool, bias: UnsafePointer<Float>
  ) -> tcm_windows {
    let kernel = configuration.kernel
    return tcm_windows(
      projection: projection, stride: stride, is_half: isHalf, n: block.width,
      place_offset: kernel.offsets == .each ? block.filterCount : 0, regions: kernel.regionCount,
      lanes: block.filterCount, heads: kernel.heads, head: block.head, bias: bias)
  }
}
