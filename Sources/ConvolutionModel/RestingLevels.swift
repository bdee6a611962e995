import TensorMath

/// The kernels of the convolutions above the first at rest: transposed, `[filters, columns]`, as a product that sums every
/// row in one order likes them (`tcm_multiply_rows`).
final class RestingLevels {
  /// By width, then by level.
  private let kernels: [[Scratch<Float>]]

  init(_ model: TextCNN) {
    kernels = model.dense.withUnsafePointer { dense in
      model.layout.levels.map { levels in levels.map { Self.transposed($0, dense + $0.firstFloat) } }
    }
  }

  /// The kernels of the level numbered `number` (2 … D) of a width.
  func kernels(_ layout: LevelLayout) -> UnsafePointer<Float> {
    UnsafePointer(kernels[layout.widthIndex][layout.number - 2].base)
  }

  private static func transposed(_ layout: LevelLayout, _ rows: UnsafePointer<Float>) -> Scratch<Float> {
    let columns = paddedRow(layout.kernelRows)
    let result = Scratch<Float>()
    // Fresh scratch is zero, and so is its padding.
    result.reserve(layout.rowStride * columns)
    for row in 0..<layout.kernelRows {
      for k in 0..<layout.rowStride { result[k * columns + row] = rows[row * layout.rowStride + k] }
    }
    return result
  }
}
