/// `character-bigrams`.
///
/// All tokens of `characters` in their order, and behind them, in their order too, each pair of characters that stand
/// side by side and are both Chinese, Japanese or Korean: 我爱你 gives 我, 爱, 你, 我爱, 爱你. So windows of a
/// convolution lie over neighbours of one sort, and words of two characters are tokens, mostly among pairs that are none.
///
/// Characters of these scripts are ideographs, hiragana, katakana and syllables of hangul, with their marks. Nothing but
/// invisible format characters may stand between two of a pair.
extension Tokenizer {
  func scanCharacterBigrams(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    var pairs: [Int] = []
    var offset = 0
    var follows = false
    while offset < text.count {
      let first = scan(text, at: offset)
      if first.traits.isAny([.space, .control]) {
        follows = false
        offset += first.scalar.length
      } else if first.traits.isAny([.joiner, .ignored]) {
        offset += first.scalar.length
      } else {
        let isPaired = first.traits.isAny(.ideograph) || Self.isPaired(first.scalar.value)
        if follows, isPaired { pairs.append(buffer.count - 1) }
        follows = isPaired
        offset = scanSingle(first, of: text, at: offset, into: &buffer)
      }
    }
    for first in pairs { buffer.appendPair(first) }
  }

  /// Katakana and hangul; hiragana are ideographs to the tokenizer.
  private static func isPaired(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F, 0x1100...0x11FF, 0x3131...0x318E,
      0xA960...0xA97C, 0xAC00...0xD7A3, 0xD7B0...0xD7FB:
      true
    default: false
    }
  }
}
