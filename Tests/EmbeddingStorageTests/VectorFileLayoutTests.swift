import Testing

@testable import EmbeddingStorage

@Suite struct VectorFileLayoutTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func layout(_ bytes: [UInt8]) throws -> VectorFileLayout {
    try VectorFileLayout(recognizing: SourceFile(path: folder.write("vectors", bytes)))
  }

  private func layout(_ text: String) throws -> VectorFileLayout { try layout(Array(text.utf8)) }

  @Test func gloveTextHasNoHeader() throws {
    let expected = VectorFileLayout(format: .gloveText, dimension: 2, announcedCount: nil)
    #expect(try layout("the 0.1 0.2\nof 0.3 0.4\n") == expected)
    #expect(try layout("the 0.1 0.2") == expected)
    #expect(try layout("the\t0.1\t0.2 \r\nof\t1\t2\r\n") == expected)
  }

  @Test func aFirstLineOfThreeWholeNumbersIsAWordAndItsVector() throws {
    #expect(try layout("7 1 2\n8 3 4\n") == .init(format: .gloveText, dimension: 2, announcedCount: nil))
  }

  @Test func theDimensionIsThatOfMostLinesNotOfTheFirst() throws {
    #expect(try layout("the 0.1\nof 0.3 0.4\nto 0.5 0.6\n").dimension == 2)
    #expect(try layout(". . . 0.1 0.2\nof 0.3 0.4\n").dimension == 2)
  }

  @Test func twoWholeNumbersAreAHeader() throws {
    let expected = VectorFileLayout(format: .word2vecText, dimension: 2, announcedCount: 3)
    #expect(try layout("3 2\nthe 0.1 0.2\n") == expected)
    #expect(try layout("\u{FEFF}3 2 \r\nthe 0.1 0.2 \r\n") == expected)
  }

  @Test func aBadLineOrAByteThatIsNotUTF8DoesNotMakeTextBinary() throws {
    #expect(try layout("1 2\nword what ever\n").format == .word2vecText)
    #expect(
      try layout(Array("1 2\nw".utf8) + [0xFF, 0x00] + Array(" 0.1 0.2\n".utf8)).format == .word2vecText)
  }

  @Test(arguments: [1, 2, 50, 300])
  func floatsAreBinary(dimension: Int) throws {
    var generator = SplitMix64(state: UInt64(dimension))
    let vector = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    for word in ["the", "0", "電影"] {
      let bytes = binaryFile(header: "1 \(dimension)", [(Array(word.utf8), vector)])
      #expect(try layout(bytes) == .init(format: .word2vecBinary, dimension: dimension, announcedCount: 1))
    }
  }

  @Test(
    arguments: [
      ([], "it is empty"),
      (Array("pos\tgood film\nneg\tbad film\n".utf8), "its lines are not a word and numbers"),
      (Array("\n\n\n".utf8), "its lines are not a word and numbers"),
      (Array((0...255).map { UInt8($0) }), "its lines are not a word and numbers"),
      (Array("3 0\n".utf8), "its header announces 0 numbers a vector"),
      (Array("3 3000000000\nthe 1\n".utf8), "its header announces 3000000000 numbers a vector"),
      (Array("SQLite format 3\0".utf8), "it is an SQLite file"),
    ] as [([UInt8], String)])
  func otherFilesAreRefused(bytes: [UInt8], reason: String) throws {
    #expect(throws: EmbeddingStoreError.notVectors(folder.file("vectors"), reason: reason)) {
      try layout(bytes)
    }
  }
}
