import Testing

@testable import TextCorpus

@Suite struct BytePairTokenizerTests {
  private func counts(_ text: String) throws -> WordCounts {
    var counts = WordCounts()
    var buffer = TokenBuffer()
    Tokenizer().tokenize(text, into: &buffer)
    try counts.add(buffer, of: "test")
    return counts
  }

  private func tokenizer(_ text: String, symbols: Int, like base: TokenizerConfiguration = .init()) throws
    -> Tokenizer
  {
    let merges = try BytePairMerges(learningFrom: counts(text), symbols: symbols)
    return Tokenizer(TokenizerConfiguration(.merges(merges), like: base))
  }

  private func symbols(_ merges: BytePairMerges) -> [String] {
    (0..<merges.count).map { String(decoding: merges.utf8[merges.symbols.range(of: $0)], as: UTF8.self) }
  }

  private static let text =
    "low low low low low lower lower newest newest newest newest newest newest widest widest widest"

  @Test func learnsTheMostFrequentPairs() throws {
    let merges = try BytePairMerges(learningFrom: counts(Self.text), symbols: 17)
    // es and est are met 9 times, of ##ow and lo, 7 times each, and of ##ew, ne and ##west, 6 times each, the lower bytes come first.
    #expect(
      symbols(merges) == [
        "##d", "##e", "##i", "##o", "##r", "##s", "##t", "##w", "l", "n", "w",
        "##es", "##est", "##ow", "low", "##ew", "##ewest",
      ])
    #expect(merges.mergeCount == 17 - 11)
  }

  @Test func cutsWordsIntoPieces() throws {
    let tokenizer = try tokenizer(Self.text, symbols: 20)
    #expect(
      tokenizer.tokens(of: "Low, lowest newer xe") == [
        "low", ",", "low", "##est", "n", "##ew", "##e", "##r", "x", "##e",
      ])
    #expect(tokenizer.tokens(of: "") == [])
    // Once more, from the cache.
    var buffer = TokenBuffer()
    for _ in 0..<2 {
      tokenizer.tokenize("lowest lowest é", into: &buffer)
      #expect((0..<buffer.count).map { buffer[$0] } == ["low", "##est", "low", "##est", "é"])
    }
  }

  /// A buffer that goes from one tokenizer to another forgets what the first cut.
  @Test func buffersChangeHands() throws {
    let few = try tokenizer(Self.text, symbols: 12)
    let many = try tokenizer(Self.text, symbols: 20)
    var buffer = TokenBuffer()
    for tokenizer in [few, many, few, Tokenizer(), many] {
      tokenizer.tokenize("lowest", into: &buffer)
      #expect((0..<buffer.count).map { buffer[$0] } == tokenizer.tokens(of: "lowest"))
    }
  }

  /// The learned merges are those of a plain trainer that counts everything anew for each merge.
  @Test(arguments: 0..<20)
  func agreesWithAPlainTrainer(seed: Int) throws {
    var generator = SplitMix(state: UInt64(seed))
    // Two spellings of what String takes for one letter.
    let letters = ["a", "a", "b", "c", "\u{1F71}", "\u{3AC}"]
    let words = (0..<60).map { _ in
      (0..<Int.random(in: 1...8, using: &generator)).map { _ in letters.randomElement(using: &generator)! }
        .joined()
    }
    let text = words.joined(separator: " ")
    let limit = Int.random(in: 10...40, using: &generator)
    let merges = try BytePairMerges(learningFrom: counts(text), symbols: limit)
    let expected = plainMerges(words, symbols: limit)
    let all = symbols(merges).map { Array($0.utf8) }
    let found = (0..<merges.mergeCount).map {
      [all[Int(merges.merges[2 * $0])], all[Int(merges.merges[2 * $0 + 1])]]
    }
    #expect(found == expected, "\(text)")
    // And the words are cut as the plain trainer leaves them.
    let tokenizer = Tokenizer(TokenizerConfiguration(.merges(merges), like: TokenizerConfiguration()))
    for word in words {
      let pieces = tokenizer.tokens(of: word).map { Array($0.utf8) }
      #expect(pieces == plainPieces(word, expected), "\(word): \(expected)")
    }
  }

  @Test func tooFewPieces() throws {
    let words = try counts("abc abc")
    #expect(throws: TokenizerError.tooFewPieces(asked: 3, characters: 3)) {
      try BytePairMerges(learningFrom: words, symbols: 3)
    }
  }

  /// Words in another order, and in two texts, give the same merges.
  @Test func theOrderDoesNotMatter() throws {
    let words = Self.text.split(separator: " ")
    let turned = words.reversed().joined(separator: " ")
    let first = try BytePairMerges(learningFrom: counts(Self.text), symbols: 30)
    #expect(try BytePairMerges(learningFrom: counts(turned), symbols: 30) == first)
  }

  @Test func storedTablesAreChecked() throws {
    let merges = try BytePairMerges(learningFrom: counts(Self.text), symbols: 20)
    let copy = try BytePairMerges(utf8: merges.utf8, offsets: merges.offsets, merges: merges.merges)
    #expect(copy == merges)
    func reason(_ merges: [Int32]) -> TokenizerError? {
      do throws(TokenizerError) {
        _ = try BytePairMerges(utf8: Array("a##bab".utf8), offsets: [0, 1, 4, 6], merges: merges)
        return nil
      } catch {
        return error
      }
    }
    #expect(reason([0, 1]) == nil)
    #expect(reason([0]) == .brokenTable(reason: "a merge has no right symbol"))
    for bad: [Int32] in [[1, 1], [0, 0], [0, 3], [-1, 1]] {
      #expect(reason([0, 1] + bad) == .brokenTable(reason: "what merge 1 makes is no symbol"))
    }
  }

  /// Long words are cut in stretches, so that they take no longer by the byte than short ones.
  @Test func aWordOfAMillionLetters() throws {
    let tokenizer = try tokenizer(Self.text, symbols: 20)
    var buffer = TokenBuffer()
    tokenizer.tokenize(String(repeating: "newest", count: 160_000), into: &buffer)
    let bytes = (0..<buffer.count).reduce(0) { $0 + buffer[$1].utf8.count - ($1 == 0 ? 0 : 2) }
    #expect(bytes == 960_000)
  }
}

/// As bytes, since String takes some spellings for the same.
private typealias Piece = [UInt8]

/// The merges, by counting all pairs anew each time.
private func plainMerges(_ words: [String], symbols limit: Int) -> [[Piece]] {
  var met: [Piece: Int] = [:]
  for word in words { for piece in characters(word) { met[piece, default: 0] += 1 } }
  var symbols = Set(met.filter { $0.value >= 2 }.keys)
  var texts = words.map(characters)
  var merges: [[Piece]] = []
  while symbols.count < limit {
    var counts: [[Piece]: Int] = [:]
    for text in texts {
      for (left, right) in zip(text, text.dropFirst()) where symbols.contains(left) && symbols.contains(right)
      {
        counts[[left, right], default: 0] += 1
      }
    }
    guard
      let best = counts.filter({ $0.value >= 2 }).min(by: { first, second in
        if first.value != second.value { return first.value > second.value }
        let (left, right) = (first.key, second.key)
        return left[0] != right[0]
          ? left[0].lexicographicallyPrecedes(right[0])
          : left[1].lexicographicallyPrecedes(right[1])
      })
    else { break }
    merges.append(best.key)
    symbols.insert(best.key[0] + best.key[1].dropFirst(2))
    texts = texts.map { merged($0, best.key) }
  }
  return merges
}

private func characters(_ word: String) -> [Piece] {
  word.unicodeScalars.enumerated().map { Array((($0.offset == 0 ? "" : "##") + String($0.element)).utf8) }
}

private func merged(_ text: [Piece], _ pair: [Piece]) -> [Piece] {
  var result: [Piece] = []
  for piece in text {
    if result.last == pair[0], piece == pair[1] {
      result[result.count - 1] = pair[0] + pair[1].dropFirst(2)
    } else {
      result.append(piece)
    }
  }
  return result
}

private func plainPieces(_ word: String, _ merges: [[Piece]]) -> [Piece] {
  merges.reduce(characters(word)) { merged($0, $1) }
}
