/// How text becomes tokens; part of a model.
///
/// What is coded leaves out every option that is as in the first models, so those are read and written as ever. The
/// table is coded as its fingerprint alone: a model and a tokenizer file keep it beside, as tensors.
public struct TokenizerConfiguration: Sendable, Hashable {
  public let kind: TokenizerKind

  /// Whether tokens are lower-cased, by Unicode and without regard to the locale.
  public var isLowercased: Bool

  /// Whether English contractions are cut, `it's` to `it 's` and `don't` to `do n't`; matters to kinds that
  /// know words: `words`, `unicode`, `dictionary`, and `byte-pairs` of those.
  public var splitsContractions: Bool

  /// The form that text is brought to before it is cut; nil: as it comes.
  public var normalization: TextNormalization?

  /// Whether letters of Latin, Greek and Cyrillic lose their accents, é to e; text is then composed, too.
  public var foldsAccents: Bool

  /// Which words `byte-pairs` cuts into pieces: `words` or `unicode`; other kinds have no use for it.
  public let base: TokenizerKind

  /// What the kind looks up; nil for kinds that need none, and for a configuration that was decoded and has not been
  /// given its table yet.
  public private(set) var table: TokenizerTable?

  /// Which table this was coded with.
  private var tableFingerprint: String?

  /// Words, lower-cased, contractions cut, unless told otherwise.
  public init(
    kind: TokenizerKind = .words, isLowercased: Bool = true, splitsContractions: Bool = true,
    normalization: TextNormalization? = nil, foldsAccents: Bool = false
  ) {
    precondition(!kind.needsTable, "a tokenizer of kind \(kind.rawValue) without its table")
    self.init(kind, .words, isLowercased, splitsContractions, normalization, foldsAccents)
  }

  /// A tokenizer that looks something up, otherwise as another one.
  ///
  /// - Parameters:
  ///   - table: Decides the kind.
  ///   - other: Its options; its kind is that of the words that `byte-pairs` cuts.
  /// - Precondition: For merges `other` is of kind `words` or `unicode`.
  public init(_ table: TokenizerTable, like other: TokenizerConfiguration) {
    let kind: TokenizerKind
    switch table {
    case .words: kind = .dictionary
    case .merges:
      kind = .bytePairs
      precondition(Self.bases.contains(other.kind), "byte pairs of \(other.kind.rawValue)")
    }
    self.init(
      kind, kind == .bytePairs ? other.kind : .words, other.isLowercased, other.splitsContractions,
      other.normalization, other.foldsAccents)
    self.table = table
    tableFingerprint = table.fingerprint
  }

  /// What `byte-pairs` may cut into pieces.
  public static let bases: [TokenizerKind] = [.words, .unicode]

  private init(
    _ kind: TokenizerKind, _ base: TokenizerKind, _ isLowercased: Bool, _ splitsContractions: Bool,
    _ normalization: TextNormalization?, _ foldsAccents: Bool
  ) {
    self.kind = kind
    self.base = base
    self.isLowercased = isLowercased
    self.splitsContractions = splitsContractions
    self.normalization = normalization
    self.foldsAccents = foldsAccents
  }

  /// Whether the kind has the table that it needs.
  public var hasItsTable: Bool {
    switch (kind, table) {
    case (.dictionary, .words), (.bytePairs, .merges): true
    case (_, .some): false
    case (_, nil): !kind.needsTable
    }
  }

  /// A decoded configuration with the table that was kept beside it.
  ///
  /// - Throws: `brokenTable` if it is not the one that the configuration was coded with.
  public func adding(_ table: TokenizerTable) throws(TokenizerError) -> TokenizerConfiguration {
    var result = self
    result.table = table
    guard tableFingerprint == table.fingerprint, result.hasItsTable else {
      throw .brokenTable(reason: "it is not the one that the tokenizer names")
    }
    return result
  }
}

extension TokenizerConfiguration: Codable {
  private enum Key: String, CodingKey {
    case kind, base, isLowercased, splitsContractions, normalization, foldsAccents, table
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(
      try values.decode(TokenizerKind.self, forKey: .kind),
      try values.decodeIfPresent(TokenizerKind.self, forKey: .base) ?? .words,
      try values.decode(Bool.self, forKey: .isLowercased),
      try values.decode(Bool.self, forKey: .splitsContractions),
      try values.decodeIfPresent(TextNormalization.self, forKey: .normalization),
      try values.decodeIfPresent(Bool.self, forKey: .foldsAccents) ?? false)
    tableFingerprint = try values.decodeIfPresent(String.self, forKey: .table)
    guard Self.bases.contains(base), kind.needsTable == (tableFingerprint != nil) else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "kind, base and table do not go together")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(kind, forKey: .kind)
    if base != .words { try values.encode(base, forKey: .base) }
    try values.encode(isLowercased, forKey: .isLowercased)
    try values.encode(splitsContractions, forKey: .splitsContractions)
    try values.encodeIfPresent(normalization, forKey: .normalization)
    if foldsAccents { try values.encode(true, forKey: .foldsAccents) }
    try values.encodeIfPresent(tableFingerprint, forKey: .table)
  }
}
