import CTensorMath
import TensorMath

/// One document through a network, with what decided: of every feature, the positions that it comes from. The numbers are
/// those of prediction, to the last bit.
package struct DocumentTrace: Sendable {
  /// What one position gives to a feature.
  package struct Part: Sendable, Equatable {
    /// Number of the position: of the window, or with convolutions above the first of the position at the top.
    package var position: Int
    /// The words that it sums; with context, others may have moved their weights.
    package var words: Range<Int>
    /// The filter's activation there.
    package var activation: Float
    /// What it gives to the feature: all of it, or its share where pooling averages.
    package var value: Float
    /// The weight of each of the words in the window: all 1 with static and local kernels; empty with convolutions above
    /// the first, where a word has no one weight.
    package var weights: [Float]
  }

  /// What the linear layer sees, `[features]`.
  package var features: [Float] = []
  /// The parts of every feature; they sum to it. A k-max feature that the document has no window for has none.
  package var parts: [[Part]] = []
  /// `[C]`
  package var logits: [Float] = []
}

extension TextCNN {
  /// Runs a document and keeps what decided.
  ///
  /// - Parameter weights: The weights of its windows, width by width, in place of those that the generator of the first
  ///   convolution gives; nil: those.
  /// - Precondition: Given weights are of a document as long, for the widths and heads of the network.
  /// - Complexity: O(U · N · d), as nothing that was projected is kept: a quarter of a millisecond for a question of ten
  ///   words.
  package func trace(_ document: [Int32], weights: [WindowWeights]? = nil) -> DocumentTrace {
    let words = DistinctWords(document, of: self)
    let projected = ProjectedDocument(layout, words, weights ?? windowWeights(words))
    var trace = DocumentTrace()
    dense.withUnsafePointer { dense in
      projected.fill(words.vectors.base, dense)
      if configuration.usesAllWindows {
        projected.traceTowers(RestingLevels(self), dense, &trace)
      } else {
        projected.traceStrongest(dense, &trace)
      }
      var features = trace.features
      features += [Float](repeating: 0, count: layout.featureStride - features.count)
      trace.logits = [Float](repeating: 0, count: classes)
      layout.classify(features, rows: 1, dense, into: &trace.logits)
    }
    return trace
  }

  /// What a feature of value `value` adds to every logit: output weight times feature, `[C]`.
  package func contributions(of feature: Int, value: Float) -> [Float] {
    (0..<classes).map { dense[layout.outputWeight + $0 * layout.featureStride + feature] * value }
  }

  /// The class whose output weight of a feature exceeds the mean of the others' most, and by how much; where labels do
  /// not exclude each other, the class of the greatest weight, and that weight.
  package func argument(of feature: Int) -> (classIndex: Int, strength: Float) {
    let weights = (0..<classes).map { dense[layout.outputWeight + $0 * layout.featureStride + feature] }
    let sum = weights.reduce(0, +)
    let best = weights.indices.max { weights[$0] < weights[$1] } ?? 0
    guard configuration.output == .softmax, classes > 1 else { return (best, weights[best]) }
    return (best, weights[best] - (sum - weights[best]) / Float(classes - 1))
  }

  /// The output layer's bias, `[C]`.
  package var outputBias: [Float] {
    get { (0..<classes).map { dense[layout.outputBias + $0] } }
    set {
      precondition(newValue.count == classes, "\(newValue.count) biases, \(classes) classes")
      for c in 0..<classes { dense[layout.outputBias + c] = newValue[c] }
    }
  }
}

/// The words of one document, projected for it alone.
private struct ProjectedDocument {
  let layout: ParameterLayout
  let tokens: [Int32]
  let count: Int
  let distinct: Int
  /// Width by width; none where all are 1.
  private let weights: [WindowWeights]
  private let projection = Scratch<Float>()

  var configuration: TextCNNConfiguration { layout.configuration }

  init(_ layout: ParameterLayout, _ words: DistinctWords, _ weights: [WindowWeights]) {
    precondition(
      weights.count == layout.scores.count
        && zip(weights, layout.scores).allSatisfy {
          $0.width == $1.width && $0.heads == $1.heads && $0.tokenCount == words.tokenCount
        }, "weights of another document or network")
    self.layout = layout
    self.weights = weights
    tokens = words.tokens
    count = words.tokenCount
    distinct = words.count
    projection.reserve(distinct * layout.projectionStride)
  }

  func fill(_ x: UnsafePointer<Float>, _ dense: UnsafePointer<Float>) {
    let d = layout.rowStride
    tcm_project_rows(
      x, d, distinct, dense, layout.kernelRows, d, projection.base, layout.projectionStride)
  }

  /// The weights of all windows in a block's head, `[n, padded windows]`; nil where all are 1.
  private func weights(_ block: ParameterLayout.Block) -> [Float]? {
    weights.isEmpty ? nil : Array(weights[block.widthIndex][head: block.head])
  }

  private func part(
    window: Int, _ block: ParameterLayout.Block, _ a: [Float]?, activation: Float, share: Float
  ) -> DocumentTrace.Part {
    let first = window - (block.width - 1)
    let words = min(max(first, 0), count)..<max(0, min(first + block.width, count))
    let stride = tcm_window_stride(count, block.width)
    return DocumentTrace.Part(
      position: window, words: words, activation: activation, value: activation * share,
      weights: words.map { word in a.map { $0[(word - first) * stride + window] } ?? 1 })
  }

  /// By strongest windows, as `RestingPanel` does.
  func traceStrongest(_ dense: UnsafePointer<Float>, _ trace: inout DocumentTrace) {
    for block in layout.blocks {
      let a = weights(block)
      var values = [Float](repeating: 0, count: block.filterCount)
      var winners = [Int32](repeating: 0, count: block.filterCount)
      let ngrams = NgramBlock(
        block, of: layout, dense: dense, projection: projection.base + block.firstRow,
        stride: layout.projectionStride)
      ngrams.findStrongest(tokens, count: count, weights: a, strongest: &values, winners: &winners)
      for (filter, (z, window)) in zip(values, winners).enumerated() {
        let slope = ngrams.slope.map { $0[filter] } ?? 0
        let feature = configuration.activation.value(z, slope: slope)
        trace.features.append(feature)
        trace.parts.append([part(window: Int(window), block, a, activation: feature, share: 1)])
      }
    }
  }

  /// By towers.
  func traceTowers(
    _ levels: RestingLevels, _ dense: UnsafePointer<Float>, _ trace: inout DocumentTrace
  ) {
    for widthIndex in configuration.widths.indices {
      let tower = Tower(layout, widthIndex: widthIndex, product: .reproducible(levels))
      tower.prepare(tokens: [count], dense, isTraining: false)
      let blocks = layout.blocks.filter { $0.widthIndex == widthIndex }
      let a = blocks.map { weights($0) }
      for (block, a) in zip(blocks, a) {
        var windows = layout.windows(
          block, projection: projection.base + block.firstRow, stride: layout.projectionStride, isHalf: false,
          bias: dense + layout.vectors[widthIndex].bias + block.filters.lowerBound)
        let z = tower.sums.base + block.filters.lowerBound
        if let a {
          tcm_sum_windows(&windows, tokens, count, a, z, tower.stride)
        } else {
          tcm_sum_windows(&windows, tokens, count, nil, z, tower.stride)
        }
      }
      var features = [Float](repeating: 0, count: configuration.featuresPerWidth)
      tower.findFeatures(0, dense, into: &features)
      for feature in features.indices {
        let filter = feature % configuration.filters
        let own = blocks.firstIndex { $0.filters.contains(filter) }!
        trace.features.append(features[feature])
        trace.parts.append(
          tower.parts(of: feature).map { position, share in
            let activation = tower.activations[position * tower.stride + filter]
            if tower.levels.isEmpty {
              return part(window: position, blocks[own], a[own], activation: activation, share: share)
            }
            return DocumentTrace.Part(
              position: position,
              words: words(under: position, level: tower.levels.count, tower, width: blocks[own].width),
              activation: activation, value: activation * share, weights: [])
          })
      }
    }
  }

  /// The words that a position sees: its own three below and those of its neighbours.
  private func words(under position: Int, level: Int, _ tower: Tower, width: Int) -> Range<Int> {
    var positions = position...position
    for index in (0..<level).reversed() {
      let count = tower.levels[index].count(0)
      let below = index > 0 ? tower.levels[index - 1].count(0) : tower.starts[1]
      let first = max(0, positions.lowerBound - 1)
      let last = min(count - 1, positions.upperBound + 1)
      positions = 2 * first...min(below - 1, 2 * last + 2)
    }
    let first = positions.lowerBound - (width - 1)
    return min(max(first, 0), count)..<max(0, min(positions.upperBound + 1, count))
  }
}
