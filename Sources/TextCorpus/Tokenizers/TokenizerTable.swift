/// What a kind of tokenizer looks up. It belongs to the model, and is the same wherever the model goes.
public enum TokenizerTable: Sendable, Hashable {
  /// The words of `dictionary`.
  case words(WordFrequencies)
  /// The merges of `byte-pairs`.
  case merges(BytePairMerges)

  /// Equal for equal tables, and hardly ever for others: 64 bits as 16 hexadecimal digits.
  public var fingerprint: String {
    switch self {
    case .words(let words): words.fingerprint.text
    case .merges(let merges): merges.fingerprint.text
    }
  }
}
