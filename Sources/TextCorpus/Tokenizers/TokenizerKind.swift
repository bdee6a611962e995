/// What a tokenizer takes for a token. The rules of each kind stand at its scan.
public enum TokenizerKind: String, Codable, Sendable, Hashable, CaseIterable {
  /// Runs of letters and digits; punctuation, symbols and ideographs one by one (`WordScan.swift`).
  case words

  /// Words by Unicode's default rules (UAX #29), and addresses, @names and #tags whole (`UnicodeScan.swift`).
  case unicode

  /// Every character that is not white space, with its combining marks (`CharacterScan.swift`).
  case characters

  /// Characters, and behind them the pairs of adjacent Chinese, Japanese and Korean ones (`BigramScan.swift`).
  case characterBigrams = "character-bigrams"

  /// What white space separates: for text that is tokenized already (`WhitespaceScan.swift`).
  case whitespace

  /// Whether it matters to this kind if contractions are cut.
  public var knowsContractions: Bool { self == .words || self == .unicode }
}
