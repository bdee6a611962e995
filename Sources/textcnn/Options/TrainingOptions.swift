import ArgumentParser
import ConvolutionModel
import ModelTraining

/// A named set of training options.
enum Preset: String, ExpressibleByArgument, CaseIterable {
  case kim2014

  var configuration: TrainingConfiguration {
    switch self {
    case .kim2014: .kim2014
    }
  }
}

/// How a classifier is trained, but for the kind of kernel.
struct TrainingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Start from a known set-up, with defaults of its own; other options change it.", valueName: "preset"))
  var preset: Preset?

  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Word vectors") var vectors: VectorOptions
  @OptionGroup(title: "Text") var text: TextOptions
  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup var threads: ThreadOptions

  /// The configuration that the options ask for, but for what a store and a tokenizer file decide.
  ///
  /// - Parameter kernel: The kind of kernel; nil: the default's or the preset's.
  func configuration(kernel: KernelConfiguration.Kind?) -> TrainingConfiguration {
    var configuration = preset?.configuration ?? Defaults.training
    if let kernel { configuration.network.kernel.kind = kernel }
    apply(to: &configuration)
    return configuration
  }

  /// Changes what the options name, but for what a store and a tokenizer file decide.
  func apply(to configuration: inout TrainingConfiguration) {
    network.apply(to: &configuration.network)
    text.apply(to: &configuration)
    vectors.apply(to: &configuration)
    learning.apply(to: &configuration)
  }

  /// The configuration for a store of vectors, if there is one, with the tokenizer of the file, if one is named.
  func configuration(
    kernel: KernelConfiguration.Kind?, fitting vectors: PretrainedVectors?
  ) throws -> TrainingConfiguration {
    var configuration = configuration(kernel: kernel)
    try text.tokens.load(into: &configuration.tokenizer)
    if let vectors {
      try vectors.fit(&configuration, dimensionIsChosen: network.dimension != nil)
    }
    return configuration
  }

  /// Throws for numbers that describe no network or no training.
  func check(_ kernels: [KernelConfiguration.Kind?], hasDev: Bool = false) throws {
    try vectors.check()
    try text.tokens.check()
    for kernel in kernels { try Self.check(configuration(kernel: kernel), hasDev: hasDev) }
  }

  static func check(_ configuration: TrainingConfiguration, hasDev: Bool) throws {
    do {
      try configuration.validate()
    } catch {
      throw ValidationError(error.description)
    }
    if configuration.calibrates, !hasDev, configuration.devFraction == 0 {
      throw ValidationError(TrainingError.nothingToCalibrateOn.description)
    }
  }

  /// Says which of the given options change nothing.
  func tellIdleOptions(kernels: [KernelConfiguration.Kind?], hasDev: Bool = false) {
    tellIdleOptions(among: kernels.map { configuration(kernel: $0) }, hasDev: hasDev)
  }

  /// Says which of the given options change nothing in any of some configurations.
  func tellIdleOptions(among configurations: [TrainingConfiguration], hasDev: Bool) {
    for remark in idleOptions(among: configurations, hasDev: hasDev) { StandardError.line("note: \(remark)") }
  }

  private func idleOptions(among configurations: [TrainingConfiguration], hasDev: Bool) -> [String] {
    func none(_ holds: (TrainingConfiguration) -> Bool) -> Bool { !configurations.contains(where: holds) }
    let generating = [
      ("--normalizer", network.normalizer != nil), ("--heads", network.heads != nil),
      ("--generator-rate", learning.generatorRate != nil),
      ("--generator-decay", learning.generatorDecay != nil),
    ]
    var remarks: [String] = []
    if network.mode != nil, none({ $0.network.kernel.kind == .attention }) {
      remarks.append("--mode changes nothing but with --kernel attention")
    }
    if network.generator != nil, none({ $0.network.kernel.kind == .attention }) {
      remarks.append("--generator changes nothing but with --kernel attention")
    }
    if network.context != nil,
      none({ $0.network.kernel.kind == .attention && $0.network.kernel.mode == .window })
    {
      remarks.append("--context changes nothing but with --kernel attention and --mode window")
    }
    if network.gate, none({ $0.network.kernel.kind == .attention }) {
      remarks.append("--gate changes nothing but with --kernel attention")
    }
    if network.regions != nil, none({ $0.network.kernel.kind == .local }) {
      remarks.append("--regions changes nothing but with --kernel local")
    }
    if network.keptWindows != nil, none({ $0.network.pooling == .kMax }) {
      remarks.append("--kept-windows changes nothing but with --pooling k-max")
    }
    if learning.attentionDropout != nil, none({ $0.network.kernel.hasGenerator }) {
      remarks.append("--attention-dropout changes nothing but with --kernel attention or --offsets shared")
    }
    if learning.dropoutForm != nil, none({ $0.dropout > 0 }) {
      remarks.append("--dropout-form changes nothing without --dropout")
    }
    if network.residual != nil, none({ $0.network.depth > 1 }) {
      remarks.append("--residual and --no-residual change nothing but with --depth 2 or more")
    }
    for (name, isGiven) in generating where isGiven && none({ $0.network.kernel.hasGenerator }) {
      remarks.append("\(name) changes nothing but with --kernel attention or --offsets shared")
    }
    if learning.momentum != nil, none({ $0.optimizer.kind == .sgd }) {
      remarks.append("--momentum changes nothing but with --optimizer sgd")
    }
    if vectors.buckets != nil, none({ $0.subwords != nil }) {
      remarks.append("--buckets changes nothing without --subwords")
    }
    if text.tokens.form.contractions != nil, none({ $0.tokenizer.kind.knowsContractions }) {
      remarks.append("--contractions changes nothing but with --tokenizer words or unicode")
    }
    if learning.devFraction != nil, hasDev {
      remarks.append("--dev-fraction changes nothing where --dev names a corpus")
    }
    if learning.patience != nil, !hasDev, none({ $0.devFraction > 0 }) {
      remarks.append("--patience changes nothing where no documents choose the epoch")
    }
    return remarks
  }
}
