import TensorMath

/// How one layer fares in a step.
package struct LayerState: Sendable, Equatable {
  /// As its tensors begin: `embedding`, `conv3`, `attention3`, `conv3.2`, `output`.
  package var name: String
  /// L2 norms of ∂L/∂parameters and of the parameters; of the embedding, those of the batch's words.
  package var gradientNorm: Double
  package var weightNorm: Double
  /// L2 norm of ∂L/∂z of a convolution's sums over the batch: what arrives there from above.
  package var signalNorm: Double?
  /// The share of filters whose activation is flat wherever it was looked at, so that they cannot learn: relu's z ≤ 0.
  package var deadShare: Double?
  /// The share of activations near the end of their range: sigmoid beyond 0.05 … 0.95, tanh beyond ±0.95.
  package var saturatedShare: Double?
}

extension TrainingPass {
  /// How the layers fared in the pass that was just run with the parameters `dense`.
  ///
  /// - Parameter differentiatesWords: As the pass was told.
  package func layerStates(
    _ dense: AlignedFloats, _ batch: Batch, differentiatesWords: Bool
  ) -> [LayerState] {
    let all = [0..<batch.words.count * layout.rowStride]
    var states = [
      LayerState(
        name: "embedding", gradientNorm: differentiatesWords ? norm(wordGradient.base, all) : 0,
        weightNorm: norm(words.base, all))
    ]
    dense.withUnsafePointer { weights in
      gradient.withUnsafePointer { gradient in
        for (name, ranges) in layout.layers {
          states.append(
            LayerState(
              name: name, gradientNorm: norm(gradient, ranges), weightNorm: norm(weights, ranges)))
        }
      }
      for (widthIndex, width) in layout.configuration.widths.enumerated() {
        for level in 1...layout.configuration.depth {
          let name = level == 1 ? "conv\(width)" : "conv\(width).\(level)"
          guard let state = states.firstIndex(where: { $0.name == name }) else { continue }
          let units =
            towers.isEmpty
            ? strongestUnits(widthIndex, batch, weights) : towers[widthIndex].units(level: level, weights)
          states[state].signalNorm = units.gradientNorm
          states[state].deadShare = units.deadShare
          states[state].saturatedShare = units.saturatedShare
        }
      }
    }
    return states
  }

  /// L2 norm of the move of the batch's word vectors since the pass was run.
  package func wordMove(_ model: TextCNN, _ batch: Batch) -> Double {
    let stride = layout.rowStride
    var sum = 0.0
    withUnsafeTemporaryAllocation(of: Float.self, capacity: batch.words.count * stride + 1) { now in
      let now = now.baseAddress!
      model.embedding.withUnsafePointer { gather(batch, batch.words.indices, $0, into: now) }
      for i in 0..<batch.words.count * stride {
        let move = Double(now[i] - words[i])
        sum += move * move
      }
    }
    return sum.squareRoot()
  }

  /// The strongest windows of one width.
  private func strongestUnits(_ widthIndex: Int, _ batch: Batch, _ dense: UnsafePointer<Float>) -> UnitCount {
    let filters = layout.configuration.filters
    var units = UnitCount(layout.configuration.activation, filters: filters)
    let slope = layout.vectors[widthIndex].slope.map { dense + $0 }
    for b in 0..<batch.count {
      let start = b * layout.featureStride + widthIndex * filters
      units.add(strongest.base + start, slope, gradient: strongestGradient.base + start)
    }
    return units
  }
}

extension Tower {
  /// All positions of one level, 1 … D.
  func units(level: Int, _ dense: UnsafePointer<Float>) -> UnitCount {
    var units = UnitCount(configuration.activation, filters: configuration.filters)
    let vectors = level == 1 ? vectors : levels[level - 2].layout.vectors
    let slope = vectors.slope.map { dense + $0 }
    for b in 0..<starts.count - 1 {
      let rows = level == 1 ? starts[b + 1] - starts[b] : levels[level - 2].count(b)
      let x = level == 1 ? sums.base + starts[b] * stride : levels[level - 2].output(b)
      let dx = level == 1 ? sumGradient.base + starts[b] * stride : levels[level - 2].outputGradient(b)
      for row in 0..<rows { units.add(x + row * stride, slope, gradient: dx + row * stride) }
    }
    return units
  }
}

/// What the units of a layer do, over rows of sums.
struct UnitCount {
  private let activation: Activation
  private var isAlive: [Bool]
  private var saturated = 0
  private var count = 0
  private var square = 0.0

  init(_ activation: Activation, filters: Int) {
    self.activation = activation
    isAlive = [Bool](repeating: false, count: filters)
  }

  mutating func add(
    _ z: UnsafePointer<Float>, _ slope: UnsafePointer<Float>?, gradient: UnsafePointer<Float>
  ) {
    for f in isAlive.indices {
      let slope = slope.map { $0[f] } ?? 0
      let value = activation.value(z[f], slope: slope)
      if activation.derivative(z[f], value: value, slope: slope) != 0 { isAlive[f] = true }
      switch activation {
      case .sigmoid where value < 0.05 || value > 0.95: saturated += 1
      case .tanh where abs(value) > 0.95: saturated += 1
      default: break
      }
      square += Double(gradient[f]) * Double(gradient[f])
    }
    count += isAlive.count
  }

  var gradientNorm: Double { square.squareRoot() }
  var deadShare: Double { Double(isAlive.count { !$0 }) / Double(max(1, isAlive.count)) }
  var saturatedShare: Double { Double(saturated) / Double(max(1, count)) }
}

/// √Σx² over some ranges.
private func norm(_ x: UnsafePointer<Float>, _ ranges: [Range<Int>]) -> Double {
  var sum = 0.0
  for range in ranges { for i in range { sum += Double(x[i]) * Double(x[i]) } }
  return sum.squareRoot()
}

extension ParameterLayout {
  /// Where in the dense buffer the tensors of each layer lie, from below to above.
  package var layers: [(name: String, ranges: [Range<Int>])] {
    var layers: [(name: String, ranges: [Range<Int>])] = []
    for place in places {
      let name = place.name.split(separator: ".").dropLast().joined(separator: ".")
      let ranges = place.runs.map { $0..<$0 + place.runLength }
      if let layer = layers.firstIndex(where: { $0.name == name }) {
        layers[layer].ranges += ranges
      } else {
        layers.append((name, ranges))
      }
    }
    return layers
  }
}
