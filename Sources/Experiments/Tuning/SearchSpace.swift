import ConvolutionModel
import Foundation
import ModelTraining
import TensorMath

/// What a random search may choose from. Each part is a list of choices, drawn alike, or a range; a list of one is settled.
public struct SearchSpace: Sendable, Equatable {
  public var kernels: [KernelConfiguration.Kind]
  public var offsets: [KernelConfiguration.Offsets]
  public var widths: [[Int]]
  public var filters: [Int]
  public var dimensions: [Int]
  public var vectors: [TrainingConfiguration.Vectors]
  public var dropouts: [Float]
  public var optimizers: [OptimizerConfiguration.Kind]
  /// Drawn uniformly on a logarithmic scale, as a multiple of the optimizer's usual rate, to two digits; nil: the rate that
  /// the search starts from, which means something for its optimizer only.
  public var rates: ClosedRange<Float>?
  public var batches: [Int]

  /// What is worth trying on most corpora. Zhang & Wallace 2017 (arXiv 1510.03820) found the widths to matter most, then
  /// vectors and filters; a few hundred documents want small batches.
  ///
  /// - Parameter hasStore: Whether there are pre-trained vectors.
  public init(hasStore: Bool) {
    kernels = [.static, .attention]
    offsets = [.each, .shared]
    widths = [[1, 2], [1, 2, 3], [2, 3], [2, 3, 4], [3], [3, 4, 5], [1, 2, 3, 4], [2, 3, 4, 5]]
    filters = [50, 100, 200, 300]
    dimensions = [100, 200, 300]
    vectors = hasStore ? [.random, .tuned, .twoChannel] : [.random]
    dropouts = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    optimizers = [.adam, .adadelta]
    rates = 0.3...3
    batches = [10, 25, 50]
  }

  /// One point of the space, upon a configuration that has everything else.
  func draw(upon base: TrainingConfiguration, using generator: inout SeededGenerator) -> TrainingConfiguration
  {
    func one<Choice>(of choices: [Choice]) -> Choice {
      choices[Int(generator.next().multipliedFullWidth(by: UInt64(choices.count)).high)]
    }
    var configuration = base
    // Every part is drawn, whether it is used or not: so settling one part leaves the others as they were.
    configuration.network.kernel.kind = one(of: kernels)
    let offsets = one(of: offsets)
    // Static kernels with shared offsets lose order, and seldom gain: only attention has a choice.
    if configuration.network.kernel.kind == .attention || self.offsets.count == 1 {
      configuration.network.kernel.offsets = offsets
    }
    configuration.network.widths = one(of: widths)
    configuration.network.filters = one(of: filters)
    let dimension = one(of: dimensions)
    configuration.vectors = one(of: vectors)
    // Pre-trained vectors have the dimension that they have.
    if configuration.vectors == .random { configuration.network.dimension = dimension }
    configuration.dropout = one(of: dropouts)
    let kind = one(of: optimizers)
    let place = generator.uniform()
    let rate = rates.map { rates in
      let factor = rates.lowerBound * pow(rates.upperBound / rates.lowerBound, place)
      return Self.twoDigits(OptimizerConfiguration.usualRate(of: kind) * factor)
    }
    configuration.optimizer = OptimizerConfiguration(
      kind, learningRate: rate ?? base.optimizer.learningRate, momentum: base.optimizer.momentum)
    configuration.batchSize = one(of: batches)
    configuration.network.kernel.heads = min(
      configuration.network.kernel.heads, configuration.network.filters)
    return configuration
  }

  /// Rounded to two significant digits, as people write rates.
  private static func twoDigits(_ rate: Float) -> Float { Float(String(format: "%.1e", rate)) ?? rate }

  /// A point as options of `train`, without the parts that are settled.
  func options(_ configuration: TrainingConfiguration) -> String {
    let network = configuration.network
    let isAttention = network.kernel.kind == .attention
    let parts: [(isOpen: Bool, text: String)] = [
      (kernels.count > 1, "--kernel \(network.kernel.kind.rawValue)"),
      (offsets.count > 1 && isAttention, "--offsets \(network.kernel.offsets.rawValue)"),
      (widths.count > 1, "--widths \(network.widths.map { String($0) }.joined(separator: ","))"),
      (filters.count > 1, "--filters \(network.filters)"),
      (dimensions.count > 1 && configuration.vectors == .random, "--dimension \(network.dimension)"),
      (vectors.count > 1, "--vectors \(configuration.vectors.rawValue)"),
      (dropouts.count > 1, "--dropout \(configuration.dropout)"),
      (optimizers.count > 1, "--optimizer \(configuration.optimizer.kind.rawValue)"),
      (rates != nil, "--learning-rate \(configuration.optimizer.learningRate)"),
      (batches.count > 1, "--batch \(configuration.batchSize)"),
    ]
    return parts.filter(\.isOpen).map(\.text).joined(separator: " ")
  }
}
