import TextCorpus

/// Every kind of tokenizer, in lower case and as it comes, with and without folding; those that look something up have
/// a small table.
enum Tokenizers {
  static let all: [Tokenizer] = {
    var plain: [TokenizerConfiguration] = []
    for kind in TokenizerKind.allCases where !kind.needsTable {
      plain.append(TokenizerConfiguration(kind: kind))
      plain.append(TokenizerConfiguration(kind: kind, isLowercased: false, splitsContractions: false))
    }
    plain.append(TokenizerConfiguration(kind: .unicode, normalization: .nfkc, foldsAccents: true))
    plain.append(TokenizerConfiguration(kind: .characters, normalization: .nfc))
    let tables = [table { try .merges(merges()) }, table { try .words(words()) }]
    return (plain + tables.map { TokenizerConfiguration($0, like: TokenizerConfiguration()) }).map {
      Tokenizer($0)
    }
  }()

  private static func table(_ make: () throws -> TokenizerTable) -> TokenizerTable {
    do { return try make() } catch { fatalError("\(error)") }
  }

  private static func merges() throws -> BytePairMerges {
    var counts = WordCounts()
    var buffer = TokenBuffer()
    Tokenizer().tokenize(
      "low low lower newest newest widest the label of the text is in the text", into: &buffer)
    try counts.add(buffer, of: "the fuzzer")
    return try BytePairMerges(learningFrom: counts, symbols: 40)
  }

  private static func words() throws -> WordFrequencies {
    let words = ["\u{4E2D}\u{56FD}", "\u{4E2D}", "\u{56FD}\u{4EBA}", "\u{4EBA}\u{6C11}"]
    var offsets: [Int32] = [0]
    for word in words { offsets.append(offsets[offsets.count - 1] + Int32(word.utf8.count)) }
    return try WordFrequencies(utf8: words.flatMap { $0.utf8 }, offsets: offsets, counts: [30, 20, 10, 5])
  }
}
