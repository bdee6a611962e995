import Foundation
import Testing

@testable import TextCorpus

@Suite struct SubwordTests {
  /// Buckets of a word, one by one.
  private func buckets(_ configuration: SubwordConfiguration, _ word: String) -> [Int32] {
    var found: [Int32] = []
    let bytes = Array(word.utf8)
    configuration.forEachBucket(of: bytes.span) { found.append($0) }
    return found
  }

  /// What `Golden/fasttext-pieces.py` has asked fastText: shortest, longest, buckets, word, and its pieces.
  struct Line: Sendable, CustomTestStringConvertible {
    var configuration: SubwordConfiguration
    var word: String
    var buckets: [Int32]

    var testDescription: String {
      "\(word), \(configuration.minimumLength) to \(configuration.maximumLength), \(configuration.buckets)"
    }
  }

  static let lines: [Line] = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text =
      (try? String(contentsOf: tests.appending(path: "Golden/fasttext-pieces.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t")
      return Line(
        configuration: SubwordConfiguration(
          minimumLength: Int(fields[0])!, maximumLength: Int(fields[1])!, buckets: Int(fields[2])!),
        word: String(fields[3]), buckets: fields.dropFirst(4).map { Int32($0.split(separator: " ")[1])! })
    }
  }()

  @Test func thereAreLines() { #expect(Self.lines.count == 135) }

  @Test(arguments: lines)
  func piecesAreThoseOfFastText(_ line: Line) {
    #expect(buckets(line.configuration, line.word) == line.buckets)
  }

  /// A megabyte without a space has no more pieces than its first places.
  @Test func noWordHasMorePiecesThanALongOne() {
    let configuration = SubwordConfiguration()
    let long = buckets(configuration, String(repeating: "ab", count: 500_000))
    #expect(long.count == 4 * SubwordConfiguration.longestWord)
    #expect(long.prefix(20) == buckets(configuration, String(repeating: "ab", count: 200)).prefix(20))
  }

  @Test func wrongNumbersAreNamed() {
    #expect(SubwordConfiguration().problem == nil)
    for (shortest, longest) in [(0, 3), (4, 3), (3, 17)] {
      let configuration = SubwordConfiguration(minimumLength: shortest, maximumLength: longest)
      #expect(
        configuration.problem
          == "the pieces of words have from \(shortest) to \(longest) characters; use a range from 1 to 16, such as 3-6"
      )
    }
    for buckets in [0, -1, 20_000_001] {
      #expect(
        SubwordConfiguration(buckets: buckets).problem
          == "the pieces of words have \(buckets) buckets; use 1 to 20000000")
    }
  }

  @Test func anIndexHasTheBucketsOfItsWords() throws {
    let configuration = SubwordConfiguration(buckets: 5000)
    let words = ["banana", "ban", "我说"]
    let index = PieceIndex(configuration) { take in for word in words { take(Array(word.utf8).span) } }
    #expect(index.buckets == Set(words.flatMap { buckets(configuration, $0) }).sorted())
    func rows(_ word: String) -> [Int32] {
      var rows: [Int32] = []
      index.appendRows(of: Array(word.utf8).span, first: 100, to: &rows)
      return rows
    }
    // Every piece of a word that was there, twice those that it has twice; of another those that were met.
    #expect(rows("banana").map { index.buckets[Int($0) - 100] } == buckets(configuration, "banana"))
    let known = Set(index.buckets)
    #expect(
      rows("bananas").map { index.buckets[Int($0) - 100] }
        == buckets(configuration, "bananas").filter(known.contains))
    #expect(rows("qqq").isEmpty)
    #expect(PieceIndex(configuration, buckets: index.buckets) == index)
  }

  @Test(arguments: [[3, 2], [2, 2], [-1, 2], [1, 5000]] as [[Int32]])
  func aStoredIndexIsNotTrusted(_ buckets: [Int32]) {
    #expect(PieceIndex(SubwordConfiguration(buckets: 5000), buckets: buckets) == nil)
  }

  @Test func anIndexMayBeEmpty() {
    #expect(PieceIndex(SubwordConfiguration(), buckets: [])?.count == 0)
  }
}

@Suite struct GuestWordsTests {
  private let tokenizer = Tokenizer()
  private let texts = corpus(["a known word", "strange words here", "", "a strange word"])

  private func vocabulary() throws -> Vocabulary { Vocabulary().adding(["a", "known", "word"]) }

  private func words(_ text: EncodedText, _ vocabulary: Vocabulary) -> [[String]] {
    (0..<text.count).map { document in
      text[document].map { id in
        id < Int32(vocabulary.count) ? vocabulary.word(at: Int(id)) : text.guests?.word(at: id) ?? "?"
      }
    }
  }

  private let expected = [
    ["a", "known", "word"], ["strange", "words", "here"], [], ["a", "strange", "word"],
  ]

  @Test func bothWaysAgree() throws {
    let vocabulary = try vocabulary()
    let tokenized = try TokenizedText(texts, tokenizer: tokenizer)
      .encoded(with: vocabulary, keepsGuests: true)
    let direct = try EncodedText(
      texts, tokenizer: tokenizer, vocabulary: vocabulary, labels: nil, keepsGuests: true)
    #expect(tokenized == direct)
    #expect(words(direct, vocabulary) == expected)
    #expect(direct.unknownTokenCount == 4)
    #expect(direct.guests?.count == 3)
    let plain = try EncodedText(texts, tokenizer: tokenizer, vocabulary: vocabulary, labels: nil)
    #expect(plain.guests == nil && plain.unknownTokenCount == 4)
    #expect(plain.tokens == direct.tokens.map { $0 < 4 ? $0 : 0 })
  }

  /// Parts that were encoded on their own number their guests as they come; joined, a word has one number.
  @Test func joinedTextsShareGuests() throws {
    let vocabulary = try vocabulary()
    func part(_ texts: [String]) throws -> EncodedText {
      try EncodedText(
        corpus(texts), tokenizer: tokenizer, vocabulary: vocabulary, labels: nil, keepsGuests: true)
    }
    var joined = try part([])
    joined.append(try part(["a known word", "strange words here"]))
    joined.append(try part(["", "a strange word"]))
    #expect(words(joined, vocabulary) == expected)
    #expect(joined.guests?.count == 3)
    let some = joined.selecting([3, 1])
    #expect(words(some, vocabulary) == [expected[3], expected[1]])
    joined.removeAll()
    #expect(joined.guests?.count == 0)
  }
}
