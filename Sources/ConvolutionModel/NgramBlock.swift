import CTensorMath
import TensorMath

/// One block of filters over the words of a batch, in training.
struct NgramBlock {
  let block: ParameterLayout.Block
  /// The projected words: row w holds ⟨kernel row, x_w⟩ for the block's kernel rows.
  let projection: UnsafePointer<Float>
  let stride: Int
  /// How far the columns of neighbouring places of a window are apart; none with shared offsets.
  let offsetStride: Int
  let regions: Int
  /// Of the block's first filter.
  let bias: UnsafePointer<Float>
  let slope: UnsafePointer<Float>?

  init(
    _ block: ParameterLayout.Block, of layout: ParameterLayout, dense: UnsafePointer<Float>,
    projection: UnsafePointer<Float>, stride: Int
  ) {
    self.block = block
    self.projection = projection
    self.stride = stride
    offsetStride = layout.configuration.kernel.offsets == .each ? block.filterCount : 0
    regions = layout.configuration.kernel.regionCount
    let vectors = layout.vectors[block.widthIndex]
    bias = dense + vectors.bias + block.filters.lowerBound
    slope = vectors.slope.map { dense + $0 + block.filters.lowerBound }
  }

  /// For each filter the strongest window and its z, given the windows' weights in the block's head, or nil where all
  /// are 1. O(windows · n · filters).
  func findStrongest(
    _ words: UnsafePointer<Int32>, count: Int, weights a: UnsafePointer<Float>?,
    strongest: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<Int32>
  ) {
    tcm_strongest_windows(
      projection, stride, words, count, block.width, offsetStride, regions,
      block.filterCount,
      a, bias, slope, strongest, winners)
  }
}

extension Activation {
  /// The features of `count` sums, in place; PReLU, whose slopes differ, is not among them.
  func apply(to z: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .relu: for i in 0..<count { z[i] = z[i] > 0 ? z[i] : z[i].isNaN ? z[i] : 0 }
    case .identity: break
    case .sigmoid, .tanh, .prelu:
      precondition(self != .prelu, "PReLU is applied before the maximum")
      for i in 0..<count { z[i] = value(z[i], slope: 0) }
    }
  }

  /// The feature of a window whose sum, bias included, is z.
  @inline(__always)
  func value(_ z: Float, slope: Float) -> Float {
    switch self {
    case .relu: z > 0 ? z : z.isNaN ? z : 0
    case .prelu: z > 0 ? z : slope * z
    case .sigmoid: logistic(z)
    case .tanh: hyperbolicTangent(z)
    case .identity: z
    }
  }

  /// Its derivative by z, given z and the value.
  @inline(__always)
  func derivative(_ z: Float, value: Float, slope: Float) -> Float {
    switch self {
    case .relu: z > 0 ? 1 : 0
    case .prelu: z > 0 ? 1 : slope
    case .sigmoid: value * (1 - value)
    case .tanh: 1 - value * value
    case .identity: 1
    }
  }
}
