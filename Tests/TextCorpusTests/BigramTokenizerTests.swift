import Testing
import TextCorpus

@Suite struct BigramTokenizerTests {
  @Test(arguments: [
    ("我爱你", ["我", "爱", "你", "我爱", "爱你"]),
    ("我 爱，你们ok", ["我", "爱", "，", "你", "们", "o", "k", "你们"]),
    ("カタかな한국", ["カ", "タ", "か", "な", "한", "국", "カタ", "タか", "かな", "な한", "한국"]),
    ("我\u{AD}爱\u{FE00}你", ["我", "爱\u{FE00}", "你", "我爱\u{FE00}", "爱\u{FE00}你"]),
    ("", []),
    ("我", ["我"]),
  ])
  func charactersAndPairs(text: String, expected: [String]) {
    let tokens = Tokenizer(TokenizerConfiguration(kind: .characterBigrams)).tokens(of: text)
    #expect(tokens == expected)
  }
}
