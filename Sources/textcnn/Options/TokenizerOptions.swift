import ArgumentParser
import ModelSerialization
import ModelTraining
import TextCorpus

extension TokenizerKind: ExpressibleByArgument {
  /// Kinds that need a table come with a tokenizer file.
  public init?(argument: String) {
    self.init(rawValue: argument)
    if needsTable { return nil }
  }

  public static var allValueStrings: [String] { allCases.filter { !$0.needsTable }.map(\.rawValue) }
}

extension TextNormalization: ExpressibleByArgument {}

/// What a token is.
struct TokenizerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a token is. Default: \(Defaults.training.tokenizer.kind.rawValue).", valueName: "tokenizer"))
  var tokenizer: TokenizerKind?

  @Option(
    help: ArgumentHelp(
      "A tokenizer with all its options, made by textcnn tokenizer train or import; instead of the others.",
      valueName: "file"), completion: .file())
  var tokenizerFile: String?

  @OptionGroup var form: TextFormOptions

  /// Whether any of the options is.
  var isGiven: Bool { tokenizer != nil || tokenizerFile != nil || form.isGiven }

  /// Throws where options exclude each other.
  func check() throws {
    if tokenizerFile != nil, tokenizer != nil || form.isGiven {
      throw ValidationError(
        "--tokenizer-file brings its own options; leave out the others, and give them to textcnn tokenizer")
    }
  }

  /// The tokenizer that training would have.
  func configuration() throws -> TokenizerConfiguration {
    var configuration = Defaults.training.tokenizer
    apply(to: &configuration)
    try load(into: &configuration)
    return configuration
  }

  /// Changes what the options name, but for what a file decides.
  func apply(to configuration: inout TokenizerConfiguration) {
    if let tokenizer {
      configuration = TokenizerConfiguration(
        kind: tokenizer, isLowercased: configuration.isLowercased,
        splitsContractions: configuration.splitsContractions, normalization: configuration.normalization,
        foldsAccents: configuration.foldsAccents)
    }
    form.apply(to: &configuration)
  }

  /// Takes the tokenizer of the file, if one is named.
  func load(into configuration: inout TokenizerConfiguration) throws {
    if let tokenizerFile { configuration = try TokenizerFile.read(tokenizerFile) }
  }

  /// Does again what `apply` does, with the tokenizer of the file, for options in layers: the last one that names a
  /// tokenizer or a file decides, and a tokenizer of a file keeps its form.
  func reload(into configuration: inout TokenizerConfiguration) throws {
    if tokenizerFile != nil {
      try load(into: &configuration)
    } else if tokenizer != nil || configuration.table == nil {
      apply(to: &configuration)
    }
  }
}

/// The form of tokens, whatever cuts them.
struct TextFormOptions: ParsableArguments {
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

  var isGiven: Bool { lowercase != nil || contractions != nil || normalize != nil || foldAccents != nil }

  func apply(to configuration: inout TokenizerConfiguration) {
    if let lowercase { configuration.isLowercased = lowercase }
    if let contractions { configuration.splitsContractions = contractions }
    if let normalize { configuration.normalization = normalize }
    if let foldAccents { configuration.foldsAccents = foldAccents }
  }
}
