/// `whitespace`.
///
/// Tokens are what stands between white space (Unicode's White_Space, so a no-break space separates too).
/// Nothing is left out.
extension Tokenizer {
  func scanWhitespace(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    var offset = 0
    while offset < text.count {
      let runStart = offset
      while offset < text.count, text[offset] < 0x80, !traits(ofASCII: text[offset]).isAny(.space) {
        offset += 1
      }
      buffer.append(text, runStart..<offset, lowercasingASCII: configuration.isLowercased)
      if offset == text.count { break }

      let next = scan(text, at: offset)
      if next.traits.isAny(.space) {
        buffer.endToken()
      } else {
        append(next, of: text, at: offset, to: &buffer)
      }
      offset += next.scalar.length
    }
    buffer.endToken()
  }
}
