import CTensorMath
import TensorMath

/// The generator's part of one width: its queries among the rows of the dense buffer, and its columns of the projection.
///
/// A column is a score that a word gives, for a place j of the window or beside it where it may stand, to the weight of place k in
/// head h. Softmax looks at differences of scores alone, and where all scores of a window are moved by the same words
/// (modes window and center) a difference of scores is a score of its own, that of q_k − q_(n−1): so n − 1 columns a
/// head say all that n would, and the last is spared in each of the three matrix products that it stands in.
package struct ScoreColumns: Sendable, Equatable {
  package let width: Int
  package let heads: Int
  /// m: how many words to either side of a window have a say in its weights.
  package let context: Int
  /// g: how many of a head's n scores have columns.
  package let generated: Int
  /// In how many places of the window and beside it a word has columns of its own.
  package let places: Int
  /// q: rows `(j·n + k)·H + h` from here on.
  package let firstRow: Int
  /// Columns `(j·g + k)·H + h` from here on, among those of all widths.
  package let firstColumn: Int
  /// c `[H, n]`: its offset into the dense buffer.
  package internal(set) var bias = 0
  /// g `[H]`, where the kernel has gates: its offset into the dense buffer.
  package internal(set) var gate: Int?

  init(_ kernel: KernelConfiguration, width: Int, firstRow: Int, firstColumn: Int) {
    self.width = width
    self.firstRow = firstRow
    self.firstColumn = firstColumn
    heads = kernel.heads
    let isAttention = kernel.kind == .attention
    context = isAttention ? kernel.reach : 0
    places = !isAttention ? 0 : kernel.mode == .window ? width + 2 * context : 1
    let areDifferences = kernel.normalizer == .softmax && kernel.mode != .position
    generated = !isAttention ? 0 : areDifferences ? width - 1 : width
  }

  package var rows: Int { places * width * heads }
  package var columns: Int { places * generated * heads }
  /// Length of a row of one window's scores: all heads, whole vectors.
  var windowStride: Int { paddedRow(generated * heads) }

  /// The vectors whose product with a word's is its columns, `[columns, stride]`, from the queries.
  func gather(_ dense: UnsafePointer<Float>, into vectors: UnsafeMutablePointer<Float>, stride: Int) {
    for place in 0..<places {
      for k in 0..<generated {
        for head in 0..<heads {
          let row = dense + (firstRow + (place * width + k) * heads + head) * stride
          let last = dense + (firstRow + (place * width + width - 1) * heads + head) * stride
          let vector = vectors + (firstColumn + (place * generated + k) * heads + head) * stride
          if generated < width {
            for i in 0..<stride { vector[i] = row[i] - last[i] }
          } else {
            vector.update(from: row, count: stride)
          }
        }
      }
    }
  }

  /// The way back: floats `range` of the queries' gradients, from those of the vectors.
  func scatter(
    _ vectors: UnsafePointer<Float>, _ range: Range<Int>, into gradient: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    for place in 0..<places {
      for head in 0..<heads {
        let last = gradient + (firstRow + (place * width + width - 1) * heads + head) * stride
        if generated < width { for i in range { last[i] = 0 } }
        for k in 0..<generated {
          let vector = vectors + (firstColumn + (place * generated + k) * heads + head) * stride
          let row = gradient + (firstRow + (place * width + k) * heads + head) * stride
          for i in range { row[i] = vector[i] }
          if generated < width { for i in range { last[i] -= vector[i] } }
        }
      }
    }
  }

  /// The weighting as the row loops see it. `scores`: the first score column of all widths.
  func weighting(
    _ kernel: KernelConfiguration, _ dense: UnsafePointer<Float>, scores: UnsafePointer<Float>, stride: Int
  ) -> tcm_weighting {
    let mode: tcm_score_mode =
      switch (kernel.kind, kernel.mode) {
      case (.static, _), (.local, _): tcm_scores_none
      case (.attention, .position): tcm_scores_position
      case (.attention, .center): tcm_scores_center
      case (.attention, .window): tcm_scores_window
      }
    let normalizer: tcm_normalizer =
      switch kernel.normalizer {
      case .softmax: tcm_softmax
      case .sigmoid: tcm_sigmoid
      case .linear: tcm_linear
      }
    return tcm_weighting(
      n: width, heads: heads, context: context, generated: generated, mode: mode, normalizer: normalizer,
      scores: scores + firstColumn, stride: stride, bias: dense + bias)
  }

  /// How many numbers c and the gates are.
  var vectorCount: Int { heads * width + (gate == nil ? 0 : heads) }

  /// The gradients of c and the gates, from those of each document, `[documents, vectorCount]`, in their order.
  func sumVectorGradients(
    _ own: UnsafePointer<Float>, documents: Int, into gradient: UnsafeMutablePointer<Float>
  ) {
    func sum(_ range: Range<Int>, into out: UnsafeMutablePointer<Float>) {
      out.update(repeating: 0, count: range.count)
      for b in 0..<documents {
        for (i, at) in range.enumerated() { out[i] += own[b * vectorCount + at] }
      }
    }
    sum(0..<heads * width, into: gradient + bias)
    if let gate { sum(heads * width..<vectorCount, into: gradient + gate) }
  }

  /// Floats that the weights of a document of `tokens` words take: `[heads, n, padded windows]`.
  func weightCount(tokens: Int) -> Int { heads * width * tcm_window_stride(tokens, width) }
}
