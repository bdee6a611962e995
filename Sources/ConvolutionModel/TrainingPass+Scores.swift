import CTensorMath
import TensorMath

/// The way back through attention: `s = c + Σ_j ⟨q_j, x_j⟩` is a linear layer over the words, and its gradients are
/// two GEMMs once ∂L/∂s has been summed word by word.
extension TrainingPass {
  /// ∂L/∂a of every document's windows → ∂L/∂s, and from that the gradients of c and of gates.
  func differentiateScores(
    _ batch: Batch, _ tokens: UnsafePointer<Int32>, _ dense: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard !layout.scores.isEmpty || !towers.isEmpty else { return }
    // One task more than documents: where the words stand.
    pool.forEach(layout.scores.isEmpty ? 1 : batch.count + 1) { task in
      guard task > 0 else { return findOccurrences(batch, tokens) }
      let b = task - 1
      for (widthIndex, scores) in layout.scores.enumerated() {
        let start = weightStart(widthIndex, b)
        let bias = scoreBiasStarts[widthIndex] + b * scores.vectorCount
        let rows = windowGradientStarts[widthIndex] + windowStarts[widthIndex][b] * scores.windowStride
        var weighting = weighting(widthIndex, dense)
        weightDropout?.apply(
          to: weightGradient.base + start, count: scores.weightCount(tokens: batch.length(b)),
          stream: WeightDropout.stream(widthIndex, level: 1), first: start)
        let generated = changesWeights ? generatedWeights : weights
        scores.differentiateGate(
          dense, generated.base + start, weightGradient.base + start, tokens: batch.length(b),
          into: scoreBiasGradient.base + bias + scores.heads * scores.width)
        tcm_differentiate_weights(
          &weighting, batch.length(b), generated.base + start, weightGradient.base + start,
          scoreBiasGradient.base + bias, windowGradient.base + rows, scores.windowStride)
      }
    }
    for (widthIndex, scores) in layout.scores.enumerated() {
      scores.sumVectorGradients(
        scoreBiasGradient.base + scoreBiasStarts[widthIndex], documents: batch.count, into: gradient)
    }
  }

  /// Sorts the tokens of the batch by word.
  private func findOccurrences(_ batch: Batch, _ tokens: UnsafePointer<Int32>) {
    guard layout.scoreColumns > 0 || !towers.isEmpty else { return }
    let count = batch.tokens.count
    let distinct = batch.words.count
    occurrenceStarts.reserve(distinct + 1)
    occurrencePlaces.reserve(count)
    occurrenceDocuments.reserve(count)
    // starts[u + 1] is where the next occurrence of word u goes; in the end, where those of u + 1 begin.
    let starts = occurrenceStarts.base
    starts.update(repeating: 0, count: distinct + 1)
    for t in 0..<count where Int(tokens[t]) + 2 <= distinct { starts[Int(tokens[t]) + 2] += 1 }
    for u in 0..<distinct { starts[u + 1] += starts[u] }
    for b in 0..<batch.count {
      for place in 0..<batch.length(b) {
        let word = Int(tokens[batch.starts[b] + place])
        let slot = Int(starts[word + 1])
        starts[word + 1] += 1
        occurrencePlaces[slot] = Int32(place)
        occurrenceDocuments[slot] = Int32(b)
      }
    }
  }

  /// ∂L/∂(score columns) of some words: for each place of a window, Σ over where the word stands of that window's ds.
  func differentiateScoreColumns(of range: Range<Int>, _ dense: UnsafePointer<Float>) {
    for (widthIndex, scores) in layout.scores.enumerated() {
      var weighting = weighting(widthIndex, dense)
      let ds = windowGradient.base + windowGradientStarts[widthIndex]
      windowStarts[widthIndex].withUnsafeBufferPointer { firstRows in
        for u in range {
          let first = Int(occurrenceStarts[u])
          tcm_sum_score_gradients(
            &weighting, ds, scores.windowStride, occurrencePlaces.base + first,
            occurrenceDocuments.base + first, Int(occurrenceStarts[u + 1]) - first, firstRows.baseAddress,
            scoreGradient.base + u * layout.scoreStride + scores.firstColumn)
        }
      }
    }
  }

  /// The gradients of the queries, 48 floats of each at a time: `[S, 48] = ∂L/∂(score columns)ᵀ · X`.
  func differentiateQueries(distinct: Int, _ gradient: UnsafeMutablePointer<Float>) {
    guard layout.scoreColumns > 0 else { return }
    let stride = layout.rowStride
    pool.forEachChunk(of: stride, size: 48) { range in
      multiply(
        MatrixView(scoreGradient.base, stride: layout.scoreStride).transposed,
        MatrixView(words.base + range.lowerBound, stride: stride), m: layout.scoreColumns, n: range.count,
        k: distinct, into: scoreVectorGradient.base + range.lowerBound, stride: stride)
      for scores in layout.scores {
        scores.scatter(scoreVectorGradient.base, range, into: gradient, stride: stride)
      }
    }
  }
}
