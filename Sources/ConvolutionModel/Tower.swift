import CTensorMath
import TensorMath

/// One width of a network from its windows to its features, where more than the strongest window matters: with another
/// pooling than max, or with convolutions above the first.
///
///     x¹ = z of every window
///     pˡ = the greatest of three positions of xˡ⁻¹, two apart      uˡ = activation(pˡ)
///     xˡ = pˡ + convolution(uˡ)    l = 2 … D; without residuals the convolution alone
///     features = pooling over positions of activation(xᴰ)
///
/// For the documents of a batch, each of which has rows of its own: tasks may take a document each. Holds scratch: one
/// batch at a time.
final class Tower {
  /// Which matrix product: the library's, which is faster, or at rest one that sums every row in the same order, whatever
  /// stands beside it.
  enum Product {
    case library
    case reproducible(RestingLevels)
  }

  let layout: ParameterLayout
  let widthIndex: Int
  let levels: [TowerLevel]
  /// Length of a row of positions.
  let stride: Int
  /// Documents' first rows of `sums`, and how many windows there are in all.
  private(set) var starts: [Int] = []
  /// z of all windows, `[windows, stride]`; and ∂L/∂z.
  let sums = Scratch<Float>()
  let sumGradient = Scratch<Float>()
  /// activation(xᴰ), `[positions, stride]`.
  let activations = Scratch<Float>()
  /// The windows whose activations are features, of max and k-max, `[B, featuresPerWidth]`.
  let kept = Scratch<Int32>()
  /// The α of attention pooling, `[positions]`, and room for their gradient.
  let shares = Scratch<Float>()
  let shareGradient = Scratch<Float>()
  /// Gradients that a document gives to vectors, `[B, perDocument]`: slopes of every level, the pooling query.
  let documentGradient = Scratch<Float>()

  /// Nil: the weights of the levels' attention are all kept.
  var weightDropout: WeightDropout?

  var configuration: TextCNNConfiguration { layout.configuration }
  var vectors: ParameterLayout.Vectors { layout.vectors[widthIndex] }
  /// Slopes of levels 1 … D, then the pooling query.
  var perDocument: Int { (levels.count + 2) * stride }

  init(_ layout: ParameterLayout, widthIndex: Int, product: Product) {
    self.layout = layout
    self.widthIndex = widthIndex
    stride = paddedRow(layout.configuration.filters)
    levels = layout.levels[widthIndex].map { TowerLevel($0, of: layout.configuration, product: product) }
  }

  /// Makes room for documents of so many tokens, and reads what the generators of the levels multiply with.
  func prepare(tokens: some Sequence<Int>, _ dense: UnsafePointer<Float>, isTraining: Bool) {
    let width = configuration.widths[widthIndex]
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    for count in tokens { starts.append(starts.last! + windowCount(tokens: count, width: width)) }
    let documents = starts.count - 1
    sums.reserve(starts[documents] * stride)
    if isTraining { sumGradient.reserve(starts[documents] * stride) }
    var below = starts
    for level in levels {
      level.weightDropout = weightDropout
      level.prepare(below: below, dense, isTraining: isTraining)
      below = level.starts
    }
    activations.reserve(below[documents] * stride)
    kept.reserve(documents * configuration.featuresPerWidth)
    if configuration.pooling != .max, configuration.pooling != .kMax {
      shares.reserve(below[documents])
      shareGradient.reserve(below[documents])
    }
    if isTraining { documentGradient.reserve(documents * perDocument) }
  }

  /// How many positions document b has at the top.
  func positions(_ b: Int) -> Int { levels.last?.count(b) ?? starts[b + 1] - starts[b] }

  /// First row of document b at the top.
  func topRow(_ b: Int) -> Int { levels.last?.starts[b] ?? starts[b] }

  /// x of document b at the top.
  func top(_ b: Int) -> UnsafeMutablePointer<Float> {
    levels.last?.output(b) ?? sums.base + starts[b] * stride
  }

  /// The features of document b, `[k·F]`, from its windows' z.
  func findFeatures(_ b: Int, _ dense: UnsafePointer<Float>, into features: UnsafeMutablePointer<Float>) {
    var slope = slope(dense, level: 0)
    var below = sums.base + starts[b] * stride
    var count = starts[b + 1] - starts[b]
    for (index, level) in levels.enumerated() {
      level.run(b, below: below, belowCount: count, slope: slope, dense)
      below = level.output(b)
      count = level.count(b)
      slope = self.slope(dense, level: index + 1)
    }
    let rows = positions(b)
    let h = activations.base + topRow(b) * stride
    tcm_activate(
      configuration.activation.kind, below, slope, rows, configuration.filters, stride, h)
    pool(b, h, rows: rows, dense, into: features)
  }

  /// ∂L/∂features → ∂L/∂z of all windows of document b, and what the vectors of all levels get from it.
  func differentiate(_ b: Int, _ dense: UnsafePointer<Float>, _ featureGradient: UnsafePointer<Float>) {
    let rows = positions(b)
    let h = activations.base + topRow(b) * stride
    let own = documentGradient.base + b * perDocument
    own.update(repeating: 0, count: perDocument)
    let top = levels.last?.outputGradient(b) ?? sumGradient.base + starts[b] * stride
    top.update(repeating: 0, count: rows * stride)
    differentiatePooling(
      b, h, rows: rows, dense, featureGradient, into: top, query: own + (levels.count + 1) * stride)
    tcm_differentiate_activation(
      configuration.activation.kind, self.top(b), h, slope(dense, level: levels.count), rows,
      configuration.filters, stride, top, own + levels.count * stride)
    for (index, level) in levels.enumerated().reversed() {
      let below =
        index > 0 ? levels[index - 1].outputGradient(b) : sumGradient.base + starts[b] * stride
      let count = index > 0 ? levels[index - 1].count(b) : starts[b + 1] - starts[b]
      below.update(repeating: 0, count: count * stride)
      level.differentiate(
        b, slope: slope(dense, level: index), dense, into: below, slopeGradient: own + index * stride)
    }
  }

  /// Slopes of the activation of level index + 1; nil but with PReLU.
  private func slope(_ dense: UnsafePointer<Float>, level index: Int) -> UnsafePointer<Float>? {
    let vectors = index == 0 ? vectors : levels[index - 1].layout.vectors
    return vectors.slope.map { dense + $0 }
  }

  /// Sums what documents gave to the vectors, in their order: into the gradient of the dense buffer.
  func sumVectorGradients(_ gradient: UnsafeMutablePointer<Float>) {
    let documents = starts.count - 1
    func sum(_ part: Int, into out: UnsafeMutablePointer<Float>) {
      out.update(repeating: 0, count: stride)
      for b in 0..<documents {
        let own = documentGradient.base + b * perDocument + part * stride
        for f in 0..<stride { out[f] += own[f] }
      }
    }
    if let slope = vectors.slope { sum(0, into: gradient + slope) }
    for (index, level) in levels.enumerated() {
      if let slope = level.layout.vectors.slope { sum(index + 1, into: gradient + slope) }
      level.sumVectorGradients(gradient)
    }
    if let query = vectors.poolingQuery { sum(levels.count + 1, into: gradient + query) }
    sumRows(sumGradient.base, count: starts[documents], stride: stride, into: gradient + vectors.bias)
  }
}

/// out = Σ of `count` rows.
func sumRows(
  _ rows: UnsafePointer<Float>, count: Int, stride: Int, into out: UnsafeMutablePointer<Float>
) {
  out.update(repeating: 0, count: stride)
  for row in 0..<count {
    for f in 0..<stride { out[f] += rows[row * stride + f] }
  }
}

extension Activation {
  /// As the row loops call it.
  var kind: tcm_activation {
    switch self {
    case .relu: tcm_relu
    case .prelu: tcm_prelu
    case .sigmoid: tcm_logistic
    case .tanh: tcm_tanh
    case .identity: tcm_identity
    }
  }
}
