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
  /// The rows of `embedding`, and behind them of `pieces`, whose mean is a word's vector; nil: word w has row w.
  package var composition: [[Int]]?
  /// What dropout makes of a generated weight: a factor.
  package var weightFactor: (@Sendable (Weight) -> Double)?
  /// A generated weight: of word k in window i of document b, in a head of a level (1 … D) of a width.
  package struct Weight: Sendable {
    package var widthIndex: Int
    package var level: Int
    package var document: Int
    package var head: Int
    package var place: Int
    package var window: Int
    /// How many rows the level sees.
    package var rows: Int
  }
  /// Which labels the documents have, where they may have any number (`Oracle+MultiLabel.swift`).
  package var targets: LabelTargets?

  package init(_ model: TextCNN) {
    configuration = model.configuration
    classes = model.classes
    tensors = Dictionary(uniqueKeysWithValues: model.tensors.map { ($0.name, $0.values.map { Double($0) }) })
  }

  package func run(_ documents: [[Int32]], labels: [Int32]) -> Outcome {
    var outcome = Outcome()
    let widths = configuration.widths.map { Width(self, $0) }
    let featureCount = configuration.featuresPerWidth * widths.count
    let output = tensors["output.weight"]!
    let bias = tensors["output.bias"]!
    var totalWeight = 0.0
    for (b, (document, label)) in zip(documents, labels).enumerated() {
      var features: [Double] = []
      for (index, width) in widths.enumerated() {
        features += width.features(of: document, margin: &outcome.margin) {
          level, rows, head, place, window in
          self.weightFactor?(
            Weight(
              widthIndex: index, level: level, document: b, head: head, place: place, window: window,
              rows: rows))
            ?? 1
        }
      }
      if let mask {
        for f in 0..<featureCount { features[f] *= Double(mask[b * featureCount + f]) / keep }
      }
      let logits = (0..<classes).map { c in
        bias[c] + (0..<featureCount).reduce(0) { $0 + output[c * featureCount + $1] * features[$1] }
      }
      outcome.features += features
      if let targets {
        let (loss, probabilities) = labelwise(logits, targets, combination: Int(label))
        outcome.loss += loss
        outcome.probabilities += probabilities
        totalWeight += 1
        continue
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

/// One width: its convolutions, one above the other, and the pooling of the last.
private struct Width {
  let configuration: TextCNNConfiguration
  let embedding: [[Double]]
  /// Levels 1 … D.
  let levels: [Convolution]
  /// v of attention pooling.
  let query: [Double]?

  init(_ oracle: Oracle, _ n: Int) {
    configuration = oracle.configuration
    let d = configuration.dimension
    let numbers = oracle.tensors["embedding"]! + (oracle.tensors["pieces"] ?? [])
    let rows = (0..<numbers.count / d).map { Array(numbers[$0 * d..<($0 + 1) * d]) }
    embedding =
      oracle.composition?.map { own in
        (0..<d).map { i in own.reduce(0) { $0 + rows[$1][i] } / Double(own.count) }
      } ?? rows
    levels = (1...configuration.depth).map { level in
      level == 1
        ? Convolution(oracle, name: "\(n)", n: n, inputs: d, kernel: oracle.configuration.kernel)
        : Convolution(
          oracle, name: "\(n).\(level)", n: 3, inputs: oracle.configuration.filters,
          kernel: oracle.configuration.upperKernel)
    }
    query = oracle.tensors["pooling\(n).query"]
  }

  func features(
    of document: [Int32], margin: inout Double,
    factor: (_ level: Int, _ rows: Int, _ head: Int, _ place: Int, _ window: Int) -> Double
  ) -> [Double] {
    let words = document.map { embedding[Int($0)] }
    let windows = words.isEmpty ? 1 : words.count + levels[0].n - 1
    var x = (0..<windows).map { levels[0].sum(at: $0, of: words) { factor(1, words.count, $0, $1, $2) } }
    for (number, (below, level)) in zip(levels, levels.dropFirst()).enumerated() {
      let pooled = (0..<max(1, x.count / 2)).map { j in
        strongest(Array(x[2 * j..<min(2 * j + 3, x.count)]), below, isMonotone: true, &margin)
      }
      let active = pooled.map { below.activated($0, &margin) }
      x = pooled.indices.map { j in
        let y = level.sum(at: j + 1, of: active) { factor(number + 2, active.count, $0, $1, $2) }
        return configuration.isResidual ? zip(pooled[j], y).map { $0 + $1 } : y
      }
    }
    let top = levels.last!
    switch configuration.pooling {
    case .max:
      // Which one wins is a matter of z where the activation only rises, and of the value with PReLU.
      let best = strongest(x, top, isMonotone: configuration.activation != .prelu, &margin)
      return best.indices.map { top.value(best[$0], $0) }
    case .kMax:
      return kMax(x.map { top.activated($0, &margin) }, &margin)
    case .mean, .attention:
      let h = x.map { top.activated($0, &margin) }
      let scores = h.map { row in query.map { zip($0, row).reduce(0) { $0 + $1.0 * $1.1 } } ?? 0 }
      let sum = scores.reduce(0) { $0 + exponential($1) }
      return h[0].indices.map { f in zip(h, scores).reduce(0) { $0 + $1.0[f] * exponential($1.1) / sum } }
    }
  }

  /// The x of each filter's strongest row, the earliest of equal ones.
  private func strongest(
    _ rows: [[Double]], _ level: Convolution, isMonotone: Bool, _ margin: inout Double
  ) -> [Double] {
    rows[0].indices.map { f in
      let keys = rows.map { isMonotone ? $0[f] : level.value($0[f], f) }
      let best = keys.max()!
      for (key, row) in zip(keys, rows) {
        let gap = best - key
        // Closer than this they are one function, as the windows of a repeated word may be.
        if gap > 1e-9 * (1 + abs(best)) {
          if level.activation != .relu || best > 0 || configuration.depth > 1 { margin = min(margin, gap) }
        } else {
          level.bend(row[f], &margin)
        }
      }
      return rows[keys.firstIndex(of: best)!][f]
    }
  }

  private func kMax(_ h: [[Double]], _ margin: inout Double) -> [Double] {
    let (k, filters) = (configuration.keptWindows, configuration.filters)
    var features = [Double](repeating: 0, count: k * filters)
    for f in 0..<filters {
      let order = h.indices.sorted { (-h[$0][f], $0) < (-h[$1][f], $1) }
      // Equal ones that are left out matter as little as those of one word: they are the same function.
      if order.count > k {
        let gap = h[order[k - 1]][f] - h[order[k]][f]
        if gap > 1e-9 { margin = min(margin, gap) }
      }
      for (slot, row) in order.prefix(k).sorted().enumerated() { features[slot * filters + f] = h[row][f] }
    }
    return features
  }
}

/// One convolution over rows of numbers: words, or what is below.
private struct Convolution {
  let n: Int
  let d: Int
  let filters: Int
  let kernel: KernelConfiguration
  let activation: Activation
  let weight: [Double]
  let bias: [Double]
  let slope: [Double]?
  let scoreBias: [Double]?
  let query: [Double]?
  let gate: [Double]?

  init(_ oracle: Oracle, name: String, n: Int, inputs: Int, kernel: KernelConfiguration) {
    self.n = n
    d = inputs
    self.kernel = kernel
    filters = oracle.configuration.filters
    activation = oracle.configuration.activation
    weight = oracle.tensors["conv\(name).weight"]!
    bias = oracle.tensors["conv\(name).bias"]!
    slope = oracle.tensors["conv\(name).slope"]
    scoreBias = oracle.tensors["attention\(name).bias"]
    query = oracle.tensors["attention\(name).query"]
    gate = oracle.tensors["attention\(name).gate"]
  }

  /// The distance of a z from the bend of its activation.
  func bend(_ z: Double, _ margin: inout Double) {
    if activation == .relu || activation == .prelu { margin = min(margin, abs(z)) }
  }

  func activated(_ z: [Double], _ margin: inout Double) -> [Double] {
    z.indices.map { f in
      bend(z[f], &margin)
      return value(z[f], f)
    }
  }

  func value(_ z: Double, _ f: Int) -> Double {
    switch activation {
    case .relu: max(z, 0)
    case .prelu: z > 0 ? z : slope![f] * z
    case .sigmoid: 1 / (1 + exponential(-z))
    case .tanh: 1 - 2 / (exponential(2 * z) + 1)
    case .identity: z
    }
  }

  /// z of every filter at window i of the rows.
  func sum(
    at i: Int, of rows: [[Double]], factor: (_ head: Int, _ place: Int, _ window: Int) -> Double
  ) -> [Double] {
    // Padding is nil; before and after the window comes its context.
    let m = kernel.reach
    let surroundings = (-m..<n + m).map { k in
      let t = i + k - (n - 1)
      return rows.indices.contains(t) ? rows[t] : nil
    }
    let window = Array(surroundings[m..<m + n])
    let heads = scoreBias == nil ? 1 : kernel.heads
    let a = (0..<heads).map { h in
      weights(of: window, surroundings, head: h).enumerated().map { k, a in
        a * (scoreBias == nil ? 1 : factor(h, k, i))
      }
    }
    let windows = rows.isEmpty ? 1 : rows.count + n - 1
    let region = kernel.kind == .local ? kernel.regions * i / windows : 0
    return (0..<filters).map { f in
      var z = bias[f]
      for (k, row) in window.enumerated() {
        guard let row else { continue }
        let start = kernel.offsets == .each ? ((region * filters + f) * n + k) * d : f * d
        z += a[f * heads / filters][k] * dot(weight, start, row)
      }
      return z
    }
  }

  /// a of a window's rows, after the gate.
  private func weights(of window: [[Double]?], _ surroundings: [[Double]?], head h: Int) -> [Double] {
    let a = generated(window, surroundings, head: h)
    return gate.map { gate in a.map { 1 + gate[h] * ($0 - 1) } } ?? a
  }

  private func generated(_ window: [[Double]?], _ surroundings: [[Double]?], head h: Int) -> [Double] {
    guard let scoreBias else { return [Double](repeating: 1, count: n) }
    var s = (0..<n).map { scoreBias[h * n + $0] }
    if let query {
      for k in 0..<n {
        switch kernel.mode {
        case .position: if let row = window[k] { s[k] += dot(query, (h * n + k) * d, row) }
        case .center: if let row = window[n / 2] { s[k] += dot(query, (h * n + k) * d, row) }
        case .window:
          for (j, row) in surroundings.enumerated() {
            if let row { s[k] += dot(query, ((h * n + k) * surroundings.count + j) * d, row) }
          }
        }
      }
    }
    let real = (0..<n).filter { window[$0] != nil }
    switch kernel.normalizer {
    case .softmax:
      let sum = real.reduce(0) { $0 + exponential(s[$1]) }
      return s.map { Double(real.count) * exponential($0) / sum }
    case .sigmoid: return s.map { 2 / (1 + exponential(-$0)) }
    case .linear: return s.map { 1 + $0 }
    }
  }

  private func dot(_ rows: [Double], _ start: Int, _ x: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<d { sum += rows[start + i] * x[i] }
    return sum
  }
}
