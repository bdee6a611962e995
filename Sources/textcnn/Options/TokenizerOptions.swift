import ArgumentParser
import TextCorpus

/// How text becomes tokens where nothing is trained.
struct TokenizerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a token is. Default: \(TokenizerConfiguration().kind.rawValue).", valueName: "tokenizer"))
  var tokenizer: TokenizerKind?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Whether tokens are in lower case. Default: "
        + "\(Defaults.flag(TokenizerConfiguration().isLowercased, "lowercase"))."))
  var lowercase: Bool?

  var configuration: TokenizerConfiguration {
    var configuration = TokenizerConfiguration()
    if let tokenizer { configuration.kind = tokenizer }
    if let lowercase { configuration.isLowercased = lowercase }
    return configuration
  }
}
