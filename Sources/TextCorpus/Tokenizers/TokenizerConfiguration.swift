/// How text becomes tokens; part of a model.
///
/// What is coded leaves out every option that is as in the first models, so those are read and written as ever.
public struct TokenizerConfiguration: Sendable, Hashable {
  public var kind: TokenizerKind

  /// Whether tokens are lower-cased, by Unicode and without regard to the locale.
  public var isLowercased: Bool

  /// Whether English contractions are cut, `it's` to `it 's` and `don't` to `do n't`; matters to kinds that
  /// know words: `words` and `unicode`.
  public var splitsContractions: Bool

  /// The form that text is brought to before it is cut; nil: as it comes.
  public var normalization: TextNormalization?

  /// Whether letters of Latin, Greek and Cyrillic lose their accents, é to e; text is then composed, too.
  public var foldsAccents: Bool

  /// Words, lower-cased, contractions cut, unless told otherwise.
  public init(
    kind: TokenizerKind = .words, isLowercased: Bool = true, splitsContractions: Bool = true,
    normalization: TextNormalization? = nil, foldsAccents: Bool = false
  ) {
    self.kind = kind
    self.isLowercased = isLowercased
    self.splitsContractions = splitsContractions
    self.normalization = normalization
    self.foldsAccents = foldsAccents
  }
}

extension TokenizerConfiguration: Codable {
  private enum Key: String, CodingKey {
    case kind, isLowercased, splitsContractions, normalization, foldsAccents
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(
      kind: try values.decode(TokenizerKind.self, forKey: .kind),
      isLowercased: try values.decode(Bool.self, forKey: .isLowercased),
      splitsContractions: try values.decode(Bool.self, forKey: .splitsContractions),
      normalization: try values.decodeIfPresent(TextNormalization.self, forKey: .normalization),
      foldsAccents: try values.decodeIfPresent(Bool.self, forKey: .foldsAccents) ?? false)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(kind, forKey: .kind)
    try values.encode(isLowercased, forKey: .isLowercased)
    try values.encode(splitsContractions, forKey: .splitsContractions)
    try values.encodeIfPresent(normalization, forKey: .normalization)
    if foldsAccents { try values.encode(true, forKey: .foldsAccents) }
  }
}
