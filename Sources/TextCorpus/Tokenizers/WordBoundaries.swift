/// The default word boundaries of Unicode: UAX #29, section 4.1, for Unicode 15.0.0.
///
///     var start = 0
///     while start < text.count {
///       let end = boundaries.end(ofSegmentAt: start, in: text)
///       …                                                        // text[start..<end] is a segment
///       start = end
///     }
///
/// Plain: every scalar is in a segment, white space too. The tokenizer `unicode` puts its own rules on top.
/// Invalid UTF-8 counts as U+FFFD, which is of no class.
///
/// Source: <https://www.unicode.org/reports/tr29/tr29-41.html#Word_Boundary_Rules>; the rules by their names there.
package struct WordBoundaries: Sendable {
  private let table = WordBreak.Table()

  /// Whether a byte is a letter, a digit or `_`, of ASCII.
  private let wordBytes = (0..<0x100).map { byte in
    byte < 0x80 && [.aLetter, .numeric, .extendNumLet].contains(WordBreak.Table()[UInt32(byte)])
  }

  package init() {}

  /// A scalar of the text, by its class, and where the next begins.
  private struct Step {
    var kind: WordBreak
    var end: Int
  }

  @inline(__always)
  private func step(_ text: Span<UInt8>, at offset: Int) -> Step {
    let scalar = text.scalar(at: offset)
    return Step(kind: table[scalar.value], end: offset + scalar.length)
  }

  @inline(__always)
  func isWordByte(_ byte: UInt8) -> Bool { wordBytes[Int(byte)] }

  /// Whether a scalar is an invisible character of class Format, such as the soft hyphen and direction marks.
  @inline(__always)
  func isFormat(_ scalar: UInt32) -> Bool { table[scalar] == .format }

  /// Whether a scalar at a boundary is a segment by itself, told by its class and the next one's: true for most ideographs,
  /// and false wherever more has to be seen.
  @inline(__always)
  func standsAlone(_ scalar: DecodedScalar, in text: Span<UInt8>, at offset: Int) -> Bool {
    guard table[scalar.value] == .other else { return false }
    let behind = offset + scalar.length
    return behind >= text.count || text[behind] < 0x80 || !step(text, at: behind).kind.isPassedOver
  }

  /// The offset behind the segment that begins at a boundary.
  ///
  /// - Precondition: `start` is in range.
  /// - Complexity: O(bytes of the segment), and of the marks behind it.
  package func end(ofSegmentAt start: Int, in text: Span<UInt8>) -> Int {
    let first = step(text, at: start)
    var offset = first.end
    var kind = first.kind.property
    if kind == .cr {
      // WB3, WB3a
      return offset < text.count && text[offset] == 0x0A ? offset + 1 : offset
    }
    if kind.isLineEnd { return offset }
    // What WB4 would pass over begins this segment: nothing joins it but more of the same.
    if kind.isPassedOver { kind = .other }
    var last = first.kind
    var awaitsFlagHalf = kind == .regionalIndicator
    while offset < text.count {
      if isWordByte(text[offset]), kind.joinsWordBytes {
        // WB5, WB8, WB9, WB10, WB13a, WB13b: letters, digits and _ join each other, and most text is of them.
        repeat { offset += 1 } while offset < text.count && isWordByte(text[offset])
        last = table[UInt32(text[offset - 1])]
        kind = last
        continue
      }
      let next = step(text, at: offset)
      if next.kind.isPassedOver {
        // WB4
        offset = next.end
      } else if last.property == .zwj, next.kind.isPictographic {
        // WB3c
        kind = next.kind.property
        offset = next.end
      } else if last == .wSegSpace, next.kind == .wSegSpace {
        // WB3d
        offset = next.end
      } else if joins(kind, next.kind.property) {
        kind = next.kind.property
        offset = next.end
      } else if awaitsFlagHalf, kind == .regionalIndicator, next.kind == .regionalIndicator {
        // WB15, WB16
        awaitsFlagHalf = false
        offset = next.end
      } else if let behind = bridge(from: kind, over: next, in: text) {
        kind = behind.kind.property
        offset = behind.end
        last = behind.kind
        continue
      } else if kind == .hebrewLetter, next.kind == .singleQuote {
        // WB7a: the quotation mark stays, and nothing comes behind it but what WB4 passes over.
        kind = .singleQuote
        offset = next.end
      } else {
        return offset
      }
      last = next.kind
    }
    return offset
  }

  /// WB5, WB8, WB9, WB10, WB13, WB13a and WB13b.
  @inline(__always)
  private func joins(_ left: WordBreak, _ right: WordBreak) -> Bool {
    switch left {
    case .aLetter, .hebrewLetter, .numeric:
      right.isLetter || right == .numeric || right == .extendNumLet
    case .katakana: right == .katakana || right == .extendNumLet
    case .extendNumLet:
      right.isLetter || right == .numeric || right == .katakana || right == .extendNumLet
    default: false
    }
  }

  /// WB6 with WB7, WB7b with WB7c, and WB11 with WB12: a mark between letters or digits, and the one behind it.
  private func bridge(from left: WordBreak, over mark: Step, in text: Span<UInt8>) -> Step? {
    let joinsLetters = left.isLetter && mark.kind.isBetweenLetters
    let joinsHebrew = left == .hebrewLetter && mark.kind == .doubleQuote
    let joinsDigits = left == .numeric && mark.kind.isBetweenDigits
    guard joinsLetters || joinsHebrew || joinsDigits else { return nil }
    var offset = mark.end
    while offset < text.count {
      let next = step(text, at: offset)
      if next.kind.isPassedOver {
        offset = next.end
        continue
      }
      let fits =
        joinsDigits && next.kind == .numeric || joinsHebrew && next.kind == .hebrewLetter
        || joinsLetters && next.kind.isLetter
      return fits ? next : nil
    }
    return nil
  }
}
