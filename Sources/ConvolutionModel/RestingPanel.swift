import CTensorMath
import TensorMath

/// At most 32 filters of one block at rest, and the projected rows of the words seen so far.
///
/// Small panels, one after another over many documents: the rows of the frequent words in one panel, half a kilobyte
/// each, stay in a core's cache, where the rows of all filters, five kilobytes each, would not.
final class RestingPanel {
  /// Of the layout's blocks.
  let blockIndex: Int
  /// Numbers of the block's filters, counted in the block.
  let filters: Range<Int>
  /// Filters padded to whole vectors.
  let lanes: Int
  /// Where the panel's features begin in a row at rest: the lanes, as many times as a filter has features.
  let firstFeature: Int
  /// The panel as the row loops see it; good as long as the panel is.
  let rest: tcm_rest
  private let places: Int
  private let rows: LazyRows
  private let bias = Scratch<Float>()
  private let slope = Scratch<Float>()
  /// The panel's part of the vector of attention pooling.
  private let query = Scratch<Float>()
  private let activation: tcm_activation
  private let keptWindows: Int

  static let greatestLanes = 32

  /// How many bytes a word's row takes.
  static func rowBytes(lanes: Int, places: Int, isHalf: Bool) -> Int { lanes * places * (isHalf ? 2 : 4) }

  init(
    _ blockIndex: Int, filters: Range<Int>, firstFeature: Int, of model: TextCNN, capacity: Int, isHalf: Bool
  ) {
    let layout = model.layout
    let block = layout.blocks[blockIndex]
    self.blockIndex = blockIndex
    self.filters = filters
    self.firstFeature = firstFeature
    lanes = paddedRow(filters.count)
    places = layout.configuration.kernel.placeCount(width: block.width)
    rows = LazyRows(
      count: capacity, rowBytes: Self.rowBytes(lanes: lanes, places: places, isHalf: isHalf))
    let vectors = layout.vectors[block.widthIndex]
    let first = block.filters.lowerBound + filters.lowerBound
    // Fresh scratch is zero, and so is its padding.
    bias.reserve(lanes)
    for f in 0..<filters.count { bias[f] = model.dense[vectors.bias + first + f] }
    if let start = vectors.slope {
      slope.reserve(lanes)
      for f in 0..<filters.count { slope[f] = model.dense[start + first + f] }
    }
    if let start = vectors.poolingQuery {
      query.reserve(lanes)
      for f in 0..<filters.count { query[f] = model.dense[start + first + f] }
    }
    activation = layout.configuration.activation.kind
    keptWindows = layout.configuration.featuresPerFilter
    rest = tcm_rest(
      rows: rows.base, stride: lanes * places, place_stride: places > 1 ? lanes : 0, n: block.width,
      heads: layout.configuration.kernel.heads, head: block.head,
      regions: layout.configuration.kernel.regionCount, vectors: Int32(lanes / Int(TCM_LANES)),
      is_half: isHalf, bias: bias.base,
      slope: vectors.slope == nil ? nil : slope.base)
  }

  func preferLargePages() { rows.preferLargePages() }

  /// What a pooling over all windows takes from the panel; see `tcm_pool_at_rest`.
  func pool(
    _ pooling: tcm_rest_pooling, _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    _ a: UnsafePointer<Float>?, shares: UnsafeMutablePointer<Float>?,
    into features: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var pool = tcm_rest_pool(
      pooling: pooling, activation: activation, k: keptWindows, query: query.base, shares: shares)
    withUnsafePointer(to: rest) {
      tcm_pool_at_rest($0, &pool, words, starts, count, a, features + firstFeature, stride)
    }
  }

  /// Asks for the rows of these words, which will soon be read.
  func prefetch(_ words: UnsafePointer<Int32>, count: Int) {
    tcm_prefetch_rows(rows.base, rows.rowBytes, words, count)
  }

  /// Projects `count` words, whose vectors are the rows of `x`, into the rows from `slot` on.
  func fill(
    _ slot: Int, _ x: UnsafePointer<Float>, count: Int, _ dense: UnsafePointer<Float>,
    of layout: ParameterLayout
  ) {
    let block = layout.blocks[blockIndex]
    let stride = lanes * places
    withUnsafeTemporaryAllocation(byteCount: count * stride * 4, alignment: 64) { raw in
      let projected = raw.bindMemory(to: Float.self).baseAddress!
      let out = rest.is_half ? projected : rows.base.assumingMemoryBound(to: Float.self) + slot * stride
      for place in 0..<places {
        let row = layout.kernelRow(block, place: place, filter: filters.lowerBound)
        tcm_project_rows(
          x, layout.rowStride, count, dense + row * layout.rowStride, filters.count, layout.rowStride,
          out + place * lanes, stride)
        for word in 0..<count {
          let padding = out + word * stride + place * lanes
          for f in filters.count..<lanes { padding[f] = 0 }
        }
      }
      if rest.is_half { tcm_halve(projected, count * stride, rows.base + slot * stride * 2) }
    }
  }
}

extension ParameterLayout {
  /// The filters of every panel, counted in their block: blocks cut into runs of at most 32.
  var panels: [(blockIndex: Int, block: Block, filters: Range<Int>)] {
    blocks.enumerated().flatMap { index, block in
      stride(from: 0, to: block.filterCount, by: RestingPanel.greatestLanes).map {
        (index, block, $0..<min(block.filterCount, $0 + RestingPanel.greatestLanes))
      }
    }
  }
}
