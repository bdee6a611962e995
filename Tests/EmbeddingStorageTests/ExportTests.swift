import Foundation
import Testing

@testable import EmbeddingStorage

@Suite struct ExportTests {
  private let folder: TemporaryFolder
  private let store: EmbeddingStore

  init() throws {
    folder = try TemporaryFolder()
    store = try EmbeddingStore(inMemoryNamed: "memory")
  }

  private func export(_ format: EmbeddingStore.ExportFormat, _ sets: SetExpression? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try store.view(sets).export(as: format) { bytes += $0 }
    return bytes
  }

  @Test(arguments: EmbeddingStore.ExportFormat.allCases, [1, 7])
  func readingAnExportGivesTheSameBits(format: EmbeddingStore.ExportFormat, dimension: Int) throws {
    var generator = SplitMix64(state: UInt64(dimension))
    var entries: [([UInt8], [Float])] = (0..<700).map { index in
      let row = (0..<dimension).map { _ in
        let value = Float(bitPattern: UInt32.random(in: 0...(.max), using: &generator))
        return value.isFinite ? value : -0.0
      }
      return (Array("w\(index)電".utf8), row)
    }
    entries[3].1[0] = .leastNonzeroMagnitude
    _ = try store.importVectors(from: folder.write("v", binaryFile(header: "700 \(dimension)", entries)))
    let again = try EmbeddingStore(inMemoryNamed: "again")
    _ = try again.importVectors(from: folder.write("export", export(format)))
    #expect(try again.words() == store.words())
    let words = try store.words()
    let (before, after) = (try store.vectors(for: words).values, try again.vectors(for: words).values)
    #expect(before.map(\.bitPattern) == after.map(\.bitPattern))
  }

  @Test func textIsWhatOthersWrite() throws {
    _ = try store.importVectors(from: folder.write("v", "good 0.5 -1e-20\n. . . 1 2\n"))
    #expect(String(decoding: try export(.glove), as: UTF8.self) == "good 0.5 -1e-20\n. . . 1.0 2.0\n")
    #expect(String(decoding: try export(.word2vec), as: UTF8.self).hasPrefix("2 2\ngood 0.5 "))
  }

  @Test func wordsThatAFormatWouldNotGiveBackAreErrors() throws {
    _ = try store.importVectors(from: folder.write("v", ". . 0.5 1\n"))
    #expect(throws: EmbeddingStoreError.unwritableWord(". .", store: "memory")) {
      try export(.word2vecBinary)
    }
    // A number behind a blank; a character that would make the whole file look like a binary one.
    for word in ["a 1", "a\0"] {
      let words = try folder.write("words", "\(word)\n")
      _ = try store.importVectors(
        from: folder.write("a.npy", npy([[1, 2]])), options: .init(wordList: words))
      for format in [EmbeddingStore.ExportFormat.glove, .word2vec] {
        #expect(throws: EmbeddingStoreError.unwritableWord(word, store: "memory")) { try export(format) }
      }
    }
    #expect(try !export(.safetensors).isEmpty)
  }

  @Test func whatAByteOrderMarkWouldTakeIsAnError() throws {
    let words = try folder.write("words", "\u{FEFF}\u{FEFF}a\n\u{FEFF}b\n")
    _ = try store.importVectors(
      from: folder.write("a.npy", npy([[1, 2], [3, 4]])), options: .init(wordList: words))
    #expect(try store.words() == ["\u{FEFF}a", "\u{FEFF}b"])
    #expect(throws: EmbeddingStoreError.unwritableWord("\u{FEFF}a", store: "memory")) { try export(.glove) }
    // Behind a header, and anywhere but at the beginning, it is a letter of the word.
    for format in [EmbeddingStore.ExportFormat.word2vec, .word2vecBinary, .safetensors] {
      let again = try EmbeddingStore(inMemoryNamed: "again")
      _ = try again.importVectors(from: folder.write("export", export(format)))
      #expect(try again.words() == store.words())
    }
  }

  @Test func wordsThatReadersWouldNotGoThrough() throws {
    for (words, formats) in [
      (["b", String(repeating: "a", count: 65_535)], []),
      (["b", String(repeating: "a", count: 65_536)], [EmbeddingStore.ExportFormat.word2vecBinary]),
      // Level 1 of bzip2, and the mark of a block.
      (["BZh11", "b"], [.glove]),
    ] {
      _ = try store.importVectors(
        from: folder.write("a.npy", npy([[1, 2], [3, 4]])),
        options: .init(wordList: folder.write("words", words.joined(separator: "\n"))))
      for format in EmbeddingStore.ExportFormat.allCases {
        if formats.contains(format) {
          #expect(throws: EmbeddingStoreError.self) { try export(format) }
        } else {
          let again = try EmbeddingStore(inMemoryNamed: "again")
          _ = try again.importVectors(from: folder.write("export", export(format)))
          #expect(try again.words() == words)
        }
      }
    }
  }

  /// Numbers whose bytes are letters: whoever reads the file cannot tell that it is binary.
  @Test func aBinaryFileThatLooksLikeTextIsAnError() throws {
    let letters = Float(bitPattern: 0x6162_6364)
    _ = try store.importVectors(
      from: folder.write("a.npy", npy([[letters, letters]])),
      options: .init(wordList: folder.write("words", "word\n")))
    #expect(throws: EmbeddingStoreError.unwritableWord("word", store: "memory")) {
      try export(.word2vecBinary)
    }
    #expect(try !export(.word2vec).isEmpty)
  }

  @Test func combinationsAreExportedAsOne() throws {
    _ = try store.importVectors(from: folder.write("a", "x 1\ny 2\n"), options: .init(name: "a"))
    _ = try store.importVectors(from: folder.write("b", "z 3\nx 4\n"), options: .init(name: "b"))
    let text = String(decoding: try export(.glove, SetExpression("a+b")), as: UTF8.self)
    #expect(text == "x 1.0 4.0\ny 2.0 0.0\nz 0.0 3.0\n")
  }

  private func npy(_ rows: [[Float]]) -> [UInt8] {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows.count), \(rows[0].count)), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + rows.flatMap { $0 }.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } }
  }
}
