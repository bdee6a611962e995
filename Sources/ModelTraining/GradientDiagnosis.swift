import TensorMath

/// What the layers of a training say, step by step, of its health: where gradients vanish or explode, which units are dead
/// or saturated, and what moves too much or not at all.
///
/// Bounds are rules of thumb, made to find what is out of order by a factor of many. Sources: Hochreiter 1991 and Glorot
/// & Bengio 2010 for gradients from layer to layer; Bottou 2012, "Stochastic Gradient Descent Tricks", for moves of a
/// thousandth of the weights.
public struct GradientDiagnosis: Sendable {
  /// One layer over all steps.
  public struct Layer: Sendable, Equatable {
    public var name: String
    /// Medians over all steps.
    public var gradientNorm: Double
    public var weightNorm: Double
    public var updateRatio: Double
    public var signalNorm: Double?
    /// Means over the last tenth of the steps.
    public var deadShare: Double?
    public var saturatedShare: Double?
  }

  /// Something out of order, and where.
  public enum Finding: Sendable, Equatable {
    /// The gradient shrinks from the convolution `from` down to `to`: to `factor` of its size a layer.
    case vanishes(from: String, to: String, factor: Double, total: Double)
    case explodes(from: String, to: String, factor: Double, total: Double)
    /// A layer's gradient is many times larger in the end than in the beginning, and the loss too; or it is not finite.
    case grows(layer: String, by: Double)
    /// No gradient reaches the layer in the end.
    case silent(layer: String)
    case dead(layer: String, share: Double)
    case saturated(layer: String, share: Double)
    case movesTooMuch(layer: String, ratio: Double)
    case hardlyMoves(layer: String, ratio: Double)
  }

  public let stepCount: Int
  /// From below to above.
  public let layers: [Layer]
  public let findings: [Finding]

  /// - Precondition: There are steps, and all have the same layers.
  public init(_ steps: [StepRecord]) {
    stepCount = steps.count
    let tenth = max(1, steps.count / 10)
    let (first, last) = (steps.prefix(tenth), steps.suffix(tenth))
    func median(_ steps: ArraySlice<StepRecord>, _ value: (StepRecord.Layer) -> Double?, _ layer: Int)
      -> Double?
    {
      let values = steps.compactMap { value($0.layers[layer]) }.sorted()
      return values.isEmpty ? nil : values[values.count / 2]
    }
    func mean(_ value: (StepRecord.Layer) -> Double?, _ layer: Int) -> Double? {
      let values = last.compactMap { value($0.layers[layer]) }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    let all = steps[...]
    layers = steps[0].layers.indices.map { index in
      Layer(
        name: steps[0].layers[index].name, gradientNorm: median(all, { $0.gradientNorm }, index)!,
        weightNorm: median(all, { $0.weightNorm }, index)!,
        updateRatio: median(all, { $0.updateRatio }, index)!,
        signalNorm: median(all, { $0.signalNorm }, index), deadShare: mean({ $0.deadShare }, index),
        saturatedShare: mean({ $0.saturatedShare }, index))
    }
    var findings = Self.chains(layers)
    // A gradient that begins near nothing may well grow while the network learns.
    func meanLoss(_ steps: ArraySlice<StepRecord>) -> Double {
      steps.reduce(0) { $0 + $1.loss } / Double(steps.count)
    }
    let learns = meanLoss(last) < meanLoss(first)
    for (index, layer) in layers.enumerated() {
      let early = median(first, { $0.gradientNorm }, index)!
      let late = median(last, { $0.gradientNorm }, index)!
      let isFinite = last.allSatisfy { $0.layers[index].gradientNorm.isFinite }
      if !isFinite || (!learns && early > 0 && late > 100 * early) {
        findings.append(.grows(layer: layer.name, by: isFinite ? late / early : .infinity))
      }
      if late == 0, early > 0 { findings.append(.silent(layer: layer.name)) }
      if let share = layer.deadShare, share > 0.2 { findings.append(.dead(layer: layer.name, share: share)) }
      if let share = layer.saturatedShare, share > 0.5 {
        findings.append(.saturated(layer: layer.name, share: share))
      }
      guard layer.weightNorm > 0, layer.gradientNorm > 0 else { continue }
      if layer.updateRatio > 0.1 {
        findings.append(.movesTooMuch(layer: layer.name, ratio: layer.updateRatio))
      }
      if layer.updateRatio < 1e-6 {
        findings.append(.hardlyMoves(layer: layer.name, ratio: layer.updateRatio))
      }
    }
    self.findings = findings
  }

  /// Convolutions of one width, one above the other: `conv3`, `conv3.2`, `conv3.3` …
  private static func chains(_ layers: [Layer]) -> [Finding] {
    layers.compactMap { bottom in
      guard bottom.name.hasPrefix("conv"), !bottom.name.contains("."), let low = bottom.signalNorm else {
        return nil
      }
      let above = layers.filter { $0.name.hasPrefix(bottom.name + ".") && $0.signalNorm != nil }
      guard let top = above.last, let high = top.signalNorm, high > 0 else { return nil }
      let total = low / high
      let factor = power(total, 1 / Double(above.count))
      if factor < 0.5 { return .vanishes(from: top.name, to: bottom.name, factor: factor, total: total) }
      if factor > 2 { return .explodes(from: top.name, to: bottom.name, factor: factor, total: total) }
      return nil
    }
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    base <= 0 ? 0 : exponential(exponent * logarithm(base))
  }
}
