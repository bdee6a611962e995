import CTensorMath
import TensorMath

// Words that are made of rows: forward the rows' mean, backward each row's share of the words that it is in.
extension TrainingPass {
  /// The vectors of words `range` of the batch. O(rows · d)
  func gather(
    _ batch: Batch, _ range: Range<Int>, _ table: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>
  ) {
    let stride = layout.rowStride
    if let rows = batch.rows {
      for u in range {
        rows.composition.compose(Int(batch.words[u]), from: table, stride: stride, into: out + u * stride)
      }
    } else {
      for u in range { (out + u * stride).update(from: table + Int(batch.words[u]) * stride, count: stride) }
    }
  }

  /// From the gradients of the batch's words to those of its rows, each summed in the order of the words. O(entries · d),
  /// cut by rows.
  func differentiateRows(_ batch: Batch) {
    guard let rows = batch.rows else { return }
    let stride = layout.rowStride
    rowGradient.reserve(rows.rows.count * stride)
    let out = rowGradient.base
    rows.words.withUnsafeBufferPointer { words in
      rows.shares.withUnsafeBufferPointer { shares in
        pool.forEachChunk(of: rows.rows.count, size: 64) { range in
          for r in range {
            let start = rows.starts[r]
            tcm_sum_weighted_rows(
              out + r * stride, false, wordGradient.base, stride, words.baseAddress! + start,
              shares.baseAddress! + start, rows.starts[r + 1] - start)
          }
        }
      }
    }
  }

  /// Gradients of the rows of the batch, in the order of `Batch.touchedRows`, `[R, rowStride]`.
  package func tableGradient(_ batch: Batch) -> Scratch<Float> {
    batch.rows == nil ? wordGradient : rowGradient
  }
}
