import ConvolutionModel

/// How gradients become moves.
public struct OptimizerConfiguration: Codable, Sendable, Hashable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Zeiler 2012, <https://arxiv.org/abs/1212.5701>; ρ = .95, ε = 10⁻⁶. Kim's choice; needs no learning rate.
    case adadelta
    /// Kingma & Ba 2015, <https://arxiv.org/abs/1412.6980>; β = .9, .999, ε = 10⁻⁸.
    case adam
    /// Gradient descent with momentum: b = momentum · b + g, w −= rate · b.
    case sgd
  }

  /// The rule.
  public var kind: Kind
  /// The step size.
  public var learningRate: Float
  /// Of SGD; the others have their own.
  public var momentum: Float

  /// A rule at its usual rate, unless told otherwise.
  public init(_ kind: Kind, learningRate: Float? = nil, momentum: Float = 0.9) {
    self.kind = kind
    self.learningRate = learningRate ?? Self.usualRate(of: kind)
    self.momentum = momentum
  }

  /// 1 for Adadelta, 0.001 for Adam, 0.1 for SGD.
  public static func usualRate(of kind: Kind) -> Float {
    switch kind {
    case .adadelta: 1
    case .adam: 0.001
    case .sgd: 0.1
    }
  }

  package func validate() throws(ConfigurationError) {
    guard learningRate > 0, learningRate.isFinite else {
      throw ConfigurationError("the learning rate is \(learningRate); it must be positive and finite")
    }
    guard (0..<1).contains(momentum) else {
      throw ConfigurationError("the momentum is \(momentum); it must be at least 0 and below 1")
    }
  }

  package func makeRule() -> any UpdateRule {
    switch kind {
    case .adadelta: Adadelta(learningRate: learningRate)
    case .adam: Adam(learningRate: learningRate)
    case .sgd: SGD(learningRate: learningRate, momentum: momentum)
    }
  }
}
