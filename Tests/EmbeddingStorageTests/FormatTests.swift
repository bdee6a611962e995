import Foundation
import Testing

@testable import EmbeddingStorage

/// Every format, from files that the programs which invented it wrote.
@Suite struct FormatTests {
  @Test(
    arguments: [
      ("gensim.txt", .word2vecText), ("gensim.bin", .word2vecBinary), ("gensim-glove.txt", .gloveText),
    ] as [(String, EmbeddingStore.VectorFormat)])
  func gensimsFilesHaveGensimsNumbers(name: String, format: EmbeddingStore.VectorFormat) throws {
    let (store, report) = try Fixture.imported(name)
    #expect(report.info.format == format)
    let expected = try Fixture.expected(name)
    #expect(report.info.count == expected.count)
    try Fixture.expect(store, has: expected, within: 0, .exact)
  }

  @Test(arguments: [("gensim.txt.gz", "gzip", "gensim.txt"), ("gensim.bin.xz", "xz", "gensim.bin")])
  func packedFilesAreReadAndHashedUnpacked(name: String, compression: String, plain: String) throws {
    let (_, report) = try Fixture.imported(name)
    let (_, unpacked) = try Fixture.imported(plain)
    #expect(report.info.record.compression == compression)
    #expect(report.info.sha256 == unpacked.info.sha256)
    #expect(report.info.count == unpacked.info.count)
  }

  @Test func fastTextGivesWordsTheMeanOfTheirRowAndTheirPieces() throws {
    let (store, report) = try Fixture.imported("pieces.bin")
    #expect(report.info.format == .fastTextBinary)
    #expect(report.info.record.subwords == .init(shortest: 2, longest: 4, buckets: 40))
    let words = Set(try store.words())
    #expect(words.count == report.info.count)
    // gensim gives pieces to the sign of a sentence's end; fastText has none for it (`Dictionary::initNgrams`).
    let expected = try Fixture.expected("pieces.bin").filter { $0.key != "</s>" }
    try Fixture.expect(store, has: expected.filter { words.contains($0.key) }, within: 1e-6, .exact)
    try Fixture.expect(store, has: expected.filter { !words.contains($0.key) }, within: 1e-6, .subwords)
    // What fastText prints has five digits, and is cut off, not rounded, at times.
    try Fixture.expect(store, has: Fixture.expected("printed pieces.bin"), within: 1e-4)
  }

  @Test func fastTextsTextHasWhatItsModelHas() throws {
    let (text, _) = try Fixture.imported("pieces.vec")
    let (model, _) = try Fixture.imported("pieces.bin", .init(keepsSubwords: false))
    #expect(try text.words() == model.words())
    let words = try text.words()
    let (a, b) = (try text.vectors(for: words).values, try model.vectors(for: words).values)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-4 * max(1, abs($1)) })
    #expect(try model.vectors(for: ["cats"]).matches == [.missing])
  }

  @Test func modelsWithoutPiecesAndClassifiers() throws {
    let (whole, report) = try Fixture.imported("whole.bin")
    #expect(report.info.record.subwords == nil)
    try Fixture.expect(whole, has: Fixture.expected("whole.bin"), within: 0, .exact)
    let (classifier, classes) = try Fixture.imported("classifier.bin")
    #expect(classes.info.record.subwords == nil)
    #expect(try !classifier.words().contains { $0.hasPrefix("__label__") })
    let known = try Fixture.expected("printed classifier.bin").filter { ["cat", "Mädchen"].contains($0.key) }
    try Fixture.expect(classifier, has: known, within: 1e-4, .exact)
  }

  @Test func quantizedModelsAreRefused() throws {
    #expect(
      throws: EmbeddingStoreError.notVectors(
        Fixture.path("classifier.ftz"),
        reason:
          "a quantized fastText model, whose rows are not kept whole; give the .bin that it was made from")
    ) { try Fixture.imported("classifier.ftz") }
  }

  @Test func anArrayThatLiesColumnByColumn() throws {
    let (store, report) = try Fixture.imported("fortran.npy", .init(wordList: Fixture.path("words.txt")))
    #expect(report.info.format == .numpy)
    try Fixture.expect(store, has: Fixture.expected("float32.npy"), within: 0, .exact)
  }

  @Test(arguments: ["float16.npy", "float32.npy", "float64.npy"])
  func arraysWithAListOfWords(name: String) throws {
    let (store, report) = try Fixture.imported(name, .init(wordList: Fixture.path("words.txt")))
    #expect(report.info.format == .numpy)
    #expect(report.info.record.wordList == "words.txt")
    try Fixture.expect(store, has: Fixture.expected(name), within: name == "float64.npy" ? 1e-7 : 0, .exact)
  }

  @Test(
    arguments: [
      ("big-endian.npy", "a NumPy array of type >f4; save it as float16, float32 or float64, little-endian"),
      (
        "whole-numbers.npy",
        "a NumPy array of type <i4; save it as float16, float32 or float64, little-endian"
      ),
    ])
  func otherArraysAreRefused(name: String, reason: String) throws {
    #expect(throws: EmbeddingStoreError.notVectors(Fixture.path(name), reason: reason)) {
      try Fixture.imported(name, .init(wordList: Fixture.path("words.txt")))
    }
  }

  @Test func tensorsOfASafetensorsFile() throws {
    let (path, words) = (Fixture.path("tensors.safetensors"), Fixture.path("words.txt"))
    for name in ["half", "embedding.weight"] {
      let (store, report) = try Fixture.imported("tensors.safetensors", .init(wordList: words, tensor: name))
      #expect(report.info.record.tensor == name)
      try Fixture.expect(store, has: Fixture.expected("tensors.safetensors \(name)"), within: 0, .exact)
    }
    let names = ["embedding.weight", "half"]
    #expect(throws: EmbeddingStoreError.wrongTensor(path, asked: nil, names: names)) {
      try Fixture.imported("tensors.safetensors", .init(wordList: words))
    }
    #expect(throws: EmbeddingStoreError.wrongTensor(path, asked: "bias", names: names)) {
      try Fixture.imported("tensors.safetensors", .init(wordList: words, tensor: "bias"))
    }
    #expect(throws: EmbeddingStoreError.wordsMissing(path)) {
      try Fixture.imported("tensors.safetensors", .init(tensor: "half"))
    }
  }

  @Test func aListOfAnotherLengthAndAListThatIsNotNeeded() throws {
    let folder = try TemporaryFolder()
    let path = Fixture.path("float32.npy")
    let short = try folder.write("short.txt", "a\nb\n")
    let many = try folder.write("many.txt", String(repeating: "a\n", count: 50))
    for (list, words, row) in [(short, 2, 2), (many, 50, 40)] {
      #expect(
        throws: EmbeddingStoreError.badEntry(
          path, .init(position: .row(row), problem: .wrongWordCount(words: words, rows: 40)))
      ) { try Fixture.imported("float32.npy", .init(wordList: list)) }
    }
    #expect(throws: EmbeddingStoreError.wordsMissing(path)) { try Fixture.imported("float32.npy") }
    #expect(throws: EmbeddingStoreError.wordsNotNeeded(Fixture.path("gensim.txt"))) {
      try Fixture.imported("gensim.txt", .init(wordList: short))
    }
  }

  /// Whatever is cut off or turned over, there is an error or a set, and never a trap.
  @Test(arguments: ["pieces.bin", "float32.npy", "fortran.npy", "tensors.safetensors", "gensim.bin"])
  func damagedFilesAreErrors(name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: Fixture.path(name))))
    let options = EmbeddingStore.ImportOptions(
      wordList: name.hasSuffix("bin") ? nil : Fixture.path("words.txt"),
      tensor: name.hasSuffix("safetensors") ? "half" : nil)
    var generator = SplitMix64(state: 3)
    var refused = 0
    for trial in 0..<120 {
      var damaged = bytes
      if trial < 60 {
        damaged.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
      } else {
        // The head of a file decides what is read where.
        for _ in 0..<4 {
          damaged[Int.random(in: 4..<min(200, bytes.count), using: &generator)] = .random(
            in: 0...255, using: &generator)
        }
      }
      let store = try EmbeddingStore(inMemoryNamed: "memory")
      do {
        _ = try store.importVectors(from: folder.write("damaged", damaged), options: options)
      } catch is EmbeddingStoreError {
        refused += 1
      }
    }
    #expect(refused >= 60)
  }

  @Test func theModelFilesOfThisPackageCanBeRead() throws {
    // Any safetensors file with these two tensors has its own words.
    let folder = try TemporaryFolder()
    let (store, _) = try Fixture.imported("gensim.txt")
    var bytes: [UInt8] = []
    try store.view().export(as: .safetensors) { bytes += $0 }
    let again = try EmbeddingStore(inMemoryNamed: "again")
    let report = try again.importVectors(from: folder.write("m.safetensors", bytes))
    #expect(report.info.record.tensor == "vectors")
    try Fixture.expect(again, has: Fixture.expected("gensim.txt"), within: 0, .exact)
  }
}
