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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Know at most so many words, the most frequent; the others are unknown. Default: all.",
      valueName: "count"))
  var maxWords: Int?

  func apply(to configuration: inout TrainingConfiguration) {
    tokens.apply(to: &configuration.tokenizer)
    if let minCount { configuration.minimumCount = minCount }
    if let maxWords { configuration.maximumWords = maxWords }
  }
}
