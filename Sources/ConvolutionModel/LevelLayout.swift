import TensorMath

/// Where the parameters of a convolution above the first one lie: of one width, as many channels in as out.
///
/// Its rows are laid out as those of the first convolution: kernels block by block, then queries, each `rowStride` floats.
package struct LevelLayout: Sendable, Equatable {
  /// 2 … D.
  package let number: Int
  package let widthIndex: Int
  /// Where its rows begin in the dense buffer.
  package let firstFloat: Int
  package let rowStride: Int
  /// Their rows are counted from the level's first.
  package let blocks: [ParameterLayout.Block]
  package let kernelRows: Int
  /// Where the kernel has a generator.
  package internal(set) var scores: ScoreColumns?
  /// Offsets into the dense buffer.
  package internal(set) var vectors = ParameterLayout.Vectors(bias: 0)

  init(
    _ configuration: TextCNNConfiguration, number: Int, widthIndex: Int, firstFloat: Int
  ) {
    self.number = number
    self.widthIndex = widthIndex
    self.firstFloat = firstFloat
    let kernel = configuration.upperKernel
    let width = TextCNNConfiguration.upperWidth
    rowStride = paddedRow(configuration.filters)
    var row = 0
    blocks = ParameterLayout.blocks(
      kernel, filters: configuration.filters, width: width, widthIndex: widthIndex, row: &row)
    kernelRows = row
    scores = kernel.hasGenerator ? ScoreColumns(kernel, width: width, firstRow: row, firstColumn: 0) : nil
  }

  package var rows: Int { kernelRows + (scores?.rows ?? 0) }
  package var floatCount: Int { rows * rowStride }
  package var scoreColumns: Int { scores?.columns ?? 0 }
  /// A row of projected positions: the kernels' columns, padding, the score columns, and room for whole vectors.
  package var firstScoreColumn: Int { paddedRow(kernelRows) }
  package var projectionStride: Int { paddedRow(firstScoreColumn + scoreColumns + 15) }

  /// How many positions are left of `count` where a level begins: the greatest of three, two apart. Every one is seen, so the
  /// greatest of all stays the greatest.
  package static func pooled(_ count: Int) -> Int { max(1, count / 2) }
}
