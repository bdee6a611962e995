import Testing
import TextCorpus

@Suite struct TokenizerTests {
  private func words(_ text: String, lowercased: Bool = true, contractions: Bool = true) -> [String] {
    Tokenizer(
      TokenizerConfiguration(kind: .words, isLowercased: lowercased, splitsContractions: contractions)
    ).tokens(of: text)
  }

  private func joined(_ text: String, lowercased: Bool = true, contractions: Bool = true) -> String {
    words(text, lowercased: lowercased, contractions: contractions).joined(separator: " ")
  }

  @Test(arguments: [
    ("", ""),
    ("Hello, World!", "hello , world !"),
    ("a--b ...", "a - - b . . ."),
    ("3.14 1,000 mp3s 2012年", "3 . 14 1 , 000 mp3s 2012 年"),
    ("new_york _x_ a__b __init__ _", "new_york _ x _ a__b _ _ init _ _ _"),
    ("ÀÉÎ ΣΊΣΥΦΟΣ МОСКВА Straße İ Ⱥ", "àéî σίσυφοσ москва straße i\u{307} ⱥ"),
    ("cafe\u{301}s \u{301}x", "cafe\u{301}s \u{301}x"),
    ("我说Swift很快。", "我 说 swift 很 快 。"),
    ("𠀀𪜀〇々龥", "𠀀 𪜀 〇 々 龥"),
    ("ラーメンを食べた", "ラーメン を 食 へ\u{3099} た".replacingOccurrences(of: "へ\u{3099}", with: "べ")),
    ("한국어 텍스트", "한국어 텍스트"),
    ("co\u{AD}op \u{200F}x\u{FEFF}y", "coop xy"),
    ("می\u{200C}خواهم a\u{200D}", "می\u{200C}خواهم a"),
    ("๑๒ ½ ② x²", "๑๒ ½ ② x²"),
    ("😀😀 👍🏽 ❤\u{FE0F}", "😀 😀 👍🏽 ❤\u{FE0F}"),
    ("👩\u{200D}💻x🇩🇪🇫🇷", "👩\u{200D}💻 x 🇩🇪 🇫🇷"),
    ("@user #tag http://a.b/c", "@ user # tag http : / / a . b / c"),
    ("\u{FFFD}a", "\u{FFFD} a"),
  ])
  func wordsAndSymbols(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test(arguments: [
    ("it's", "it 's"),
    ("It’s", "it 's"),
    ("don't CAN'T", "do n't ca n't"),
    ("we've they're I'd she'll I'm", "we 've they 're i 'd she 'll i 'm"),
    ("wouldn't've y'all'd've", "would n't 've y'all 'd 've"),
    ("it 's do n't does n 't I 'm they 'll", "it 's do n't does n 't i 'm they 'll"),
    ("'s 't 'sup 's_x 'll'a", "'s 't ' sup ' s_x ' ll'a"),
    ("90's '90s rock'n'roll o'clock", "90 's ' 90s rock'n'roll o'clock"),
    ("dogs' 'quoted' ''x''", "dogs ' ' quoted ' ' ' x ' '"),
    ("n't t's '", "n't t 's '"),
    ("it's\u{301}", "it's\u{301}"),
  ])
  func contractions(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test func withoutContractions() {
    #expect(
      joined("It's don't 's dogs' ’tis we’ve", contractions: false) == "it's don't ' s dogs ' ’ tis we've")
  }

  @Test func whiteSpaceAndControlCharactersSeparate() {
    #expect(words(" \t\r\n\u{85}\u{A0}\u{2028}\u{3000}\u{200B}\0\u{7}") == [])
    #expect(words("a\0b\u{200B}c\u{A0}d") == ["a", "b", "c", "d"])
  }

  @Test func caseKept() {
    #expect(joined("DON'T It'S ÀB", lowercased: false) == "DO N'T It 'S ÀB")
  }

  @Test func characters() {
    let configuration = TokenizerConfiguration(kind: .characters)
    #expect(
      Tokenizer(configuration).tokens(of: "Ab, e\u{301}\u{200B}我\u{AD}１ 👩\u{200D}💻🇩🇪")
        == ["a", "b", ",", "e\u{301}", "我", "１", "👩\u{200D}💻", "🇩🇪"])
  }

  @Test func whitespace() {
    let kept = TokenizerConfiguration(kind: .whitespace, isLowercased: false)
    #expect(
      Tokenizer(kept).tokens(of: " It's  ÉTÉ,\u{3000}x_y\u{A0}z\tü") == ["It's", "ÉTÉ,", "x_y", "z", "ü"])
    let lowercased = TokenizerConfiguration(kind: .whitespace)
    #expect(Tokenizer(lowercased).tokens(of: "It's ÉTÉ,") == ["it's", "été,"])
  }

  @Test(arguments: TokenizerKind.allCases.filter { !$0.needsTable })
  func invalidBytesAreReplacedAndCounted(kind: TokenizerKind) {
    let bytes: [UInt8] = [0x41, 0x20, 0xFF, 0x20, 0xE4, 0xBD, 0x20, 0x62, 0x80]
    var buffer = TokenBuffer()
    Tokenizer(TokenizerConfiguration(kind: kind)).tokenize(bytes.span, into: &buffer)
    let tokens = (0..<buffer.count).map { buffer[$0] }
    let last = kind == .whitespace ? ["b\u{FFFD}"] : ["b", "\u{FFFD}"]
    #expect(tokens == ["a", "\u{FFFD}", "\u{FFFD}"] + last)
    #expect(buffer.replacedSequenceCount == 3)
    Tokenizer().tokenize("ok", into: &buffer)
    #expect(buffer.replacedSequenceCount == 0)
    #expect(buffer.count == 1)
  }
}
