import ArgumentParser
import ConvolutionModel

extension KernelConfiguration.Kind: ExpressibleByArgument {}
extension KernelConfiguration.Mode: ExpressibleByArgument {}
extension KernelConfiguration.Offsets: ExpressibleByArgument {}
extension KernelConfiguration.Normalizer: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}

/// The kind of kernel.
struct KernelKindOption: ParsableArguments {
  @Option(help: ArgumentHelp("How windows weight their words.", valueName: "static|attention"))
  var kernel: KernelConfiguration.Kind?
}

/// The shape of the network, but for the kind of kernel. What is not given keeps the default or the preset's value.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Which words generate a word's weight, with attention.", valueName: "position|center|window"))
  var mode: KernelConfiguration.Mode?

  @Option(help: ArgumentHelp("Weights for each place of a window, or shared by all.", valueName: "each|shared"))
  var offsets: KernelConfiguration.Offsets?

  @Option(help: ArgumentHelp("How scores become weights.", valueName: "softmax|sigmoid|linear"))
  var normalizer: KernelConfiguration.Normalizer?

  @Option(help: "Sets of weights a window has; the filters are divided among them.")
  var heads: Int?

  @Option(help: ArgumentHelp("Words a window spans, ascending.", valueName: "3,4,5"))
  var widths: NumberList?

  @Option(help: "Filters for each width.")
  var filters: Int?

  @Option(help: "Numbers that stand for a word; with --store, the store's.")
  var dimension: Int?

  @Option(help: ArgumentHelp("What follows the convolution.", valueName: "relu|prelu|sigmoid|tanh|identity"))
  var activation: Activation?

  func apply(to configuration: inout TextCNNConfiguration) {
    if let mode { configuration.kernel.mode = mode }
    if let offsets { configuration.kernel.offsets = offsets }
    if let normalizer { configuration.kernel.normalizer = normalizer }
    if let heads { configuration.kernel.heads = heads }
    if let widths { configuration.widths = widths.numbers }
    if let filters { configuration.filters = filters }
    if let dimension { configuration.dimension = dimension }
    if let activation { configuration.activation = activation }
  }
}
