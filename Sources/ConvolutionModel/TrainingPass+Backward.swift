import CTensorMath
import TensorMath

/// What the words of a batch receive from one block: word `words[e]` gets `coefficients[e]` times kernel row
/// `rows[e]`, for each place of each winning window.
final class WinnerShares {
  let words = Scratch<Int32>()
  let rows = Scratch<Int32>()
  let coefficients = Scratch<Float>()
  /// How many shares each word has, `[U]`; then where its next one goes.
  let counts = Scratch<Int32>()
  private(set) var count = 0
  /// One filter's winners, place by place: word and coefficient.
  let placeWords = Scratch<Int32>()
  let placeCoefficients = Scratch<Float>()

  /// Makes room and forgets what was there.
  func reserve(_ capacity: Int, placeCount: Int, distinct: Int) {
    words.reserve(capacity)
    rows.reserve(capacity)
    coefficients.reserve(capacity)
    placeWords.reserve(placeCount)
    placeCoefficients.reserve(placeCount)
    counts.reserve(distinct)
    counts.base.update(repeating: 0, count: distinct)
    count = 0
  }

  func append(
    _ newWords: UnsafePointer<Int32>, _ newCoefficients: UnsafePointer<Float>, count newCount: Int, row: Int
  ) {
    (words.base + count).update(from: newWords, count: newCount)
    (coefficients.base + count).update(from: newCoefficients, count: newCount)
    (rows.base + count).update(repeating: Int32(row), count: newCount)
    let counts = counts.base
    for e in 0..<newCount { counts[Int(newWords[e])] += 1 }
    count += newCount
  }
}

extension TrainingPass {
  /// One block's gradients, from the winning windows: `z = b + Σ_k a_k · ⟨W_k, x_k⟩`, so
  ///
  ///     ∂L/∂b = Σ dz      ∂L/∂W_k = Σ dz · a_k · x_k      ∂L/∂x_k += dz · a_k · W_k      ∂L/∂a_k = dz · ⟨W_k, x_k⟩
  ///
  /// where ⟨W_k, x_k⟩ is the projection that the forward pass left. The shares of the words are written down and
  /// summed later, word by word. O(winners · n · d).
  func backward(
    _ index: Int, _ batch: Batch, _ tokens: UnsafePointer<Int32>, _ dense: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let block = layout.blocks[index]
    let n = block.width
    let ngrams = ngrams(index, dense)
    let vectors = layout.vectors[block.widthIndex]
    let hasWeights = !layout.scores.isEmpty
    let isEach = layout.configuration.kernel.offsets == .each
    let share = shares[index]
    // The places of a window that have weights of their own, and how many winners one may have.
    let places = layout.configuration.kernel.placeCount(width: n)
    let perPlace = batch.count * (isEach ? 1 : n)
    share.reserve(
      batch.count * block.filterCount * n, placeCount: places * perPlace, distinct: batch.words.count)
    let start = hasWeights ? weightStarts[block.widthIndex] : 0
    let da = weightGradient.base + start

    batch.starts.withUnsafeBufferPointer { starts in
      (hasWeights ? windowStarts[block.widthIndex] : []).withUnsafeBufferPointer { windowStarts in
        let feature = block.widthIndex * layout.configuration.filters + block.filters.lowerBound
        var winning = tcm_winners(
          documents: batch.count, n: n, tokens: tokens, starts: starts.baseAddress,
          dz: strongestGradient.base + feature, winner: winners.base + feature,
          feature_stride: layout.featureStride, a: hasWeights ? weights.base + start : nil,
          heads: layout.configuration.kernel.heads, head: block.head, window_starts: windowStarts.baseAddress,
          projection: ngrams.projection, stride: ngrams.stride, place_offset: ngrams.offsetStride,
          regions: ngrams.regions)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: places) { filled in
          for filter in 0..<block.filterCount {
            gradient[vectors.bias + block.filters.lowerBound + filter] = tcm_collect_winners(
              &winning, filter, share.placeWords.base, share.placeCoefficients.base, perPlace,
              filled.baseAddress, da)
            for place in 0..<places {
              let row = layout.kernelRow(block, place: place, filter: filter)
              let placeWords = share.placeWords.base + place * perPlace
              let placeCoefficients = share.placeCoefficients.base + place * perPlace
              tcm_sum_weighted_rows(
                gradient + row * layout.rowStride, false, words.base, layout.rowStride, placeWords,
                placeCoefficients, filled[place])
              share.append(placeWords, placeCoefficients, count: filled[place], row: row)
            }
          }
        }
      }
    }
    if let slope = vectors.slope { differentiateSlopes(block, batch, gradient + slope) }
  }

  /// PReLU's slope multiplies the winners that are not positive.
  private func differentiateSlopes(
    _ block: ParameterLayout.Block, _ batch: Batch, _ gradient: UnsafeMutablePointer<Float>
  ) {
    for filter in block.filters {
      var sum: Float = 0
      for b in 0..<batch.count {
        let f = b * layout.featureStride + block.widthIndex * layout.configuration.filters + filter
        let z = strongest[f]
        if z <= 0 { sum += valueGradient[f] * z }
      }
      gradient[filter] = sum
    }
  }

  /// The gradient of every word's vector, where wanted: its shares of all blocks, in the order of the blocks, and what
  /// came through the scores. O(winners · n · d), cut by words.
  func differentiateWords(_ batch: Batch, _ dense: UnsafePointer<Float>, takesVectors: Bool) {
    let distinct = batch.words.count
    if takesVectors && towers.isEmpty { sortShares(distinct: distinct) }
    wordGradient.reserve(distinct * layout.rowStride)
    pool.forEachChunk(of: distinct, size: 48) { range in
      let stride = layout.rowStride
      let hasScores = layout.scoreColumns > 0
      let out = wordGradient.base + range.lowerBound * stride
      if hasScores { differentiateScoreColumns(of: range, dense) }
      if !towers.isEmpty { differentiateProjection(batch, of: range, dense) }
      guard takesVectors else { return }
      if hasScores {
        multiply(
          MatrixView(
            scoreGradient.base + range.lowerBound * layout.scoreStride, stride: layout.scoreStride),
          MatrixView(scoreVectors.base, stride: stride), m: range.count, n: stride, k: layout.scoreColumns,
          into: out, stride: stride)
      }
      if !towers.isEmpty {
        multiply(
          MatrixView(
            projection.base + range.lowerBound * layout.projectionStride, stride: layout.projectionStride),
          MatrixView(dense, stride: stride), m: range.count, n: stride, k: layout.kernelRows, into: out,
          stride: stride, accumulating: hasScores)
        return
      }
      for u in range {
        let start = Int(entryStarts[u])
        tcm_sum_weighted_rows(
          wordGradient.base + u * stride, hasScores, dense, stride, entryRows.base + start,
          entryCoefficients.base + start, Int(entryStarts[u + 1]) - start)
      }
    }
  }

  /// Brings the shares of all blocks into the order of the words, `entryStarts[u] ..<`, and within them of the blocks.
  private func sortShares(distinct: Int) {
    let blocks = layout.blocks.count
    entryStarts.reserve(distinct + 1)
    var end: Int32 = 0
    let starts = entryStarts.base
    let counts = shares.map { $0.counts.base }
    for u in 0..<distinct {
      starts[u] = end
      for block in 0..<blocks {
        let count = counts[block][u]
        counts[block][u] = end
        end += count
      }
    }
    starts[distinct] = end
    entryRows.reserve(Int(end))
    entryCoefficients.reserve(Int(end))
    pool.forEach(blocks) { block in
      let share = shares[block]
      let (words, rows, coefficients) = (share.words.base, share.rows.base, share.coefficients.base)
      let (next, entryRows, entryCoefficients) = (share.counts.base, entryRows.base, entryCoefficients.base)
      for e in 0..<share.count {
        let word = Int(words[e])
        let slot = Int(next[word])
        next[word] += 1
        entryRows[slot] = rows[e]
        entryCoefficients[slot] = coefficients[e]
      }
    }
  }
}
