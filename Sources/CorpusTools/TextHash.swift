import TextCorpus

/// 64 bits that stand for a text: those of its words, so that case and blanks do not tell texts apart.
///
/// FNV-1a over the tokens, finished by a mixing. Among a million texts two different ones are taken for
/// equal with a probability of 3 in 10⁸. A text without words has none, so that all empty texts do not look
/// like one that is repeated.
package struct TextHasher {
  private let tokenizer: Tokenizer
  private var buffer = TokenBuffer()

  package init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// The hash, and how many tokens there are; nil: none.
  package mutating func hash(of text: String) -> (hash: UInt64?, tokenCount: Int) {
    tokenizer.tokenize(text, into: &buffer)
    guard buffer.count > 0 else { return (nil, 0) }
    var hash = Fingerprint()
    for index in 0..<buffer.count {
      buffer.withToken(index) { hash.add($0) }
      // A byte that no UTF-8 has stands between tokens.
      hash.add(0xFF)
    }
    return (Self.mixed(hash.value), buffer.count)
  }

  /// The tokens of the last text.
  package var tokens: TokenBuffer { buffer }

  /// The hash of a text as it is written, byte by byte.
  package static func hash(ofBytes text: String) -> UInt64 {
    var hash = Fingerprint()
    for byte in text.utf8 { hash.add(byte) }
    return mixed(hash.value)
  }

  /// The finishing of SplitMix64.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
