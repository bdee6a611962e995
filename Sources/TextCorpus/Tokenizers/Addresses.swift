/// What `unicode` keeps whole.
///
/// - A URL: `http://`, `https://`, `ftp://` or `www.`, in any case, then letters, digits and `-._~:/?#[]@!$&'()*+,;=%|`,
///   beginning with a letter or digit; letters of scripts written in words, too, but no ideographs, which in Chinese
///   follow without a blank. Marks that end a sentence (`.,;:!?'*`) do not belong to its end, and a closing bracket only if
///   it was opened in the URL.
/// - A name: `@` and letters, digits, `_`, not behind a word; with a host as in `@user@example.org`.
/// - A tag: `#` and letters, digits, `_`, at least one letter among them, not behind a word.
/// - An e-mail address: see `MailAddresses`.
extension Tokenizer {
  /// The offset behind the URL, name or tag that begins here; nil if none does.
  ///
  /// - Parameter mail: The next e-mail address, whose host may belong to a name.
  @inline(__always)
  func endOfAddress(
    _ first: Scanned, _ text: Span<UInt8>, at start: Int, isBehindWord: Bool, mail: Range<Int>?
  ) -> Int? {
    switch first.scalar.value {
    case 0x40, 0xFF20:
      guard !isBehindWord else { return nil }
      if let mail, mail.lowerBound == start + first.scalar.length { return mail.upperBound }
      return endOfName(text.extracting(0..<(mail?.lowerBound ?? text.count)), at: start + first.scalar.length)
    case 0x23, 0xFF03:
      guard !isBehindWord else { return nil }
      return endOfTag(text.extracting(0..<(mail?.lowerBound ?? text.count)), at: start + first.scalar.length)
    case 0x46, 0x48, 0x57, 0x66, 0x68, 0x77: return endOfURL(text, at: start)
    default: return nil
    }
  }

  private func endOfName(_ text: Span<UInt8>, at start: Int) -> Int? {
    let end = endOfNameCharacters(text, from: start).end
    return end > start ? end : nil
  }

  private func endOfTag(_ text: Span<UInt8>, at start: Int) -> Int? {
    let (end, hasLetter) = endOfNameCharacters(text, from: start)
    return hasLetter ? end : nil
  }

  /// Passes over letters, ideographs, digits, marks and `_`.
  private func endOfNameCharacters(_ text: Span<UInt8>, from start: Int) -> (end: Int, hasLetter: Bool) {
    var offset = start
    var hasLetter = false
    while offset < text.count {
      let next = scan(text, at: offset)
      let isLetter = next.traits.isAny([.letter, .ideograph])
      guard
        isLetter || next.scalar.value == 0x5F || offset > start && next.traits.isAny(.mark)
          || next.traits.isAny(.digit)
      else { break }
      hasLetter = hasLetter || isLetter
      offset += next.scalar.length
    }
    return (offset, hasLetter)
  }

  func endOfURL(_ text: Span<UInt8>, at start: Int) -> Int? {
    let scheme =
      switch text[start] | 0x20 {
      case 0x68: text.hasPrefix("http://", at: start) ? 7 : text.hasPrefix("https://", at: start) ? 8 : 0
      case 0x66: text.hasPrefix("ftp://", at: start) ? 6 : 0
      default: text.hasPrefix("www.", at: start) ? 4 : 0
      }
    let hostStart = start + scheme
    guard scheme > 0, hostStart < text.count, scan(text, at: hostStart).traits.isAny([.letter, .digit]) else {
      return nil
    }
    var offset = hostStart
    var unopened = (round: 0, square: 0)
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x80 {
        guard Self.isURLByte(byte) else { break }
        switch byte {
        case 0x28: unopened.round -= 1
        case 0x29: unopened.round += 1
        case 0x5B: unopened.square -= 1
        case 0x5D: unopened.square += 1
        default: break
        }
        offset += 1
      } else {
        let next = scan(text, at: offset)
        guard next.traits.isAny(.word) else { break }
        offset += next.scalar.length
      }
    }
    // It began with a letter or digit, so something is left.
    while true {
      switch text[offset - 1] {
      case 0x21, 0x27, 0x2A, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F: break
      case 0x29 where unopened.round > 0: unopened.round -= 1
      case 0x5D where unopened.square > 0: unopened.square -= 1
      default: return offset
      }
      offset -= 1
    }
  }

  /// Whether a byte of ASCII may stand in a URL (RFC 3986, section 2, and `|`, which is common).
  private static func isURLByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x3B, 0x41...0x5B, 0x61...0x7A, 0x21, 0x23...0x2F, 0x3D, 0x3F, 0x40, 0x5D, 0x5F, 0x7C, 0x7E:
      true
    default: false
    }
  }
}

extension Span<UInt8> {
  /// Whether this begins at `offset`, the case of its letters aside.
  ///
  /// - Precondition: `expected` is in lower case.
  fileprivate func hasPrefix(_ expected: StaticString, at offset: Int) -> Bool {
    guard count - offset >= expected.utf8CodeUnitCount else { return false }
    return expected.withUTF8Buffer { expected in
      for index in expected.indices {
        let byte = self[offset + index]
        guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == expected[index] else { return false }
      }
      return true
    }
  }
}
