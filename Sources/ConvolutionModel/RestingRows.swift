import CTensorMath
import TensorMath

/// The projected rows of the words seen so far where all windows matter: all kernels' columns side by side, as in
/// training.
final class RestingRows {
  private let layout: ParameterLayout
  private let isHalf: Bool
  /// In numbers.
  private let stride: Int
  private let rows: LazyRows

  /// How many bytes a word's row takes. The row loops read up to a vector beyond a block's last column.
  static func rowBytes(_ layout: ParameterLayout, isHalf: Bool) -> Int {
    (paddedRow(layout.kernelRows) + 16) * (isHalf ? 2 : 4)
  }

  init(_ layout: ParameterLayout, capacity: Int, isHalf: Bool) {
    self.layout = layout
    self.isHalf = isHalf
    let bytes = Self.rowBytes(layout, isHalf: isHalf)
    stride = bytes / (isHalf ? 2 : 4)
    rows = LazyRows(count: capacity, rowBytes: bytes)
  }

  func preferLargePages() { rows.preferLargePages() }

  /// Projects `count` words, whose vectors are the rows of `x`, into the rows from `slot` on.
  func fill(_ slot: Int, _ x: UnsafePointer<Float>, count: Int, _ dense: UnsafePointer<Float>) {
    let start = rows.base + slot * rows.rowBytes
    guard isHalf else {
      project(x, count, dense, into: start.assumingMemoryBound(to: Float.self))
      return
    }
    withUnsafeTemporaryAllocation(byteCount: count * stride * 4, alignment: 64) { raw in
      raw.initializeMemory(as: UInt8.self, repeating: 0)
      let projected = raw.bindMemory(to: Float.self).baseAddress!
      project(x, count, dense, into: projected)
      tcm_halve(projected, count * stride, start)
    }
  }

  private func project(
    _ x: UnsafePointer<Float>, _ count: Int, _ dense: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>
  ) {
    tcm_project_rows(x, layout.rowStride, count, dense, layout.kernelRows, layout.rowStride, out, stride)
  }

  /// A block of the first convolution as the row loops see it.
  func windows(_ block: ParameterLayout.Block, _ dense: UnsafePointer<Float>) -> tcm_windows {
    layout.windows(
      block, projection: rows.base + block.firstRow * (isHalf ? 2 : 4), stride: stride, isHalf: isHalf,
      bias: dense + layout.vectors[block.widthIndex].bias + block.filters.lowerBound)
  }
}
