import CTensorMath

/// The shape of a text-CNN: what is settled before it sees a corpus. Source: Kim 2014, <https://arxiv.org/abs/1408.5882>.
public struct TextCNNConfiguration: Codable, Sendable, Hashable {
  /// d: how many numbers stand for a word.
  public var dimension: Int
  /// n: how many words a window of each convolution spans; distinct, ascending, 1 to 16.
  public var widths: [Int]
  /// F: filters per width.
  public var filters: Int
  /// How a window's words are weighted before they are summed.
  public var kernel: KernelConfiguration
  /// What is applied to a window's sum.
  public var activation: Activation
  /// How a filter's activations at all windows become features.
  public var pooling: Pooling
  /// k: how many windows a filter keeps; with k-max pooling only.
  public var keptWindows: Int
  /// D: how many convolutions stand one above the other. Those above the first combine phrases into larger ones, in the
  /// manner of DPCNN (Johnson & Zhang 2017, <https://aclanthology.org/P17-1052>).
  public var depth: Int
  /// Whether a convolution above the first adds to what is below it, or replaces it.
  public var isResidual: Bool
  /// How logits become probabilities: whether a document has one label or any number of them.
  public var output = OutputFunction.softmax

  /// Kim's shape with static kernels, unless told otherwise.
  public init(
    dimension: Int = 300, widths: [Int] = [3, 4, 5], filters: Int = 100,
    kernel: KernelConfiguration = .init(),
    activation: Activation = .relu, pooling: Pooling = .max, keptWindows: Int = 3, depth: Int = 1,
    isResidual: Bool = true
  ) {
    self.dimension = dimension
    self.widths = widths
    self.filters = filters
    self.kernel = kernel
    self.activation = activation
    self.pooling = pooling
    self.keptWindows = keptWindows
    self.depth = depth
    self.isResidual = isResidual
  }

  /// Files say nothing of what did not exist when they were written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      dimension: try container.decode(Int.self, forKey: .dimension),
      widths: try container.decode([Int].self, forKey: .widths),
      filters: try container.decode(Int.self, forKey: .filters),
      kernel: try container.decode(KernelConfiguration.self, forKey: .kernel),
      activation: try container.decode(Activation.self, forKey: .activation))
    pooling = try container.decodeIfPresent(Pooling.self, forKey: .pooling) ?? pooling
    keptWindows = try container.decodeIfPresent(Int.self, forKey: .keptWindows) ?? keptWindows
    depth = try container.decodeIfPresent(Int.self, forKey: .depth) ?? depth
    isResidual = try container.decodeIfPresent(Bool.self, forKey: .isResidual) ?? isResidual
    output = try container.decodeIfPresent(OutputFunction.self, forKey: .output) ?? output
  }

  /// How many features a filter has.
  package var featuresPerFilter: Int { pooling == .kMax ? keptWindows : 1 }
  /// How many features the filters of one width have.
  package var featuresPerWidth: Int { filters * featuresPerFilter }
  /// Whether more than a filter's strongest window matters, for its features or for a convolution above.
  package var usesAllWindows: Bool { pooling != .max || depth > 1 }
  /// How many neighbours a convolution above the first spans.
  package static let upperWidth = 3
  /// The kernels of the convolutions above the first. There are no regions of a text up there.
  package var upperKernel: KernelConfiguration { kernel.kind == .local ? KernelConfiguration() : kernel }

  /// The widest window: one vector of 16 lanes holds the scores of its words.
  public static let greatestWidth = 16
  /// Words to either side of a window that may move its weights: more would be the whole of most documents.
  public static let greatestContext = 16
  /// What the row loops of k-max have room for.
  public static let mostKeptWindows = Int(TCM_MOST_KEPT)

  /// Throws `ConfigurationError` where the numbers describe no network.
  public func validate() throws(ConfigurationError) {
    func require(_ holds: Bool, _ message: @autoclosure () -> String) throws(ConfigurationError) {
      if !holds { throw ConfigurationError(message()) }
    }
    try require(
      (1...4096).contains(dimension), "the dimension is \(dimension); it must be from 1 to 4096")
    try require((1...65_536).contains(filters), "there are \(filters) filters; use 1 to 65536 for each width")
    try require(!widths.isEmpty, "no window width is given; use for instance 3,4,5")
    for width in widths {
      try require(
        (1...Self.greatestWidth).contains(width),
        "a window width is \(width); it must be from 1 to \(Self.greatestWidth)")
    }
    try require(
      zip(widths, widths.dropFirst()).allSatisfy { $0 < $1 },
      "the window widths are \(widths); give each once, in ascending order")
    try require(
      (1...1000).contains(kernel.regionCount),
      "there are \(kernel.regions) regions; use 1 to 1000 with local kernels")
    try require(
      kernel.kind != .local || kernel.offsets == .each,
      "local kernels have weights of their own for each place; they do not go with shared offsets")
    try require(
      (0...Self.greatestContext).contains(kernel.context),
      "the context is \(kernel.context) words; it must be from 0 to \(Self.greatestContext)")
    try require(
      (1...Self.mostKeptWindows).contains(featuresPerFilter),
      "k-max pooling keeps \(keptWindows) windows; use 1 to \(Self.mostKeptWindows)")
    try require((1...32).contains(depth), "the depth is \(depth); it must be from 1 to 32")
    let weights =
      widths.reduce(0, +) * filters * dimension * kernel.regionCount
      + (depth - 1) * widths.count * filters * filters * upperKernel.placeCount(width: Self.upperWidth)
    try require(
      weights <= 1 << 28,
      "the kernels would have \(weights) weights; use fewer filters or a smaller dimension, for at most \(1 << 28)"
    )
    try require(
      !kernel.hasGenerator || (1...filters).contains(kernel.heads),
      "there are \(kernel.heads) heads for \(filters) filters; a head needs at least one filter")
    try require(
      !kernel.hasFrozenGenerator || depth == 1,
      "the depth is \(depth); random generators are made for word vectors, so use depth 1 or learned ones")
  }
}

/// Options that fit no network, in one sentence.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible, Sendable {
  /// What is wrong, and the mend.
  public let description: String
  package init(_ description: String) { self.description = description }
}

/// What is applied to a window's sum z before the maximum over windows.
public enum Activation: String, Codable, Sendable, CaseIterable {
  /// max(z, 0)
  case relu
  /// z where z > 0, slope · z elsewhere; one learned slope a filter, starting at 0.25 (He et al. 2015).
  case prelu
  /// 1 / (1 + e⁻ᶻ)
  case sigmoid
  /// tanh z
  case tanh
  /// z
  case identity
}
