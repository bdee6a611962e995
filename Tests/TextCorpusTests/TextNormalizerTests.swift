import Testing

@testable import TextCorpus

@Suite struct TextNormalizerTests {
  private func joined(_ text: String, _ form: TextNormalization?, folding: Bool = false) -> String {
    let configuration = TokenizerConfiguration(
      kind: .whitespace, isLowercased: false, normalization: form, foldsAccents: folding)
    return Tokenizer(configuration).tokens(of: text).joined(separator: " ")
  }

  @Test func none() {
    #expect(Array(joined("e\u{301} \u{212B}", nil).utf8) == Array("e\u{301} \u{212B}".utf8))
  }

  @Test(arguments: [
    ("cafe\u{301} \u{212B} \u{1112}\u{1161}\u{11AB}", "café å 한".replacingOccurrences(of: "å", with: "Å")),
    ("q\u{307}\u{323}", "q\u{323}\u{307}"),
    ("１ ﬁ ² ", "１ ﬁ ²"),
  ])
  func canonical(text: String, expected: String) {
    #expect(Array(joined(text, .nfc).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("Ｆｕｌｌ　１２ ﬁ ② ½ ㌔", "Full 12 fi 2 1⁄2 キロ"),
    ("ｶﾞ cafe\u{301}", "ガ café"),
  ])
  func compatible(text: String, expected: String) {
    #expect(Array(joined(text, .nfkc).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("éÀçñ Ångström naïve", "eAcn Angstrom naive"),
    ("e\u{301}\u{323} ệ", "e e"),
    ("ά ΐ ᾳ й ё Ў", "α ι α и е У"),
    ("ø ł ß æ đ ı", "ø ł ß æ đ ı"),
    ("が हिन्दी ไม้ عَرَبِي אָ", "が हिन्दी ไม้ عَرَبِي אָ"),
    ("1\u{301} ☃\u{301}", "1\u{301} ☃\u{301}"),
    ("İ", "I"),
  ])
  func accents(text: String, expected: String) {
    #expect(Array(joined(text, nil, folding: true).utf8) == Array(expected.utf8))
  }

  @Test func accentsAndFullWidthForms() {
    #expect(joined("ｅ\u{301} Ｎ", .nfkc, folding: true) == "e N")
  }

  /// What is replaced is counted once, whether or not the text had to be normalized.
  @Test func invalidBytes() {
    let tokenizer = Tokenizer(TokenizerConfiguration(normalization: .nfc))
    var buffer = TokenBuffer()
    tokenizer.tokenize(([0x61, 0xFF, 0x20, 0xE4, 0xBD] as [UInt8]).span, into: &buffer)
    #expect(buffer.replacedSequenceCount == 2)
    #expect((0..<buffer.count).map { buffer[$0] } == ["a", "\u{FFFD}", "\u{FFFD}"])
  }

  /// Marks in the worst order, as many as are in no text.
  @Test func aMillionMarks() {
    let text = "a" + String(repeating: "\u{301}\u{323}", count: 500_000)
    let result = joined(text, .nfc)
    #expect(result.unicodeScalars.count == 1_000_000)
    #expect(result.unicodeScalars.prefix(3).map(\.value) == [0x1EA1, 0x323, 0x323])
  }
}
