/// What a Unicode scalar is to a tokenizer: one of these, and whether lower-casing changes it.
struct ScalarTraits: OptionSet, Sendable {
  let rawValue: UInt16

  /// White_Space.
  static let space = ScalarTraits(rawValue: 1 << 0)
  /// Control characters that are no white space, and ZERO WIDTH SPACE: they separate too.
  static let control = ScalarTraits(rawValue: 1 << 1)
  /// Letters of scripts that are written in words.
  static let letter = ScalarTraits(rawValue: 1 << 2)
  /// Digits and other numbers.
  static let digit = ScalarTraits(rawValue: 1 << 3)
  /// Combining marks, variation selectors and emoji modifiers: they belong to what stands before.
  static let mark = ScalarTraits(rawValue: 1 << 4)
  /// Ideographs and hiragana: each a token.
  static let ideograph = ScalarTraits(rawValue: 1 << 5)
  /// Punctuation, symbols, and what is not assigned.
  static let symbol = ScalarTraits(rawValue: 1 << 6)
  /// ZERO WIDTH JOINER and NON-JOINER.
  static let joiner = ScalarTraits(rawValue: 1 << 7)
  /// Other invisible format characters, such as the soft hyphen and direction marks: left out.
  static let ignored = ScalarTraits(rawValue: 1 << 8)
  /// Half of a flag.
  static let regionalIndicator = ScalarTraits(rawValue: 1 << 9)

  static let changesWhenLowercased = ScalarTraits(rawValue: 1 << 15)

  static let separator: ScalarTraits = [.space, .control]
  /// What begins a word or stands in one.
  static let word: ScalarTraits = [.letter, .digit, .mark]

  @inline(__always)
  func isAny(_ traits: ScalarTraits) -> Bool { rawValue & traits.rawValue != 0 }

  /// The traits of U+0000 to U+007F.
  static let ascii: [ScalarTraits] = (0..<0x80).map { ScalarTraits(Unicode.Scalar(UInt8($0))) }

  /// The traits of U+0000 to U+FFFF.
  ///
  /// Built when the first text beyond ASCII is met, within a few milliseconds, because asking the library for each character of a text is some
  /// ten times slower than a look into this table.
  static let basicPlane: [ScalarTraits] = (0..<0x10000).map { value in
    // The large blocks of one kind need no question.
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF: .ideograph
    case 0xAC00...0xD7A3: .letter
    case 0xD800...0xF8FF: .symbol
    default: Unicode.Scalar(UInt32(value)).map(ScalarTraits.init) ?? .symbol
    }
  }

  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  init(_ scalar: Unicode.Scalar) {
    let kind = Self.kind(of: scalar)
    self = scalar.properties.changesWhenLowercased ? kind.union(.changesWhenLowercased) : kind
  }

  private static func kind(of scalar: Unicode.Scalar) -> ScalarTraits {
    switch scalar.value {
    case 0x200B: return .control
    case 0x200C, 0x200D: return .joiner
    // The repetition mark 々 and hiragana, as Unicode's word boundaries have them.
    case 0x3005, 0x3041...0x3096, 0x309D...0x309F, 0x1B001...0x1B11F, 0x1B150...0x1B152: return .ideograph
    case 0x1F1E6...0x1F1FF: return .regionalIndicator
    default: break
    }
    let properties = scalar.properties
    if properties.isWhitespace { return .space }
    if properties.isIdeographic { return .ideograph }
    if properties.isEmojiModifier { return .mark }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .digit
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: return .control
    case .format: return .ignored
    default: return .symbol
    }
  }
}
