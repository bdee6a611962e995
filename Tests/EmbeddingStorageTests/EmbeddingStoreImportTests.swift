import Foundation
import Testing

@testable import EmbeddingStorage

@Suite struct EmbeddingStoreImportTests {
  private let folder: TemporaryFolder
  private let store: EmbeddingStore

  init() throws {
    folder = try TemporaryFolder()
    store = try EmbeddingStore(inMemoryNamed: "memory")
  }

  private func importing(
    _ bytes: [UInt8], _ options: EmbeddingStore.ImportOptions = .init()
  ) throws -> EmbeddingStore.ImportReport {
    try store.importVectors(from: folder.write("vectors", bytes), options: options)
  }

  private func importing(
    _ text: String, _ options: EmbeddingStore.ImportOptions = .init()
  ) throws -> EmbeddingStore.ImportReport { try importing(Array(text.utf8), options) }

  private func expectBad(
    _ bytes: [UInt8], _ position: EmbeddingStore.Position, _ problem: EmbeddingStore.Problem
  ) throws {
    #expect(
      throws: EmbeddingStoreError.badEntry(
        folder.file("vectors"), .init(position: position, problem: problem))
    ) { try importing(bytes) }
  }

  private func expectBad(_ text: String, line: Int, _ problem: EmbeddingStore.Problem) throws {
    try expectBad(Array(text.utf8), .line(line), problem)
  }

  private func vector(_ word: String) throws -> [Float]? {
    let lookup = try store.vectors(for: [word])
    return lookup.foundCount == 1 ? lookup.values : nil
  }

  @Test func gloveText() throws {
    let report = try importing("the 0.5 -1e-3\nof 1 2\n")
    #expect(report.info.format == .gloveText)
    #expect(report.info.dimension == 2)
    #expect(report.info.count == 2)
    #expect(try store.words() == ["the", "of"])
    #expect(try vector("the") == [0.5, -0.001])
    #expect(try store.info() == report.info)
  }

  @Test func word2vecAndFastTextTextBlanksAtTheEndsOfLinesAndCRLF() throws {
    for ending in ["\n", " \n", "\r\n", " \r\n"] {
      let report = try importing("2 2\(ending)the 1 2\(ending)</s> 3 4\(ending)")
      #expect(report.info.format == .word2vecText)
      #expect(try store.words() == ["the", "</s>"])
      #expect(try vector("</s>") == [3, 4])
    }
  }

  @Test(arguments: [true, false])
  func word2vecBinaryWithAndWithoutNewlines(newlines: Bool) throws {
    let entries: [([UInt8], [Float])] = [
      (Array("the".utf8), [0.1, -0.2, 1e-20]), (Array("電影".utf8), [1, .leastNonzeroMagnitude, -0.0]),
    ]
    let report = try importing(binaryFile(header: "2 3", entries, newlines: newlines))
    #expect(report.info.format == .word2vecBinary)
    #expect(try store.words() == ["the", "電影"])
    #expect(try vector("the") == [0.1, -0.2, 1e-20])
    #expect(try vector("電影") == [1, .leastNonzeroMagnitude, -0.0])
  }

  @Test func wordsWithBlanksAndWordsThatAreNumbers() throws {
    _ = try importing(". . . 1 2\nat name@domain.com 3 4\n1990 5 6\n")
    #expect(try store.words() == [". . .", "at name@domain.com", "1990"])
    #expect(try vector(". . .") == [1, 2])
    #expect(try vector("1990") == [5, 6])
  }

  @Test func keepsNULAndRepairsUTF8InWords() throws {
    let text = Array("a".utf8) + [0] + Array("b 1 2\na 3 4\nc".utf8) + [0xFF] + Array(" 5 6\n".utf8)
    let report = try importing(text)
    #expect(try store.words() == ["a\0b", "a", "c\u{FFFD}"])
    #expect(try vector("a\0b") == [1, 2])
    #expect(report.info.repairedWords == 1)
  }

  @Test func ofEqualWordsTheFirstWinsAndTheOthersAreReported() throws {
    let report = try importing("the 1 2\nof 3 4\nthe 5 6\n")
    #expect(report.info.count == 2)
    #expect(report.info.duplicates == 1)
    #expect(report.firstDuplicates == [.init(word: "the", position: .line(3))])
    #expect(try vector("the") == [1, 2])
  }

  @Test func lowerCasedLimitedAndNormalised() throws {
    let report = try importing(
      "The 3 4\nthe 1 0\nÉTÉ 0 0\nof 5 12\nto 1 1\n", .init(limit: 3, normalizes: true, lowercases: true))
    #expect(try store.words() == ["the", "été", "of"])
    #expect(try vector("the") == [0.6, 0.8])
    #expect(try vector("été") == [0, 0])
    #expect(report.info.duplicates == 1)
    #expect(report.info.normalization == .unitLength)
    #expect(report.info.isLowercased)
  }

  @Test func aLimitDoesNotShortenTheHash() throws {
    let text = "9 2\nthe 1 2\nof 3 4\nto bad\n"
    let report = try importing(text, .init(limit: 2))
    #expect(report.info.count == 2)
    // printf '9 2\nthe 1 2\nof 3 4\nto bad\n' | sha256sum
    #expect(report.info.sha256 == "d066ae59309653b7f7c46e228900c19948a82c4e18850bf01e1a7cb70107e944")
  }

  @Test func provenance() throws {
    let date = Date(timeIntervalSince1970: 1_700_000_000.75)
    let report = try importing("a 1 2\nb 3 6\n", .init(date: date))
    #expect(report.info.source == "vectors")
    #expect(report.info.date == Date(timeIntervalSince1970: 1_700_000_000))
    // Components {1, 3} and {2, 6}: variances 1 and 4.
    #expect(report.info.variance == 2.5)
    #expect(try store.info().date == report.info.date)
  }

  @Test func aBadLineStopsWithItsPlaceAndTheMend() throws {
    try expectBad("the 1 2\nof 3\n", line: 2, .wrongCount(found: 1, expected: 2))
    try expectBad("the 1 2\nof 1 2 3\nto 1 2\n", line: 2, .wrongCount(found: 3, expected: 2))
    try expectBad("the 1 2\nof 1 x\n", line: 2, .notANumber(component: 2, text: "x"))
    try expectBad("the 1 2\n\nof nan 1\n", line: 3, .notFinite(component: 1, text: "nan"))
    try expectBad("the 1 2\nof 1 1e99\n", line: 2, .notFinite(component: 2, text: "1e99"))
    try expectBad("the 1 2\n 1 2\n", line: 2, .noWord)
    try expectBad("2 2\nthe 1 2\n", line: 1, .wrongHeaderCount(announced: 2, found: 1))
    try expectBad("1 2\nthe 1 2\nof 3 4\n", line: 1, .wrongHeaderCount(announced: 1, found: 2))
    let entry = EmbeddingStore.BadEntry(position: .line(41), problem: .wrongCount(found: 299, expected: 300))
    #expect(
      EmbeddingStoreError.badEntry("glove.txt", entry).description
        == "glove.txt:41: 299 numbers, expected 300; correct it or skip bad lines")
  }

  @Test func aBadBinaryEntryStopsWithItsPlace() throws {
    let good: ([UInt8], [Float]) = (Array("the".utf8), [0.1, 0.2])
    try expectBad(
      binaryFile(header: "2 2", [good, (Array("of".utf8), [.nan, 1])]), .entry(2, byte: 16),
      .notFinite(component: 1, text: "nan"))
    try expectBad(
      binaryFile(header: "2 2", [good, ([], [1, 2])], newlines: true), .entry(2, byte: 17), .noWord)
    try expectBad(
      Array(binaryFile(header: "2 2", [good, good]).dropLast()), .entry(2, byte: 16), .truncated)
    try expectBad(
      Array(binaryFile(header: "2 2", [good, good]).dropLast(9)), .entry(2, byte: 16), .truncated)
    try expectBad(
      binaryFile(header: "3 2", [good, (Array("of".utf8), [1, 2])]), .entry(3, byte: 27),
      .wrongHeaderCount(announced: 3, found: 2))
    try expectBad(
      binaryFile(header: "1 2", [good, good]), .entry(2, byte: 16), .bytesBehindLast(announced: 1))
    let noBlank = binaryFile(header: "2 2", [good]) + [UInt8](repeating: 0x61, count: 70_000)
    try expectBad(noBlank, .entry(2, byte: 16), .endlessWord)
  }

  @Test func skippingBadLinesAreCountedAndReported() throws {
    let report = try importing("5 2\nthe 1 2\nof 3\nto x 4\nat 5 6\n", .init(skippingBadLines: true))
    #expect(try store.words() == ["the", "at"])
    #expect(report.info.badEntries == 3)
    #expect(
      report.firstBadEntries == [
        .init(position: .line(3), problem: .wrongCount(found: 1, expected: 2)),
        .init(position: .line(4), problem: .notANumber(component: 1, text: "x")),
        .init(position: .line(1), problem: .wrongHeaderCount(announced: 5, found: 4)),
      ])
  }

  @Test func skippingATruncatedBinaryFileKeepsWhatItHas() throws {
    let bytes = binaryFile(header: "2 1", [(Array("a".utf8), [1.5]), (Array("b".utf8), [2.5])]).dropLast()
    let report = try importing(Array(bytes), .init(skippingBadLines: true))
    #expect(try store.words() == ["a"])
    #expect(report.firstBadEntries == [.init(position: .entry(2, byte: 10), problem: .truncated)])
  }

  @Test func nothingButBadLinesIsNoFileOfWordVectors() throws {
    #expect(
      throws: EmbeddingStoreError.notVectors(
        folder.file("vectors"), reason: "it has no vector that could be stored")
    ) { try importing("a nan nan\n", .init(skippingBadLines: true)) }
  }

  @Test func listsAreBoundedTheirCountsAreNot() throws {
    let text = String(repeating: "the 1 2\n", count: 201) + String(repeating: "of 1\n", count: 150)
    let report = try importing(text, .init(skippingBadLines: true))
    #expect(report.info.duplicates == 200)
    #expect(report.firstDuplicates.count == 100)
    #expect(report.info.badEntries == 150)
    #expect(report.firstBadEntries.count == 100)
  }

  @Test func aSecondImportReplacesTheFirstWhateverItsDimension() throws {
    _ = try importing("the 1 2\nof 3 4\n")
    _ = try importing("le 1 2 3\n")
    #expect(try store.words() == ["le"])
    #expect(try store.info().dimension == 3)
  }

  @Test func aFailedImportLeavesTheVectorsAsTheyWere() throws {
    let before = try importing("the 1 2\nof 3 4\n")
    #expect(throws: EmbeddingStoreError.self) { try importing("le 1 2 3\nla 1\n") }
    #expect(try store.info() == before.info)
    #expect(try store.words() == ["the", "of"])
  }

  @Test func linesLongerThanABlock() throws {
    let numbers = String(repeating: " 0.12345678901234567", count: 60_000)
    let report = try importing("a\(numbers)\nb\(numbers)\n")
    #expect(report.info.dimension == 60_000)
    #expect(report.info.count == 2)
    #expect(try vector("b")?.last == 0.12345678901234567)
  }

  @Test(.timeLimit(.minutes(2))) func aLineOfFiveMegabytesIsABadLine() throws {
    let text = "a 1 2\nb 3 4\nc \(String(repeating: "x", count: 5_000_000)) 1\n"
    try expectBad(
      text, line: 3, .notANumber(component: 1, text: String(repeating: "x", count: 40) + "…"))
  }

  @Test func manyBlocksAndProgressOnTheWay() throws {
    var generator = SplitMix64(state: 1)
    var entries: [([UInt8], [Float])] = []
    for index in 0..<3000 {
      entries.append((Array("w\(index)".utf8), (0..<200).map { _ in .random(in: -1...1, using: &generator) }))
    }
    let file = try folder.write("large", binaryFile(header: "3000 200", entries, newlines: true))
    var steps: [EmbeddingStore.ImportProgress] = []
    _ = try store.importVectors(from: file) { steps.append($0) }
    #expect(steps.count >= 2)
    #expect(steps.last?.bytesRead == steps.last?.bytesTotal)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.bytesRead < $1.bytesRead })
    let lookup = try store.vectors(forUTF8: entries.map(\.0))
    #expect(lookup.foundCount == 3000)
    #expect(lookup.values == entries.flatMap(\.1))
  }
}
