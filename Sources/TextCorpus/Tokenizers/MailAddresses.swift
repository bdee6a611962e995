/// Finds the e-mail addresses of a text, one after the other, by their `@`.
///
/// An address is up to 64 letters, digits and `._%+-` of ASCII, the first a letter or digit, no word character before
/// it; `@`; and a host of up to 253 bytes: letters, digits and `-` in parts between dots, the last part of two letters or
/// more. (RFC 5321, section 4.5.3.1, for the lengths; the quoted forms of RFC 5322 are left to other tokens.)
struct MailAddresses {
  /// The next address; nil if there is none, or if none was looked for yet.
  private(set) var found: Range<Int>?
  /// No `@` before this needs another look.
  private var searched = 0

  /// The next address that begins at `offset` or behind.
  ///
  /// - Complexity: O(bytes of the text) for all calls with ascending offsets: each `@` is looked at once, and no
  ///   further around it than the lengths allow.
  @inline(__always)
  mutating func next(from offset: Int, in text: Span<UInt8>, of tokenizer: Tokenizer) -> Range<Int>? {
    if let found, found.lowerBound >= offset { return found }
    if found == nil, searched == text.count { return nil }
    return search(from: offset, in: text, of: tokenizer)
  }

  private mutating func search(
    from offset: Int, in text: Span<UInt8>, of tokenizer: Tokenizer
  ) -> Range<Int>? {
    found = nil
    searched = max(searched, offset)
    while let at = text.firstOffset(of: 0x40, in: searched..<text.count) {
      searched = at + 1
      if let start = Self.start(before: at, from: offset, in: text, of: tokenizer),
        let end = Self.end(behind: at, in: text)
      {
        found = start..<end
        return found
      }
    }
    searched = text.count
    return nil
  }

  private static func start(
    before at: Int, from floor: Int, in text: Span<UInt8>, of tokenizer: Tokenizer
  ) -> Int? {
    var start = at
    while start > floor, isLocal(text[start - 1]) {
      start -= 1
      guard at - start <= 64 else { return nil }
    }
    if start > 0 {
      // The scalar before, if these are its bytes.
      var before = start - 1
      while before > 0, start - before < 4, text[before] & 0xC0 == 0x80 { before -= 1 }
      let scalar = tokenizer.scan(text, at: before)
      if before + scalar.scalar.length == start, scalar.traits.isAny(.word) { return nil }
    }
    while start < at, !isAlphanumeric(text[start]) { start += 1 }
    return start < at ? start : nil
  }

  private static func end(behind at: Int, in text: Span<UInt8>) -> Int? {
    let limit = min(text.count, at + 254)
    var end: Int?
    var partStart = at + 1
    while partStart < limit, isAlphanumeric(text[partStart]) {
      var offset = partStart
      var isLetters = true
      while offset < limit, isAlphanumeric(text[offset]) || text[offset] == 0x2D {
        isLetters = isLetters && text[offset] >= 0x41
        offset += 1
      }
      // So far it may be a host; what comes behind a dot may make it a longer one.
      if partStart > at + 1, isLetters, offset - partStart >= 2 { end = offset }
      guard offset < limit, text[offset] == 0x2E else { break }
      partStart = offset + 1
    }
    return end
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == 0x2E || byte == 0x5F || byte == 0x25 || byte == 0x2B || byte == 0x2D
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }
}
