import ArgumentParser
import Experiments
import ModelTraining

/// What a variant of a comparison may say: everything that `train` may, and what it is compared for.
struct VariantOptions: ParsableArguments {
  @OptionGroup var kernel: KernelKindOption
  @OptionGroup var ensemble: EnsembleOptions
  @OptionGroup var training: TrainingOptions

  @Option(help: "Static kernels: so many filters that it has at least the parameters of that variant.")
  var matchParametersOf: String?

  @Option(help: "The trained model of that variant, every window with the attention weights of another.")
  var shuffledWeightsOf: String?

  /// Parses the options of a variant.
  static func parse(_ specification: VariantSpecification) throws -> VariantOptions {
    func fail(_ reason: String) -> ValidationError {
      ValidationError("variant \"\(specification.name)\": \(reason)")
    }
    let options: VariantOptions
    do {
      options = try parse(specification.arguments)
    } catch {
      throw fail(message(for: error))
    }
    if options.training.threads.threads != nil {
      throw fail("--threads is for the whole comparison; give it outside the variant")
    }
    if options.shuffledWeightsOf != nil, specification.arguments.count > 2 {
      throw fail(
        "--shuffled-weights-of looks at a model as that variant trains it; leave out the other options")
    }
    return options
  }
}
