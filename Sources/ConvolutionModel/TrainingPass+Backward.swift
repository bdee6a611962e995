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
  var count = 0
  /// One place's winners: word and coefficient.
  let placeWords = Scratch<Int32>()
  let placeCoefficients = Scratch<Float>()
}

extension TrainingPass {
  /// One block's gradients, from the winning windows: `z = b + Σ_k a_k · ⟨W_k, x_k⟩`, so
  ///
  ///     ∂L/∂b = Σ dz      ∂L/∂W_k = Σ dz · a_k · x_k      ∂L/∂x_k += dz · a_k · W_k      ∂L/∂a_k = dz · ⟨W_k, x_k⟩
  ///
  /// where ⟨W_k, x_k⟩ is the projection that the forward pass left. The shares of the words are written down and
  /// summed later, word by word. O(winners · n · d).
  func backward(
    _ index: Int, _ batch: Batch, _ tokens: UnsafePointer<Int32>?, _ dense: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let block = layout.blocks[index]
    let n = block.width
    let distinct = batch.words.count
    let ngrams = ngrams(index, dense, distinct: distinct)
    let vectors = layout.vectors[block.widthIndex]
    let isEach = layout.configuration.kernel.offsets == .each
    let share = shares[index]
    // The places of a window that have weights of their own.
    let places = isEach ? n : 1
    let perPlace = batch.count * (isEach ? 1 : n)
    for buffer in [share.words, share.rows, share.placeWords] {
      buffer.reserve(batch.count * block.filterCount * n)
    }
    share.coefficients.reserve(batch.count * block.filterCount * n)
    share.placeCoefficients.reserve(places * perPlace)
    share.counts.reserve(distinct)
    // Pointers, as a class's property is checked for exclusive access at each use.
    let (strongest, winners) = (strongest.base, winners.base)
    let (strongestGradient, valueGradient) = (strongestGradient.base, valueGradient.base)
    let (shareWords, shareRows, shareCoefficients) = (
      share.words.base, share.rows.base, share.coefficients.base
    )
    let (allPlaceWords, allPlaceCoefficients) = (share.placeWords.base, share.placeCoefficients.base)
    let counts = share.counts.base
    let featureStride = layout.featureStride
    let starts = batch.starts
    let windowStarts = windowStarts[block.widthIndex]
    let blockWeights = weights.base + weightStarts[index]
    for u in 0..<distinct { counts[u] = 0 }
    var shareCount = 0

    let scoreStride = layout.scoreColumns
    let dscores = scoreGradient.base + block.firstScoreColumn
    for u in 0..<distinct {
      for column in 0..<block.scoreRows { dscores[u * scoreStride + column] = 0 }
    }
    let dscoreBias = vectors.scoreBias.map { gradient + $0 + block.head * n }
    if let dscoreBias { for k in 0..<n { dscoreBias[k] = 0 } }
    let tokens = tokens ?? UnsafePointer(documentNumbers.base)

    withUnsafeTemporaryAllocation(of: Int.self, capacity: places) { filled in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: n) { da in
        for filter in 0..<block.filterCount {
          let f = block.widthIndex * layout.configuration.filters + block.filters.lowerBound + filter
          for place in 0..<places { filled[place] = 0 }
          var biasGradient: Float = 0
          var slopeGradient: Float = 0
          for b in 0..<batch.count {
            if vectors.slope != nil {
              let z = strongest[b * featureStride + f]
              if z <= 0 { slopeGradient += valueGradient[b * featureStride + f] * z }
            }
            let dz = strongestGradient[b * featureStride + f]
            if dz == 0 { continue }
            biasGradient += dz
            let i = Int(winners[b * featureStride + f])
            let length = starts[b + 1] - starts[b]
            let document = tokens + starts[b]
            let offsets = wordOffsets(window: i, tokens: length, width: n)
            let a = blockWeights + (windowStarts[b] + i) * n
            for k in offsets {
              let word = document[i + k - (n - 1)]
              let coefficient = ngrams.scoreBias == nil ? dz : dz * a[k]
              let place = isEach ? k : 0
              let slot = place * perPlace + filled[place]
              filled[place] += 1
              allPlaceWords[slot] = word
              allPlaceCoefficients[slot] = coefficient
              if ngrams.scoreBias != nil {
                let projected = ngrams.projection + Int(word) * ngrams.stride
                da[k] = dz * projected[place * ngrams.offsetStride + filter]
              }
            }
            guard let dscoreBias else { continue }
            ngrams.differentiateWeights(da.baseAddress!, at: a, offsets: offsets)
            for k in offsets { dscoreBias[k] += da[k] }
            scatter(
              da.baseAddress!, window: i, offsets: offsets, document, length: length, width: n, into: dscores,
              stride: scoreStride)
          }
          gradient[vectors.bias + block.filters.lowerBound + filter] = biasGradient
          if let slope = vectors.slope {
            gradient[slope + block.filters.lowerBound + filter] = slopeGradient
          }
          for place in 0..<places {
            let row = layout.kernelRow(block, offset: place, filter: filter)
            let placeWords = allPlaceWords + place * perPlace
            let placeCoefficients = allPlaceCoefficients + place * perPlace
            tcm_sum_weighted_rows(
              gradient + row * layout.rowStride, false, words.base, layout.rowStride, placeWords,
              placeCoefficients, filled[place])
            for e in 0..<filled[place] {
              shareWords[shareCount] = placeWords[e]
              shareRows[shareCount] = Int32(row)
              shareCoefficients[shareCount] = placeCoefficients[e]
              counts[Int(placeWords[e])] += 1
              shareCount += 1
            }
          }
        }
      }
    }
    share.count = shareCount
    guard block.scoreRows > 0 else { return }
    // The queries' gradient: the scores are a linear layer over the words.
    multiply(
      MatrixView(dscores, stride: scoreStride).transposed, MatrixView(words.base, stride: layout.rowStride),
      m: block.scoreRows, n: layout.rowStride, k: distinct,
      into: gradient + (block.firstRow + block.kernelRows) * layout.rowStride, stride: layout.rowStride)
  }

  /// ∂L/∂s of one window → ∂L/∂score columns of its words.
  private func scatter(
    _ ds: UnsafePointer<Float>, window i: Int, offsets: Range<Int>, _ document: UnsafePointer<Int32>,
    length: Int,
    width n: Int, into dscores: UnsafeMutablePointer<Float>, stride: Int
  ) {
    guard layout.configuration.kernel.kind == .attention else { return }
    func columns(of j: Int) -> UnsafeMutablePointer<Float> {
      dscores + Int(document[i + j - (n - 1)]) * stride
    }
    switch layout.configuration.kernel.mode {
    case .position:
      for k in offsets { columns(of: k)[k] += ds[k] }
    case .center:
      guard offsets.contains(n / 2) else { return }
      let center = columns(of: n / 2)
      for k in offsets { center[k] += ds[k] }
    case .window:
      for j in offsets {
        let own = columns(of: j) + j * n
        for k in offsets { own[k] += ds[k] }
      }
    }
  }

  /// The gradient of every word's vector: its shares of all blocks, in the order of the blocks, and what came through
  /// the scores. O(winners · n · d), cut by words.
  func differentiateWords(_ batch: Batch, _ dense: UnsafePointer<Float>) {
    let distinct = batch.words.count
    let blocks = layout.blocks.count
    wordGradient.reserve(distinct * layout.rowStride)
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
    gatherQueries(dense)
    pool.forEachChunk(of: distinct, size: 64) { range in
      let stride = layout.rowStride
      let hasScores = layout.scoreColumns > 0
      if hasScores {
        multiply(
          MatrixView(
            scoreGradient.base + range.lowerBound * layout.scoreColumns, stride: layout.scoreColumns),
          MatrixView(queries.base, stride: stride), m: range.count, n: stride, k: layout.scoreColumns,
          into: wordGradient.base + range.lowerBound * stride, stride: stride)
      }
      for u in range {
        let start = Int(starts[u])
        tcm_sum_weighted_rows(
          wordGradient.base + u * stride, hasScores, dense, stride, entryRows.base + start,
          entryCoefficients.base + start, Int(starts[u + 1]) - start)
      }
    }
  }

  /// The score rows of all blocks, one after another: `[S, rowStride]`.
  private func gatherQueries(_ dense: UnsafePointer<Float>) {
    guard layout.scoreColumns > 0 else { return }
    let stride = layout.rowStride
    queries.reserve(layout.scoreColumns * stride)
    for block in layout.blocks {
      (queries.base + block.firstScoreColumn * stride).update(
        from: dense + (block.firstRow + block.kernelRows) * stride, count: block.scoreRows * stride)
    }
  }
}
