/// Guesses the encoding of a text that bears no mark.
///
/// UTF-8 is believed unless the bytes refute it: more sequences of the block are invalid than are valid
/// beyond ASCII. Then two others are weighed, each by the share of its characters beyond ASCII that are
/// usual in texts:
///
/// - GB18030: pairs of bytes in the rows of GB 2312 for punctuation (A1 to A3) and for the 3,755 common
///   characters (B0 to D7), against all pairs and all bytes that pair with nothing;
/// - Windows-1252: letters that touch a letter, and signs that typographers use, against all bytes above 7F.
///
/// The greater share decides if it reaches one half, GB18030 only from two pairs on. If neither does, the
/// text is taken for UTF-8 with invalid sequences, which are replaced and counted.
///
/// The guess errs where it must: a Windows-1252 word in capitals of two accented letters looks like a
/// Chinese character, so whoever knows the encoding says so.
struct EncodingGuess {
  private var validCount = 0
  private var invalidCount = 0

  /// The encoding that a text beginning with these bytes is taken for.
  ///
  /// - Complexity: O(bytes).
  static func encoding(of start: Span<UInt8>) -> TextEncoding {
    var guess = EncodingGuess()
    guess.countUTF8(start)
    if guess.invalidCount == 0 || guess.validCount >= guess.invalidCount { return .utf8 }
    let gb = guess.shareOfGB18030(start)
    let windows = guess.shareOfWindows1252(start)
    if max(gb, windows) < 0.5 { return .utf8 }
    return gb > windows ? .gb18030 : .windows1252
  }

  private mutating func countUTF8(_ bytes: Span<UInt8>) {
    var offset = 0
    while offset < bytes.count {
      let decoded = bytes.scalar(at: offset)
      // The block may end within a character.
      if decoded.isReplacement, offset + decoded.length < bytes.count { invalidCount += 1 }
      if !decoded.isReplacement, decoded.length > 1 { validCount += 1 }
      offset += decoded.length
    }
  }

  private func shareOfGB18030(_ bytes: Span<UInt8>) -> Double {
    var usual = 0
    var all = 0
    var offset = 0
    while offset < bytes.count {
      let lead = bytes[offset]
      guard lead >= 0x80 else {
        offset += 1
        continue
      }
      if offset + 1 == bytes.count { break }
      all += 1
      let trail = bytes[offset + 1]
      guard (0x81...0xFE).contains(lead) else {
        offset += 1
        continue
      }
      if (0x30...0x39).contains(trail) {
        offset += 4
      } else if (0x40...0xFE).contains(trail), trail != 0x7F {
        let isUsualRow = (0xB0...0xD7).contains(lead) || (0xA1...0xA3).contains(lead)
        if isUsualRow, trail >= 0xA1 { usual += 1 }
        offset += 2
      } else {
        offset += 1
      }
    }
    return usual < 2 ? 0 : Double(usual) / Double(all)
  }

  private func shareOfWindows1252(_ bytes: Span<UInt8>) -> Double {
    var usual = 0
    var all = 0
    for offset in bytes.indices where bytes[offset] >= 0x80 {
      all += 1
      let byte = bytes[offset]
      if Self.isLetter(byte) {
        let touches =
          offset > 0 && Self.isLetter(bytes[offset - 1])
          || offset + 1 < bytes.count && Self.isLetter(bytes[offset + 1])
        // A run of accented letters is no word of a western language.
        let isRun =
          (offset > 0 && bytes[offset - 1] >= 0xC0)
          && (offset + 1 < bytes.count && bytes[offset + 1] >= 0xC0)
        if touches, !isRun { usual += 1 }
      } else if Self.isUsualSign(byte) {
        usual += 1
      }
    }
    return all == 0 ? 0 : Double(usual) / Double(all)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    let isASCII = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    return isASCII || byte >= 0xC0 && byte != 0xD7 && byte != 0xF7
      || [0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F].contains(byte)
  }

  /// Quotes, dashes, the ellipsis, the euro, a no-break space, and a few more.
  private static func isUsualSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x80, 0x82, 0x84, 0x85, 0x91...0x97, 0x99, 0xA0, 0xA1, 0xA3, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB4,
      0xB7, 0xBB,
      0xBF:
      true
    default: false
    }
  }
}
