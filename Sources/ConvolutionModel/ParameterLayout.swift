import TensorMath

/// Where every parameter of a network lies: one buffer for all but the word vectors, one for those.
///
/// The first rows of the dense buffer are vectors of `d` floats padded to a multiple of 16: first those of the kernels,
/// width by width and block by block (region, k, f), each of which is a column of the projection under the same number; then
/// the generators' queries, from which the projection's score columns come (`ScoreColumns`).
///
/// Then come the rows of the convolutions above the first (`LevelLayout`), width by width and level by level.
///
/// Then, each on a boundary of 16 floats: for each width bias [F], slope [F], query of attention pooling [F]; score biases
/// c [H,n] and gates g [H]; the same vectors of the levels; output weight [C, features] with padded rows, output bias [C].
package struct ParameterLayout: Sendable, Equatable {
  /// A run of filters of one width that are computed together, by one thread: a head's filters where the kernel has
  /// a generator, otherwise 32 or the rest. Blocks never depend on the number of threads; sums over blocks go in their order.
  package struct Block: Sendable, Equatable {
    package var width: Int
    /// Position of the width among the configured ones.
    package var widthIndex: Int
    package var head: Int
    package var filters: Range<Int>
    /// Rows of the dense buffer.
    package var firstRow: Int
    package var rows: Int
    package var filterCount: Int { filters.count }
  }

  /// Offsets into the dense buffer, one entry a width.
  package struct Vectors: Sendable, Equatable {
    package var bias: Int
    package var slope: Int?
    package var poolingQuery: Int?
  }

  package let configuration: TextCNNConfiguration
  package let classes: Int
  package let blocks: [Block]
  package let vectors: [Vectors]
  /// One for each width where the kernel has a generator, else none.
  package let scores: [ScoreColumns]
  /// The convolutions above the first, width by width: levels 2 … D.
  package let levels: [[LevelLayout]]
  /// Length of a padded word row.
  package let rowStride: Int
  /// Rows of all kernels: N, and as many columns of the projection.
  package let kernelRows: Int
  /// Rows of kernels and queries.
  package let rows: Int
  /// Length of a padded row of projected words: an odd number of cache lines, so that one column of many words
  /// is spread over the whole cache.
  package let projectionStride: Int
  /// S: score columns of all widths.
  package let scoreColumns: Int
  /// The first of them in the projection, after the kernels' and their padding.
  package var firstScoreColumn: Int { paddedRow(kernelRows) }
  /// Length of a padded row of score columns alone; the row loops write whole vectors.
  package var scoreStride: Int { paddedRow(scoreColumns + 15) }
  /// Behind the rows of all levels.
  private let penalizedRowEnd: Int
  package let outputWeight: Int
  package let outputBias: Int
  /// Length of a padded row of features.
  package let featureStride: Int
  /// Floats in the dense buffer.
  package let denseCount: Int

  /// Features of all widths.
  package let featureCount: Int

  package init(_ configuration: TextCNNConfiguration, classes: Int) {
    self.configuration = configuration
    self.classes = classes
    rowStride = paddedRow(configuration.dimension)
    let kernel = configuration.kernel
    let filters = configuration.filters
    var blocks: [Block] = []
    var row = 0
    for (widthIndex, width) in configuration.widths.enumerated() {
      blocks += Self.blocks(kernel, filters: filters, width: width, widthIndex: widthIndex, row: &row)
    }
    self.blocks = blocks
    kernelRows = row
    var scores: [ScoreColumns] = []
    var column = 0
    if kernel.hasGenerator {
      for width in configuration.widths {
        scores.append(ScoreColumns(kernel, width: width, firstRow: row, firstColumn: column))
        row += scores.last!.rows
        column += scores.last!.columns
      }
    }
    rows = row
    scoreColumns = column
    projectionStride = paddedRow(paddedRow(kernelRows) + column) | 16

    var end = row * rowStride
    var levels = configuration.widths.indices.map { widthIndex in
      (1..<configuration.depth).map { below in
        let level = LevelLayout(
          configuration, number: below + 1, widthIndex: widthIndex, firstFloat: end)
        end += level.floatCount
        return level
      }
    }
    penalizedRowEnd = end
    func take(_ count: Int) -> Int {
      defer { end += paddedRow(count) }
      return end
    }
    func takeVectors(isFirst: Bool) -> Vectors {
      Vectors(
        bias: take(filters), slope: configuration.activation == .prelu ? take(filters) : nil,
        poolingQuery: isFirst && configuration.pooling == .attention ? take(filters) : nil)
    }
    vectors = configuration.widths.map { _ in takeVectors(isFirst: true) }
    func takeVectors(of scores: inout ScoreColumns) {
      scores.bias = take(scores.heads * scores.width)
      if kernel.hasGates { scores.gate = take(scores.heads) }
    }
    for index in scores.indices { takeVectors(of: &scores[index]) }
    self.scores = scores
    for widthIndex in levels.indices {
      for level in levels[widthIndex].indices {
        levels[widthIndex][level].vectors = takeVectors(isFirst: false)
        if var scores = levels[widthIndex][level].scores {
          takeVectors(of: &scores)
          levels[widthIndex][level].scores = scores
        }
      }
    }
    self.levels = levels
    featureCount = configuration.widths.count * configuration.featuresPerWidth
    featureStride = paddedRow(featureCount)
    outputWeight = take(classes * featureStride)
    outputBias = take(classes)
    denseCount = end
  }

  /// The blocks of one width, whose rows begin at `row`; afterwards `row` is behind them.
  static func blocks(
    _ kernel: KernelConfiguration, filters: Int, width: Int, widthIndex: Int, row: inout Int
  ) -> [Block] {
    let heads = kernel.hasGenerator ? kernel.heads : (filters + 31) / 32
    return (0..<heads).map { head in
      // With a generator h(f) = ⌊f·H / F⌋; otherwise whole vectors.
      let range =
        kernel.hasGenerator
        ? (head * filters + heads - 1) / heads..<((head + 1) * filters + heads - 1) / heads
        : head * 32..<min(filters, head * 32 + 32)
      let block = Block(
        width: width, widthIndex: widthIndex, head: head, filters: range, firstRow: row,
        rows: range.count * kernel.placeCount(width: width))
      row += block.rows
      return block
    }
  }

  /// Row of the kernel weights of filter `filter` (counted in the block) at a place: offset k in region r is place
  /// r·n + k; with shared offsets there is place 0 alone.
  package func kernelRow(_ block: Block, place: Int, filter: Int) -> Int {
    block.firstRow + place * block.filterCount + filter
  }

  /// The parts of the dense buffer that L1 and L2 penalties apply to: kernels, queries and output weights, not biases
  /// and slopes, and nothing that is not learned.
  package var penalized: [Range<Int>] {
    let parts = [0..<penalizedRowEnd, outputWeight..<outputWeight + classes * featureStride]
    let learned = learned
    return parts.flatMap { part in learned.map { $0.clamped(to: part) } }.filter { !$0.isEmpty }
  }

  /// The parts that training moves: all but random generators. Whole vectors, ascending.
  package var learned: [Range<Int>] {
    var learned: [Range<Int>] = []
    var start = 0
    for frozen in configuration.kernel.hasFrozenGenerator ? generators : [] {
      learned.append(start..<frozen.lowerBound)
      start = frozen.upperBound
    }
    learned.append(start..<denseCount)
    return learned.filter { !$0.isEmpty }
  }
}

extension ParameterLayout {
  /// The parts of the dense buffer that generate weights, ascending: queries q and score biases c of all levels, not gates.
  package var generators: [Range<Int>] {
    var ranges = scores.isEmpty ? [] : [kernelRows * rowStride..<rows * rowStride]
    for level in levels.joined() {
      ranges.append(
        level.firstFloat + level.kernelRows * level.rowStride..<level.firstFloat + level.floatCount)
    }
    for scores in scores + levels.joined().compactMap(\.scores) {
      ranges.append(scores.bias..<scores.bias + paddedRow(scores.heads * scores.width))
    }
    return ranges.filter { !$0.isEmpty }
  }
}

extension TextCNNConfiguration {
  /// How many numbers the network has besides the word vectors.
  package func parameterCount(classes: Int) -> Int {
    func convolution(_ kernel: KernelConfiguration, width n: Int, inputs: Int) -> Int {
      var count = filters * kernel.placeCount(width: n) * inputs
      count += activation == .prelu ? 2 * filters : filters
      if kernel.hasGenerator { count += kernel.heads * n }
      if kernel.hasGates { count += kernel.heads }
      return count + kernel.heads * kernel.queryCount(width: n) * inputs
    }
    var count = classes * (widths.count * featuresPerWidth + 1)
    for n in widths {
      count += convolution(kernel, width: n, inputs: dimension)
      count += (depth - 1) * convolution(upperKernel, width: Self.upperWidth, inputs: filters)
      if pooling == .attention { count += filters }
    }
    return count
  }

  /// This shape with as many more filters as it takes to have at least as many parameters as `other`.
  package func widened(toMatch other: TextCNNConfiguration, classes: Int) -> TextCNNConfiguration {
    var wide = self
    while wide.parameterCount(classes: classes) < other.parameterCount(classes: classes) { wide.filters += 1 }
    return wide
  }
}
