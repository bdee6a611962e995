/// The English contractions that are tokens of their own: `n't 's 've 're 'd 'll 'm`.
///
/// Kim's preprocessing cuts off the first six; `'m` is cut as well, as in the Penn treebank and in GloVe.
/// Source: `clean_str` in <https://github.com/yoonkim/CNN_sentence>.
enum Contraction {
  /// How many bytes at the end of a word are a contraction, nil if none or if nothing would be left before it.
  static func suffixLength(of word: Span<UInt8>) -> Int? {
    let count = word.count
    guard count > 2 else { return nil }
    let last = word[count - 1] | 0x20
    if word[count - 2] == apostrophe {
      switch last {
      case s, d, m: return 2
      case t where count > 3 && word[count - 3] | 0x20 == n: return 3
      default: return nil
      }
    }
    return count > 3 && word[count - 3] == apostrophe && isPair(word[count - 2] | 0x20, last) ? 3 : nil
  }

  /// Whether a word that follows an apostrophe makes a token with it, as in text tokenized already: `it 's`.
  /// `'t` is among them, for corpora that write `does n 't`.
  static func standsAlone(afterApostrophe word: Span<UInt8>) -> Bool {
    switch word.count {
    case 1: [s, d, m, t].contains(word[0] | 0x20)
    case 2: isPair(word[0] | 0x20, word[1] | 0x20)
    default: false
    }
  }

  private static func isPair(_ first: UInt8, _ second: UInt8) -> Bool {
    (first == v || first == r) && second == e || first == l && second == l
  }

  private static let apostrophe = UInt8(ascii: "'")
  private static let d = UInt8(ascii: "d")
  private static let e = UInt8(ascii: "e")
  private static let l = UInt8(ascii: "l")
  private static let m = UInt8(ascii: "m")
  private static let n = UInt8(ascii: "n")
  private static let r = UInt8(ascii: "r")
  private static let s = UInt8(ascii: "s")
  private static let t = UInt8(ascii: "t")
  private static let v = UInt8(ascii: "v")
}
