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

  /// Chinese by the most probable words of a frequency list (`DictionaryScan.swift`); needs a table.
  case dictionary

  /// Pieces of words, by merges learned from a corpus (`BytePairScan.swift`); needs a table.
  case bytePairs = "byte-pairs"

  /// Whether the kind is nothing without a `TokenizerTable`, which a tokenizer file or a model has.
  public var needsTable: Bool { self == .dictionary || self == .bytePairs }

  /// Whether words of this kind may be contractions.
  public var knowsContractions: Bool { self == .words || self == .unicode || needsTable }
}
