import Testing

@testable import TextCorpus

@Suite struct UnicodeTokenizerTests {
  private func joined(_ text: String, lowercased: Bool = true, contractions: Bool = true) -> String {
    let configuration = TokenizerConfiguration(
      kind: .unicode, isLowercased: lowercased, splitsContractions: contractions)
    return Tokenizer(configuration).tokens(of: text).joined(separator: " ")
  }

  @Test(arguments: [
    ("", ""),
    ("Hello, World!", "hello , world !"),
    ("a--b ...", "a - - b . . ."),
    ("3.14 1,000 mp3s -5 10%", "3.14 1,000 mp3s - 5 10 %"),
    ("new_york _x_ a.b e.g. U.S.A.", "new_york _x_ a.b e.g . u.s.a ."),
    ("ÀÉÎ cafe\u{301}s Straße", "àéî cafe\u{301}s straße"),
    ("我说Swift很快。", "我 说 swift 很 快 。"),
    ("ラーメンを食べた", "ラーメン を 食 べ た"),
    ("한국어 텍스트", "한국어 텍스트"),
    ("צה״ל ד״ר 'x'", "צה״ל ד״ר ' x '"),
    ("ไทย", "ไ ท ย"),
    ("co\u{AD}op \u{200F}x\u{FEFF}y", "coop xy"),
    ("می\u{200C}خواهم a\u{200D}", "می\u{200C}خواهم a"),
    (" \t\r\n\u{85}\u{A0}\u{2028}\u{3000}\u{200B}\0\u{7} \u{301}", "\u{301}"),
  ])
  func segments(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test(arguments: [
    ("😀😀 👍🏽 ❤\u{FE0F}", "😀 😀 👍🏽 ❤\u{FE0F}"),
    ("👩\u{200D}👩\u{200D}👧x🇩🇪🇫🇷🇪", "👩\u{200D}👩\u{200D}👧 x 🇩🇪 🇫🇷 🇪"),
    ("1\u{FE0F}\u{20E3} 🏴\u{E0067}\u{E0062}\u{E007F}", "1\u{FE0F}\u{20E3} 🏴\u{E0067}\u{E0062}\u{E007F}"),
    (" \u{200D}👍", "👍"),
  ])
  func emoji(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test(arguments: [
    ("See HTTP://Example.org/a?b=c#d.", "see http://example.org/a?b=c#d ."),
    ("(https://x.org/y_(z)) www.a.de, ftp://h", "( https://x.org/y_(z) ) www.a.de , ftp://h"),
    ("http://[x http:// www. http wwwa", "http : / / [ x http : / / www . http wwwa"),
    ("http\u{1A}\u{F}\u{F}x", "http x"),
    ("看http://t.cn/Ab真好", "看 http://t.cn/ab 真 好"),
    ("https://bücher.example/ü \"http://q\"", "https://bücher.example/ü \" http://q \""),
  ])
  func urls(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test(arguments: [
    ("Write me@Example.com.", "write me@example.com ."),
    ("<first.last+tag@mail.example.co.uk>", "< first.last+tag@mail.example.co.uk >"),
    ("a@b a@b.c a@b.c1 x@y.org2 ..x@y.org", "a @ b a @ b.c a @ b.c1 x @ y.org2 . . x@y.org"),
    ("é@x.com 我a@x.com,b@y.net", "é @ x.com 我 a@x.com , b@y.net"),
    ("a@b.com@c.org", "a@b.com @c.org".replacingOccurrences(of: "@c.org", with: "@ c.org")),
    ("https://user@host.org/x", "https://user@host.org/x"),
  ])
  func mailAddresses(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test(arguments: [
    ("@User: hi @a_b1!", "@user : hi @a_b1 !"),
    ("a@b @ @@x @me@example.org", "a @ b @ @ @x @me@example.org"),
    ("#Tag #1 #2nd C# #我的 ＃Tag #a-b", "#tag # 1 #2nd c # #我的 ＃tag #a - b"),
    ("x#tag &#39; ##x", "x # tag & # 39 ; # #x"),
  ])
  func namesAndTags(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test(arguments: [
    ("12:30 9:05:10 at 7:5", "12:30 9:05:10 at 7 : 5"),
    ("123:45 12:30x 12:300 12:30:40:50", "123 : 45 12 : 30x 12 : 300 12:30:40 : 50"),
  ])
  func times(text: String, expected: String) {
    #expect(joined(text) == expected)
  }

  @Test func contractions() {
    #expect(
      joined("It’s don't it 's 90's rock'n'roll dogs'") == "it 's do n't it 's 90 's rock'n'roll dogs '")
    #expect(joined("It’s don't 's 90's", contractions: false) == "it's don't ' s 90 ' s")
    #expect(joined("DON’T #Yes", lowercased: false) == "DO N'T #Yes")
  }

  /// Where no rule on top has anything to say, tokens are the segments of UAX #29 without those of white space.
  @Test(arguments: 0..<40)
  func agreesWithTheBoundaries(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    let alphabet = Array("aaBz09 . ,;:_'\"éßДא״׳我ラーしค\u{301}\u{200D}👩🇩🇪€-").map(String.init)
    let tokenizer = Tokenizer(
      TokenizerConfiguration(kind: .unicode, isLowercased: false, splitsContractions: false))
    for _ in 0..<200 {
      let text = (0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        .joined()
      let bytes = Array(text.utf8)
      let ends = boundaries(of: text)
      let segments = zip(ends, ends.dropFirst()).map { String(decoding: bytes[$0..<$1], as: UTF8.self) }
      let plain = segments.map { segment in
        var scalars = Substring(segment).unicodeScalars
        if let first = scalars.first, first.properties.isWhitespace || first == "\u{200D}" {
          scalars = scalars.drop { $0 == "\u{200D}" || $0.properties.isWhitespace }
        }
        while scalars.last == "\u{200D}" { scalars.removeLast() }
        return String(scalars)
      }
      let withoutTimes = tokenizer.tokens(of: text).joined(separator: "")
      #expect(withoutTimes == plain.joined(separator: ""), "\(text)")
      guard !text.contains(":") else { continue }
      #expect(tokenizer.tokens(of: text) == plain.filter { !$0.isEmpty }, "\(text)")
    }
  }
}
