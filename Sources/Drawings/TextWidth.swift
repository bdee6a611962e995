/// How wide text will be, roughly: a drawing is made before a font is chosen.
package enum TextWidth {
  /// In units of the drawing, for letters of `size`. Means of common sans-serif fonts, on the wide side.
  package static func estimate(_ text: String, size: Double, isBold: Bool = false) -> Double {
    text.reduce(0) { $0 + ems($1) } * size * (isBold ? boldness : 1)
  }

  private static let boldness = 1.14

  /// `text`, or its beginning and "…", no wider than `width`.
  package static func shortened(
    _ text: String, to width: Double, size: Double, isBold: Bool = false
  ) -> String {
    guard estimate(text, size: size, isBold: isBold) > width else { return text }
    var kept = ""
    var room = width / size / (isBold ? boldness : 1) - ems("…")
    for character in text {
      room -= ems(character)
      guard room >= 0 else { break }
      kept.append(character)
    }
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return kept + "…"
  }

  private static func ems(_ character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100..<0x1160, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0xFE30..<0xFE70, 0xFF00..<0xFF61,
      0x1F300..<0x1FB00, 0x20000..<0x40000:
      return 1
    case 0x200B...0x200F, 0x2060...0x2069: return 0
    default: break
    }
    if "iljtfrI.,:;'|!()[] ".contains(character) { return 0.34 }
    if "mwMW%@—…<>+=−".contains(character) { return 0.9 }
    return character.isUppercase ? 0.68 : 0.57
  }
}
