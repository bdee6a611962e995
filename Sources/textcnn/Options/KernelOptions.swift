import ArgumentParser
import ConvolutionModel

extension KernelConfiguration.Kind: ExpressibleByArgument {}
extension KernelConfiguration.Mode: ExpressibleByArgument {}
extension KernelConfiguration.Offsets: ExpressibleByArgument {}
extension KernelConfiguration.Normalizer: ExpressibleByArgument {}
extension KernelConfiguration.Generator: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension Pooling: ExpressibleByArgument {}

/// The kind of kernel.
struct KernelKindOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How windows weight their words: all alike; by weights generated from the words; or alike, with kernels of "
        + "their own in each region of the document. "
        + "Default: \(Defaults.network.kernel.kind.rawValue).",
      valueName: "kernel"))
  var kernel: KernelConfiguration.Kind?
}

/// The shape of the network, but for the kind of kernel. What is not given keeps the default or the preset's value.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With attention: which words move a word's weight. Default: \(Defaults.network.kernel.mode.rawValue).",
      valueName: "mode"))
  var mode: KernelConfiguration.Mode?

  @Option(
    help: ArgumentHelp(
      "Whether each place of a window has weights of its own, or all share them. "
        + "Default: \(Defaults.network.kernel.offsets.rawValue).",
      valueName: "offsets"))
  var offsets: KernelConfiguration.Offsets?

  @Option(
    help: ArgumentHelp(
      "With attention or shared offsets: how scores become weights. "
        + "Default: \(Defaults.network.kernel.normalizer.rawValue).",
      valueName: "normalizer"))
  var normalizer: KernelConfiguration.Normalizer?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With attention or shared offsets: sets of weights a window has, which the filters are divided among. "
        + "Default: \(Defaults.network.kernel.heads).",
      valueName: "count"))
  var heads: Int?

  @Option(
    help: ArgumentHelp(
      "With attention: whether what generates the weights is learned, or stays as it was drawn, as a control. "
        + "Default: \(Defaults.network.kernel.generator.rawValue).",
      valueName: "generator"))
  var generator: KernelConfiguration.Generator?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With attention and --mode window: how many words to either side of a window also move its weights. "
        + "Default: \(Defaults.network.kernel.context).",
      valueName: "count"))
  var context: Int?

  @Flag(
    help: ArgumentHelp(
      "With attention: each head learns how far its weights leave those of the static kernel."))
  var gate = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With local kernels: regions of a document, all as long, that have kernels of their own; for texts whose "
        + "beginning, middle and end differ in kind. Default: \(Defaults.network.kernel.regions).",
      valueName: "count"))
  var regions: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words that windows span, ascending, with commas between. Default: \(Defaults.widths).",
      valueName: "numbers"),
    transform: NumberList.init(parsing:))
  var widths: NumberList?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Filters for each width. Default: \(Defaults.network.filters).", valueName: "count"))
  var filters: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Numbers that stand for a word. Default: \(Defaults.network.dimension), or what the --store has.",
      valueName: "count"))
  var dimension: Int?

  @Option(
    help: ArgumentHelp(
      "What follows the convolution. Default: \(Defaults.network.activation.rawValue).",
      valueName: "function"))
  var activation: Activation?

  @Option(
    help: ArgumentHelp(
      "How a filter's values in all windows become features: the greatest; the k greatest; their mean; or their mean "
        + "weighted by attention. Default: \(Defaults.network.pooling.rawValue).",
      valueName: "pooling"))
  var pooling: Pooling?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With k-max pooling: how many windows a filter keeps. Default: \(Defaults.network.keptWindows).",
      valueName: "k"))
  var keptWindows: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Convolutions one above the other, which combine phrases into larger ones; for long texts. Default: "
        + "\(Defaults.network.depth).",
      valueName: "count"))
  var depth: Int?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "With --depth: whether a convolution adds to what is below it, or replaces it. Default: --residual."))
  var residual: Bool?

  func apply(to configuration: inout TextCNNConfiguration) {
    if let mode { configuration.kernel.mode = mode }
    if let offsets { configuration.kernel.offsets = offsets }
    if let normalizer { configuration.kernel.normalizer = normalizer }
    if let heads { configuration.kernel.heads = heads }
    if let generator { configuration.kernel.generator = generator }
    if let context { configuration.kernel.context = context }
    if gate { configuration.kernel.isGated = true }
    if let regions { configuration.kernel.regions = regions }
    if let widths { configuration.widths = widths.numbers }
    if let filters { configuration.filters = filters }
    if let dimension { configuration.dimension = dimension }
    if let activation { configuration.activation = activation }
    if let pooling { configuration.pooling = pooling }
    if let keptWindows { configuration.keptWindows = keptWindows }
    if let depth { configuration.depth = depth }
    if let residual { configuration.isResidual = residual }
  }

  func validate() throws {
    // The library minds heads only where there are generated weights to divide.
    if let heads, heads < 1 { throw ValidationError("there are \(heads) heads; use at least 1") }
    if let regions, regions < 1 { throw ValidationError("there are \(regions) regions; use at least 1") }
    // Only k-max pooling looks at it.
    if let keptWindows, keptWindows < 1 {
      throw ValidationError("--kept-windows is \(keptWindows); use at least 1")
    }
  }
}
