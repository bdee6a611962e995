import TensorMath

/// The output layers of K networks that each lack other features: some of the networks that dropout has trained together.
///
/// Their mean is the Monte Carlo estimate of what dropout's usual rule, the whole network with its weights scaled,
/// approximates; how far they lie apart says how unsure the network is (Gal & Ghahramani 2016, arXiv 1506.02142). The K
/// networks are the same for every document, so that its answer depends on nothing but its words.
package struct ThinnedOutput: Sendable {
  /// K
  package let samples: Int
  /// O with each feature times 0 or 1 / (1 − p), `[K · C, featureStride]`.
  let weights: AlignedFloats

  /// - Parameters:
  ///   - rate: p, at least 0 and below 1.
  ///   - seed: Chooses the networks.
  package init(_ model: TextCNN, samples: Int, rate: Float, seed: UInt64) {
    let layout = model.layout
    let stride = layout.featureStride
    self.samples = samples
    var weights = AlignedFloats(count: samples * layout.classes * stride)
    var generator = SeededGenerator(seed: seed, purpose: "thinned networks")
    weights.withUnsafeMutablePointer { weights in
      model.dense.withUnsafePointer { dense in
        for sample in 0..<samples {
          let factors = (0..<layout.featureCount).map { _ in generator.uniform() < rate ? 0 : 1 / (1 - rate) }
          for c in 0..<layout.classes {
            let row = weights + (sample * layout.classes + c) * stride
            let whole = dense + layout.outputWeight + c * stride
            for f in 0..<layout.featureCount { row[f] = whole[f] * factors[f] }
          }
        }
      }
    }
    self.weights = weights
  }
}
