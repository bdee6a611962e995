/// What a tokenizer takes for a token.
public enum TokenizerKind: String, Codable, Sendable, Hashable, CaseIterable {
  /// Runs of letters and digits; punctuation, symbols and ideographs one by one.
  case words

  /// Every character that is not white space, with its combining marks.
  case characters

  /// What white space separates: for text that is tokenized already.
  case whitespace
}

/// How text becomes tokens; part of a model.
public struct TokenizerConfiguration: Codable, Sendable, Hashable {
  public var kind: TokenizerKind

  /// Whether tokens are lower-cased, by Unicode and without regard to the locale.
  public var isLowercased: Bool

  /// Whether English contractions are cut, `it's` to `it 's` and `don't` to `do n't`; matters to `words` only.
  public var splitsContractions: Bool

  /// Words, lower-cased, contractions cut, unless told otherwise.
  public init(kind: TokenizerKind = .words, isLowercased: Bool = true, splitsContractions: Bool = true) {
    self.kind = kind
    self.isLowercased = isLowercased
    self.splitsContractions = splitsContractions
  }
}
