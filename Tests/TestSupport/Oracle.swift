import ConvolutionModel
import TensorMath

/// The whole network as the design's formulas say it, in Double, window by window and word by word: no projection,
/// no blocks, no padding. The slow twin of `TrainingPass` and `ProjectedVocabulary`.
package struct Oracle {
  package struct Outcome {
    /// After dropout, `[B, features]`.
    package var features: [Double] = []
    /// `[B, C]`
    package var probabilities: [Double] = []
    package var loss = 0.0
    /// How far the nearest decision is from turning: the least distance of a winning window from a different one, or
    /// of a winner from the bend of its activation. A derivative means something only if this is wide.
    package var margin = Double.infinity
  }

  package let configuration: TextCNNConfiguration
  package let classes: Int
  /// By name; layouts as in the design.
  package var tensors: [String: [Double]]
  /// 0/1 for each document and feature, and the share that is kept.
  package var mask: [UInt8]?
  package var keep = 1.0
  package var classWeights: [Double]?
  package var smoothing = 0.0
  package var focusing = 0.0

  package init(_ model: TextCNN) {
    configuration = model.configuration
    classes = model.classes
    tensors = Dictionary(uniqueKeysWithValues: model.tensors.map { ($0.name, $0.values.map { Double($0) }) })
  }

  package func run(_ documents: [[Int32]], labels: [Int32]) -> Outcome {
    var outcome = Outcome()
    let widths = configuration.widths.map { Width(self, $0) }
    let featureCount = configuration.filters * widths.count
    let output = tensors["output.weight"]!
    let bias = tensors["output.bias"]!
    var totalWeight = 0.0
    for (b, (document, label)) in zip(documents, labels).enumerated() {
      var features: [Double] = []
      for width in widths { features += width.features(of: document, margin: &outcome.margin) }
      if let mask {
        for f in 0..<featureCount { features[f] *= Double(mask[b * featureCount + f]) / keep }
      }
      let logits = (0..<classes).map { c in
        bias[c] + (0..<featureCount).reduce(0) { $0 + output[c * featureCount + $1] * features[$1] }
      }
      let greatest = logits.max()!
      let logSum = greatest + logarithm(logits.reduce(0) { $0 + exponential($1 - greatest) })
      let weight = classWeights?[Int(label)] ?? 1
      let p = logits.map { exponential($0 - logSum) }
      let target = (0..<classes).map {
        (1 - smoothing) * ($0 == Int(label) ? 1 : 0) + smoothing / Double(classes)
      }
      let focus = focusing > 0 ? exponential(focusing * logarithm(1 - p[Int(label)])) : 1
      outcome.loss += weight * focus * (0..<classes).reduce(0) { $0 + target[$1] * (logSum - logits[$1]) }
      totalWeight += weight
      outcome.features += features
      outcome.probabilities += logits.map { exponential($0 - logSum) }
    }
    outcome.loss /= totalWeight
    return outcome
  }

  /// ∂loss/∂tensor[index] by central difference.
  package func slope(
    of tensor: String, at index: Int, _ documents: [[Int32]], labels: [Int32], step: Double = 1e-5
  ) -> Double {
    var moved = self
    let value = tensors[tensor]![index]
    moved.tensors[tensor]![index] = value + step
    let above = moved.run(documents, labels: labels).loss
    moved.tensors[tensor]![index] = value - step
    let below = moved.run(documents, labels: labels).loss
    return (above - below) / (2 * step)
  }
}

/// One width of the convolution.
private struct Width {
  let n: Int
  let d: Int
  let filters: Int
  let kernel: KernelConfiguration
  let activation: Activation
  let embedding: [Double]
  let weight: [Double]
  let bias: [Double]
  let slope: [Double]?
  let scoreBias: [Double]?
  let query: [Double]?

  init(_ oracle: Oracle, _ n: Int) {
    self.n = n
    d = oracle.configuration.dimension
    filters = oracle.configuration.filters
    kernel = oracle.configuration.kernel
    activation = oracle.configuration.activation
    embedding = oracle.tensors["embedding"]!
    weight = oracle.tensors["conv\(n).weight"]!
    bias = oracle.tensors["conv\(n).bias"]!
    slope = oracle.tensors["conv\(n).slope"]
    scoreBias = oracle.tensors["attention\(n).bias"]
    query = oracle.tensors["attention\(n).query"]
  }

  /// max over windows of activation(z), for each filter.
  func features(of document: [Int32], margin: inout Double) -> [Double] {
    let windows = document.isEmpty ? 1 : document.count + n - 1
    let sums = (0..<windows).map { window($0, of: document) }
    return (0..<filters).map { f in
      // Which window wins is a matter of z where the activation only rises, and of the value with PReLU.
      let keys = sums.map { activation == .prelu ? value($0[f], f) : $0[f] }
      let best = keys.max()!
      for (key, z) in zip(keys, sums) {
        let gap = best - key
        // Closer than this they are one function, as the windows of a repeated word may be.
        if gap > 1e-12 {
          if activation != .relu || best > 0 { margin = min(margin, gap) }
        } else {
          bend(z[f], &margin)
        }
      }
      return value(sums[keys.firstIndex(of: best)!][f], f)
    }
  }

  /// The distance of a winner from the bend of its activation.
  private func bend(_ z: Double, _ margin: inout Double) {
    if activation == .relu || activation == .prelu { margin = min(margin, abs(z)) }
  }

  private func value(_ z: Double, _ f: Int) -> Double {
    switch activation {
    case .relu: max(z, 0)
    case .prelu: z > 0 ? z : slope![f] * z
    case .sigmoid: 1 / (1 + exponential(-z))
    case .tanh: 1 - 2 / (exponential(2 * z) + 1)
    case .identity: z
    }
  }

  /// z of every filter at window i.
  private func window(_ i: Int, of document: [Int32]) -> [Double] {
    // Padding is nil.
    let words = (0..<n).map { k in
      let t = i + k - (n - 1)
      return document.indices.contains(t) ? Int(document[t]) : nil
    }
    let heads = scoreBias == nil ? 1 : kernel.heads
    let a = (0..<heads).map { weights(of: words, head: $0) }
    let windows = document.isEmpty ? 1 : document.count + n - 1
    let region = kernel.kind == .local ? kernel.regions * i / windows : 0
    return (0..<filters).map { f in
      var z = bias[f]
      for (k, word) in words.enumerated() {
        guard let word else { continue }
        let row = kernel.offsets == .each ? ((region * filters + f) * n + k) * d : f * d
        z += a[f * heads / filters][k] * dot(weight, row, word)
      }
      return z
    }
  }

  /// a of a window's words.
  private func weights(of words: [Int?], head h: Int) -> [Double] {
    guard let scoreBias else { return [Double](repeating: 1, count: n) }
    var s = (0..<n).map { scoreBias[h * n + $0] }
    if let query {
      for k in 0..<n {
        switch kernel.mode {
        case .position: if let word = words[k] { s[k] += dot(query, (h * n + k) * d, word) }
        case .center: if let word = words[n / 2] { s[k] += dot(query, (h * n + k) * d, word) }
        case .window:
          for (j, word) in words.enumerated() {
            if let word { s[k] += dot(query, ((h * n + k) * n + j) * d, word) }
          }
        }
      }
    }
    let real = (0..<n).filter { words[$0] != nil }
    switch kernel.normalizer {
    case .softmax:
      let sum = real.reduce(0) { $0 + exponential(s[$1]) }
      return s.map { Double(real.count) * exponential($0) / sum }
    case .sigmoid: return s.map { 2 / (1 + exponential(-$0)) }
    case .linear: return s.map { 1 + $0 }
    }
  }

  private func dot(_ rows: [Double], _ row: Int, _ word: Int) -> Double {
    var sum = 0.0
    for i in 0..<d { sum += rows[row + i] * embedding[word * d + i] }
    return sum
  }
}
