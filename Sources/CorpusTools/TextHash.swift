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
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<buffer.count {
      buffer.withToken(index) { token in
        for offset in token.indices { state = (state ^ UInt64(token[offset])) &* 0x100_0000_01B3 }
      }
      // A byte that no UTF-8 has stands between tokens.
      state = (state ^ 0xFF) &* 0x100_0000_01B3
    }
    return (Self.mixed(state), buffer.count)
  }

  /// Lends the tokens of the last text.
  package func forEachToken(_ body: (Span<UInt8>) -> Void) {
    for index in 0..<buffer.count { buffer.withToken(index) { body($0) } }
  }

  /// The hash of a text as it is written, byte by byte.
  package static func hash(ofBytes text: String) -> UInt64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return mixed(state)
  }

  /// The finishing of SplitMix64.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
