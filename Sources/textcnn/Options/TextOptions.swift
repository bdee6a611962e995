import ArgumentParser
import ModelTraining
import TextCorpus

extension TokenizerKind: ExpressibleByArgument {}

/// How text becomes tokens, and tokens words of the vocabulary.
struct TextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a token is. Default: \(Defaults.training.tokenizer.kind.rawValue).", valueName: "tokenizer"))
  var tokenizer: TokenizerKind?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Whether tokens are in lower case. Default: "
        + "\(Defaults.flag(Defaults.training.tokenizer.isLowercased, "lowercase"))."))
  var lowercase: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Whether \"it's\" is cut into \"it 's\" and \"don't\" into \"do n't\". Default: "
        + "\(Defaults.flag(Defaults.training.tokenizer.splitsContractions, "contractions"))."))
  var contractions: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words that occur less often are unknown words; with --subwords they learn as pieces alone. Default: \(Defaults.training.minimumCount).",
      valueName: "count"))
  var minCount: Int?

  func apply(to configuration: inout TrainingConfiguration) {
    if let tokenizer { configuration.tokenizer.kind = tokenizer }
    if let lowercase { configuration.tokenizer.isLowercased = lowercase }
    if let contractions { configuration.tokenizer.splitsContractions = contractions }
    if let minCount { configuration.minimumCount = minCount }
  }
}
