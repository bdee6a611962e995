/// `characters`.
///
/// Every letter, digit, ideograph, punctuation mark and symbol is a token, together with the combining marks behind it;
/// joined emoji and flags are one. White space, control characters and invisible format characters are left out.
extension Tokenizer {
  func scanCharacters(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    var offset = 0
    while offset < text.count {
      let first = scan(text, at: offset)
      if first.traits.isAny([.space, .control, .joiner, .ignored]) {
        offset += first.scalar.length
      } else {
        offset = scanSingle(first, of: text, at: offset, into: &buffer)
      }
    }
  }
}
