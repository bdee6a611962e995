import ArgumentParser
import ModelTraining

/// How text becomes tokens, and tokens words of the vocabulary.
struct TextOptions: ParsableArguments {
  @OptionGroup var tokens: TokenizerOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words that occur less often are unknown words; with --subwords they learn as pieces alone. Default: \(Defaults.training.minimumCount).",
      valueName: "count"))
  var minCount: Int?

  /// Changes what the options name, but for what a tokenizer file decides.
  func apply(to configuration: inout TrainingConfiguration) {
    tokens.apply(to: &configuration.tokenizer)
    if let minCount { configuration.minimumCount = minCount }
  }
}
