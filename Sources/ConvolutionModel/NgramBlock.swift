import CTensorMath
import TensorMath

/// One block of filters over one document: forward. Both training and prediction go through here, so they compute
/// the same thing; they differ in where the projected rows come from.
struct NgramBlock {
  let block: ParameterLayout.Block
  let kernel: KernelConfiguration
  /// The projected words: row w holds ⟨kernel row, x_w⟩ for the block's kernel rows, then its score rows.
  let projection: UnsafePointer<Float>
  let stride: Int
  /// Of the block's first filter.
  let bias: UnsafePointer<Float>
  let slope: UnsafePointer<Float>?
  /// c of the block's head, `[n]`.
  let scoreBias: UnsafePointer<Float>?

  init(
    _ block: ParameterLayout.Block, of layout: ParameterLayout, dense: UnsafePointer<Float>,
    projection: UnsafePointer<Float>, stride: Int
  ) {
    self.block = block
    self.projection = projection
    self.stride = stride
    kernel = layout.configuration.kernel
    let vectors = layout.vectors[block.widthIndex]
    bias = dense + vectors.bias + block.filters.lowerBound
    slope = vectors.slope.map { dense + $0 + block.filters.lowerBound }
    scoreBias = vectors.scoreBias.map { dense + $0 + block.head * block.width }
  }

  /// How far the columns of neighbouring places of a window are apart; none with shared offsets.
  var offsetStride: Int { kernel.offsets == .each ? block.filterCount : 0 }

  var scoreMode: tcm_score_mode {
    guard kernel.kind == .attention else { return tcm_scores_none }
    switch kernel.mode {
    case .position: return tcm_scores_position
    case .center: return tcm_scores_center
    case .window: return tcm_scores_window
    }
  }

  var normalizer: tcm_normalizer {
    switch kernel.normalizer {
    case .softmax: tcm_softmax
    case .sigmoid: tcm_sigmoid
    case .linear: tcm_linear
    }
  }

  /// The weights a of every window, `[windows, n]`; writes nothing where all are 1.
  func weigh(_ words: UnsafePointer<Int32>, count: Int, into a: UnsafeMutablePointer<Float>) {
    guard let scoreBias else { return }
    tcm_window_scores(
      projection + block.kernelRows, stride, words, count, block.width, scoreMode, scoreBias, a)
    tcm_normalize_windows(a, count, block.width, normalizer)
  }

  /// For each filter the strongest window and its z, given the weights that `weigh` wrote. O(windows · n · filters).
  func findStrongest(
    _ words: UnsafePointer<Int32>, count: Int, weights a: UnsafePointer<Float>,
    strongest: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<Int32>
  ) {
    tcm_strongest_windows(
      projection, stride, words, count, block.width, offsetStride, block.filterCount,
      scoreBias == nil ? nil : a, bias, slope, strongest, winners)
  }

  /// ∂L/∂a at one window → ∂L/∂s, in place: `da` `[n]` in, `ds` `[n]` out.
  ///
  /// softmax: ds = a · (da − Σ a·da / m); sigmoid: ds = da · a · (1 − a/2); linear: ds = da.
  func differentiateWeights(
    _ da: UnsafeMutablePointer<Float>, at a: UnsafePointer<Float>, offsets: Range<Int>
  ) {
    switch kernel.normalizer {
    case .softmax:
      var mean: Float = 0
      for k in offsets { mean += a[k] * da[k] }
      mean /= Float(offsets.count)
      for k in offsets { da[k] = a[k] * (da[k] - mean) }
    case .sigmoid:
      for k in offsets { da[k] *= a[k] * (1 - a[k] / 2) }
    case .linear:
      break
    }
  }
}

extension Activation {
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
