import ArgumentParser
import ModelTraining
import TextCorpus

extension TokenizerKind: ExpressibleByArgument {}
extension TextNormalization: ExpressibleByArgument {}

/// What a token is.
struct TokenizerOptions: ParsableArguments {
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
    help: ArgumentHelp(
      "Write what is the same in Unicode alike: nfc, é as one character; nfkc, full-width forms and ligatures, too. "
        + "Default: text as it comes.", valueName: "form"))
  var normalize: TextNormalization?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Whether Latin, Greek and Cyrillic letters lose their accents. Default: "
        + "\(Defaults.flag(Defaults.training.tokenizer.foldsAccents, "fold-accents"))."))
  var foldAccents: Bool?

  /// Whether any of the options is.
  var isGiven: Bool {
    tokenizer != nil || lowercase != nil || contractions != nil || normalize != nil || foldAccents != nil
  }

  /// The tokenizer that training would have.
  func configuration() throws -> TokenizerConfiguration {
    var configuration = Defaults.training.tokenizer
    apply(to: &configuration)
    return configuration
  }

  func apply(to configuration: inout TokenizerConfiguration) {
    if let tokenizer { configuration.kind = tokenizer }
    if let lowercase { configuration.isLowercased = lowercase }
    if let contractions { configuration.splitsContractions = contractions }
    if let normalize { configuration.normalization = normalize }
    if let foldAccents { configuration.foldsAccents = foldAccents }
  }
}

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
