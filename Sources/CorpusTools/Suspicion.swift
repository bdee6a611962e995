/// What looks as if something had gone wrong on the way of a text into its file.
package enum Suspicion: String, Sendable, CaseIterable {
  /// U+FFFD: characters were lost in an earlier conversion.
  case replacementCharacters
  /// UTF-8 that was read as Windows-1252 and written again: "Ã©", "â€™".
  case mojibake
  /// Control characters other than tab and line ends.
  case controlCharacters

  /// What is suspicious in a text.
  ///
  /// - Complexity: O(bytes).
  static func all(in text: Span<UInt8>) -> [Suspicion] {
    var found: [Suspicion] = []
    func add(_ suspicion: Suspicion) {
      if !found.contains(suspicion) { found.append(suspicion) }
    }
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x80 {
        if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F {
          add(.controlCharacters)
        }
        offset += 1
        continue
      }
      switch byte {
      case 0xC2 where follows(text, offset, 0x80...0x9F): add(.controlCharacters)
      // "Ã" (U+00C3) or "Â" (U+00C2), and behind it what windows-1252 makes of a continuation byte: U+00A0
      // to U+00BF.
      case 0xC3
      where follows(text, offset, 0x82...0x83) && text.isByte(0xC2, at: offset + 2)
        && follows(text, offset + 2, 0xA0...0xBF):
        add(.mojibake)
      // "â" and behind it "€" (U+20AC): the start of UTF-8's quotes and dashes.
      case 0xC3
      where text.isByte(0xA2, at: offset + 1) && text.isByte(0xE2, at: offset + 2)
        && text.isByte(0x82, at: offset + 3) && text.isByte(0xAC, at: offset + 4):
        add(.mojibake)
      case 0xEF where text.isByte(0xBF, at: offset + 1) && text.isByte(0xBD, at: offset + 2):
        add(.replacementCharacters)
      default: break
      }
      offset += 1
    }
    return found
  }

  private static func follows(_ text: Span<UInt8>, _ offset: Int, _ range: ClosedRange<UInt8>) -> Bool {
    offset + 1 < text.count && range.contains(text[offset + 1])
  }
}

extension Span<UInt8> {
  fileprivate func isByte(_ byte: UInt8, at offset: Int) -> Bool { offset < count && self[offset] == byte }
}
