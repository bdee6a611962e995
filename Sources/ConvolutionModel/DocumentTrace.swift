import CTensorMath
import TensorMath

/// One document through a network, with what decided: every filter's strongest window. The numbers are those of
/// prediction, to the last bit.
package struct DocumentTrace: Sendable {
  /// Number of every feature's strongest window, `[features]`; window i spans the words from i − (n − 1) on.
  package var windows: [Int] = []
  /// What the linear layer sees, `[features]`.
  package var features: [Float] = []
  /// The weight of every word of the strongest windows, `[features]` of n: all 1 with static and local kernels, 0 where a
  /// window reaches beyond the document.
  package var weights: [[Float]] = []
  /// `[C]`
  package var logits: [Float] = []
}

extension TextCNN {
  /// Runs a document and keeps what decided.
  ///
  /// - Complexity: O(U · N · d), as nothing that was projected is kept: a quarter of a millisecond for a question of ten
  ///   words.
  package func trace(_ document: [Int32]) -> DocumentTrace {
    let words = Array(Set(document)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(words, 0...).map { ($0, Int32($1)) })
    // A document without words reads no row, but has an address.
    let tokens = document.map { rows[$0]! } + [0]
    let d = layout.rowStride
    let x = Scratch<Float>()
    let projection = Scratch<Float>()
    let scoreVectors = Scratch<Float>()
    x.reserve(words.count * d)
    copyVectors(of: words[...], into: x.base)
    let scoreStart = layout.firstScoreColumn
    projection.reserve(words.count * layout.projectionStride)
    scoreVectors.reserve(layout.scoreColumns * d)
    var trace = DocumentTrace()
    var strongest = [Float](repeating: 0, count: layout.featureStride)
    dense.withUnsafePointer { dense in
      tcm_project_rows(
        x.base, d, words.count, dense, layout.kernelRows, d, projection.base, layout.projectionStride)
      for scores in layout.scores { scores.gather(dense, into: scoreVectors.base, stride: d) }
      tcm_project_rows(
        x.base, d, words.count, scoreVectors.base, layout.scoreColumns, d, projection.base + scoreStart,
        layout.projectionStride)
      for (index, block) in layout.blocks.enumerated() {
        let stride = tcm_window_stride(document.count, block.width)
        var a = [Float](repeating: 1, count: stride * block.width)
        if let scores = layout.scores.isEmpty ? nil : layout.scores[block.widthIndex] {
          var weighting = scores.weighting(
            of: layout, dense, scores: projection.base + scoreStart, stride: layout.projectionStride)
          var all = [Float](repeating: 0, count: scores.weightCount(tokens: document.count))
          tcm_weigh_windows(&weighting, tokens, document.count, &all)
          a = Array(all[block.head * a.count..<(block.head + 1) * a.count])
        }
        var values = [Float](repeating: 0, count: block.filterCount)
        var winners = [Int32](repeating: 0, count: block.filterCount)
        let ngrams = NgramBlock(
          layout.blocks[index], of: layout, dense: dense, projection: projection.base + block.firstRow,
          stride: layout.projectionStride)
        a.withUnsafeBufferPointer { a in
          ngrams.findStrongest(
            tokens, count: document.count, weights: layout.scores.isEmpty ? nil : a.baseAddress,
            strongest: &values, winners: &winners)
        }
        for (filter, (z, window)) in zip(values, winners).enumerated() {
          let slope = ngrams.slope.map { $0[filter] } ?? 0
          strongest[trace.features.count] = configuration.activation.value(z, slope: slope)
          trace.features.append(strongest[trace.features.count])
          trace.windows.append(Int(window))
          trace.weights.append(
            (0..<block.width).map { k in
              let word = Int(window) + k - (block.width - 1)
              return document.indices.contains(word) ? a[k * stride + Int(window)] : 0
            })
        }
      }
      trace.logits = [Float](repeating: 0, count: classes)
      layout.classify(strongest, rows: 1, dense, into: &trace.logits)
    }
    return trace
  }

  /// What feature f adds to every logit: output weight times feature, `[C]`.
  package func contributions(of feature: Int, _ trace: DocumentTrace) -> [Float] {
    (0..<classes).map {
      dense[layout.outputWeight + $0 * layout.featureStride + feature] * trace.features[feature]
    }
  }

  /// The class whose output weight of a feature exceeds the mean of the others' most, and by how much.
  package func argument(of feature: Int) -> (classIndex: Int, strength: Float) {
    let weights = (0..<classes).map { dense[layout.outputWeight + $0 * layout.featureStride + feature] }
    let sum = weights.reduce(0, +)
    let best = weights.indices.max { weights[$0] < weights[$1] } ?? 0
    return (best, weights[best] - (classes > 1 ? (sum - weights[best]) / Float(classes - 1) : 0))
  }

  /// The output layer's bias, `[C]`.
  package var outputBias: [Float] { (0..<classes).map { dense[layout.outputBias + $0] } }
}
