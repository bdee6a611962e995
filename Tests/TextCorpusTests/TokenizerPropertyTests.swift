import Foundation
import Testing

@testable import TextCorpus

/// What holds for every kind and every text, however hostile.
@Suite struct TokenizerPropertyTests {
  /// One of each kind, with and without options.
  static let configurations: [TokenizerConfiguration] = {
    var plain = TokenizerKind.allCases.filter { !$0.needsTable }.flatMap { kind in
      [
        TokenizerConfiguration(kind: kind),
        TokenizerConfiguration(kind: kind, isLowercased: false, splitsContractions: false),
        TokenizerConfiguration(kind: kind, normalization: .nfkc, foldsAccents: true),
      ]
    }
    let list = Array("我说 3\n说 2\n我 5\ns我 1\n".utf8)
    let words = try! withFile(list) { try WordFrequencies(contentsOf: $0, for: TokenizerConfiguration()) }
    plain.append(TokenizerConfiguration(.words(words), like: TokenizerConfiguration()))
    for base in TokenizerConfiguration.bases {
      let configuration = TokenizerConfiguration(kind: base)
      var buffer = TokenBuffer()
      Tokenizer(configuration).tokenize("sTn sTn é我 é我 n's n's", into: &buffer)
      var counts = WordCounts()
      try! counts.add(buffer, of: "test")
      let merges = try! BytePairMerges(learningFrom: counts, symbols: 20)
      plain.append(TokenizerConfiguration(.merges(merges), like: configuration))
    }
    return plain
  }()

  private static let pieces: [[UInt8]] =
    [
      "'", "’", "s", "T", "n", "_", " ", "é", "我", "说", "👩", "\u{200D}", "\u{301}", "🇩", "\u{AD}", ".", "@",
      "#",
      "http://", "www.", "a@b.co", "12:30", ":", "1", "ラ", "한", "\u{1112}\u{1161}", "\u{323}", "ﬁ", "א", "״",
      "\0",
      "\r\n", "\u{3000}", "\u{E0061}", "１", "İ",
    ].map { Array($0.utf8) } + [[0xFF], [0xE4, 0xBD], [0xF0, 0x9F], [0xED, 0xA0, 0x80]]

  /// No trap, no empty token; the text repaired before gives the same; nothing comes that was not there, in its order.
  @Test(arguments: 0..<12)
  func anyBytes(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    var buffer = TokenBuffer()
    for configuration in Self.configurations {
      let tokenizer = Tokenizer(configuration)
      for _ in 0..<60 {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0..<40, using: &generator) {
          bytes += Self.pieces.randomElement(using: &generator)!
          if UInt8.random(in: 0..<8, using: &generator) == 0, !bytes.isEmpty { bytes.removeLast() }
        }
        tokenizer.tokenize(bytes.span, into: &buffer)
        let tokens = (0..<buffer.count).map { buffer[$0] }
        let repaired = String(decoding: bytes, as: UTF8.self)
        #expect(!tokens.contains(""), "\(configuration.kind) \(bytes)")
        #expect(
          tokens.map { Array($0.utf8) } == tokenizer.tokens(of: repaired).map { Array($0.utf8) },
          "\(configuration.kind) \(bytes)")
        #expect(
          buffer.replacedSequenceCount == bytes.span.invalidSequenceCount, "\(configuration.kind) \(bytes)")
        expectPart(of: repaired, tokens, configuration)
      }
    }
  }

  /// The tokens without marks of pieces and without pairs are a part of the text, case and ’ aside.
  private func expectPart(of text: String, _ tokens: [String], _ configuration: TokenizerConfiguration) {
    guard configuration.normalization == nil, configuration.kind != .characterBigrams else { return }
    var rest = Substring(text.plain).unicodeScalars
    for token in tokens {
      let isPiece =
        configuration.kind == .bytePairs && token.hasPrefix("##") && token.unicodeScalars.count == 3
      for scalar in (isPiece ? String(token.unicodeScalars.dropFirst(2)) : token).plain.unicodeScalars
      where scalar != "#" {
        guard let found = rest.firstIndex(of: scalar) else {
          Issue.record("\(configuration.kind): \(tokens) is no part of \(text.debugDescription)")
          return
        }
        rest = rest[rest.index(after: found)...]
      }
    }
  }

  /// Texts that would be slow, or large, for anything that is not linear. Each is some hundred kilobytes.
  @Test(.timeLimit(.minutes(2)), arguments: configurations.indices)
  func hostileTexts(index: Int) {
    let tokenizer = Tokenizer(Self.configurations[index])
    var buffer = TokenBuffer()
    for piece in [
      "a", "\u{301}", "\u{301}\u{323}", "\0", "\u{200D}", "👩\u{200D}", "🇩", "a.", "a\u{301}.\u{301}", "a-",
      "@", "a@", "@a.",
      "a@a.", "#", "#1", "http://", "http://(", "www.a)", "'", "a'", "_", "_a_", "1:", "12:30:", "我",
      "我\u{301}", "\u{AD}",
      "א״", "\u{1112}\u{1161}", "\u{E0061}",
    ] {
      let text = Array(String(repeating: piece, count: 200_000 / piece.utf8.count).utf8)
      tokenizer.tokenize(text.span, into: &buffer)
      #expect(buffer.replacedSequenceCount == 0)
      let invalid = text.map { $0 | 0x80 }
      tokenizer.tokenize(invalid.span, into: &buffer)
    }
  }

  /// Configurations as the first models had them are coded as ever, and what is new is coded too.
  @Test func coding() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func json(_ configuration: TokenizerConfiguration) throws -> String {
      String(decoding: try encoder.encode(configuration), as: UTF8.self)
    }
    #expect(
      try json(TokenizerConfiguration()) == #"{"isLowercased":true,"kind":"words","splitsContractions":true}"#
    )
    for configuration in Self.configurations {
      let text = try json(configuration)
      let decoded = try JSONDecoder().decode(TokenizerConfiguration.self, from: Data(text.utf8))
      #expect(try json(decoded) == text)
      guard let table = configuration.table else {
        #expect(decoded == configuration)
        continue
      }
      #expect(!decoded.hasItsTable)
      #expect(try decoded.adding(table) == configuration)
      let other = Self.configurations.last { $0.table != nil && $0.table != table }!.table!
      #expect(throws: TokenizerError.self) { try decoded.adding(other) }
    }
    for bad in ["dictionary", "byte-pairs"] {
      let text = #"{"isLowercased":true,"kind":"\#(bad)","splitsContractions":true}"#
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(TokenizerConfiguration.self, from: Data(text.utf8))
      }
    }
  }
}

extension String {
  /// Each scalar in lower case, whatever stands beside it, and ’ as '.
  fileprivate var plain: String {
    unicodeScalars.map { $0 == "’" ? "'" : $0.properties.lowercaseMapping }.joined()
  }
}
