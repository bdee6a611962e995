import Foundation
import GRDB
import Testing

@testable import EmbeddingStorage

/// What a set's own rules (length, case, pieces) mean for words that it lacks, and what a damaged or foreign file may not do.
@Suite struct LookupRulesTests {
  private let folder: TemporaryFolder
  private let store: EmbeddingStore

  init() throws {
    folder = try TemporaryFolder()
    store = try EmbeddingStore(inMemoryNamed: "memory")
  }

  private func length(_ vector: [Float]) -> Double {
    vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  @Test func composedWordsOfANormalizedSetHaveLengthOneToo() throws {
    let (store, _) = try Fixture.imported("pieces.bin", .init(normalizes: true))
    let lookup = try store.vectors(for: ["unheardof"])
    #expect(lookup.matches == [.subwords])
    #expect(abs(length(lookup.values) - 1) < 1e-6)
    let (plain, _) = try Fixture.imported("pieces.bin")
    let other = try plain.vectors(for: ["unheardof"]).values
    #expect(abs(length(other) - 1) > 0.01)
    #expect(zip(lookup.values, other).allSatisfy { abs(Double($0) - Double($1) / length(other)) < 1e-6 })
  }

  @Test func scalingComesBeforeTheRangeOfFloat16() throws {
    let file = try folder.write("v", "big 70000 0\nsmall 0 1\n")
    let report = try store.importVectors(from: file, options: .init(normalizes: true, element: .float16))
    #expect(report.info.count == 2)
    #expect(try store.vectors(for: ["big"]).values == [1, 0])
  }

  @Test func aSetInLowerCaseKnowsWordsWithCapitals() throws {
    _ = try store.importVectors(from: folder.write("v", "Good 1 2\n"), options: .init(lowercases: true))
    let lookup = try store.vectors(for: ["GOOD", "good"])
    #expect(lookup.matches == [.lowercased, .exact])
    #expect(lookup.values == [1, 2, 1, 2])
  }

  @Test func noWordHasNoVector() throws {
    _ = try EmbeddingStore.write(
      .init(
        name: "own", source: "s", learning: "l", dimension: 1, words: ["a"], values: [1],
        pieces: .init(shortest: 1, longest: 3, buckets: 5) { [Float($0 + 1)] }),
      into: folder.file("own.sqlite"))
    let own = try EmbeddingStore(path: folder.file("own.sqlite"))
    #expect(try own.vectors(for: ["", "b"]).matches == [.missing, .subwords])
  }

  @Test func setsOfOneFileHaveFingerprintsOfTheirOwn() throws {
    let words = Fixture.path("words.txt")
    let names = ["half", "whole", "half-again"]
    for (name, tensor) in zip(names, ["half", "embedding.weight", "half"]) {
      _ = try store.importVectors(
        from: Fixture.path("tensors.safetensors"),
        options: .init(name: name, wordList: words, tensor: tensor))
    }
    let prints = try names.map { try store.view(SetExpression(set: $0)).fingerprint }
    #expect(prints[0] != prints[1])
    #expect(prints[0] == prints[2])
  }

  @Test(arguments: [
    "dimension = 1 << 61", "dimension = 1 << 40", "rowsPerBlock = 9223372036854775807",
    "count = 9223372036854775807",
    #"record = '{"subwords":{"shortest":1,"longest":3,"buckets":0}}'"#,
    #"record = '{"subwords":{"shortest":1,"longest":2000000000,"buckets":9}}'"#,
  ])
  func impossibleSizesAreDamage(change: String) throws {
    let path = folder.file("store.sqlite")
    _ = try EmbeddingStore.importVectors(from: folder.write("v", "a 1 2\nb 3 4\n"), into: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE vectorSet SET \(change)") }
    let damaged = EmbeddingStoreError.damaged(path)
    #expect(throws: damaged) { try EmbeddingStore(path: path).vectors(for: ["a", "c"]) }
    #expect(throws: damaged) { try EmbeddingStore(path: path).neighbors(of: "a") }
    #expect(try !EmbeddingStore(path: path).check().problems.isEmpty)
  }

  @Test(arguments: ["vectorBlock SET number = 1 << 62", "word SET rank = 0 WHERE word = 'a'"])
  func impossiblePlacesAreDamage(change: String) throws {
    let path = folder.file("store.sqlite")
    _ = try EmbeddingStore.importVectors(from: folder.write("v", "a 1 2\nb 3 4\n"), into: path)
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try $0.execute(sql: "UPDATE \(change)")
    }
    #expect(throws: EmbeddingStoreError.damaged(path)) { try EmbeddingStore(path: path).vectors(for: ["a"]) }
    #expect(try !EmbeddingStore(path: path).check().problems.isEmpty)
  }

  @Test func piecesOfAnyLengthAreRefused() throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: Fixture.path("pieces.bin"))))
    // maxn, the eleventh of the arguments.
    bytes.replaceSubrange(48..<52, with: [0, 0, 0, 0x70])
    let file = try folder.write("m.bin", bytes)
    #expect {
      try store.importVectors(from: file)
    } throws: { error in
      if case .notVectors(file, let reason)? = error as? EmbeddingStoreError {
        reason.hasPrefix("its pieces of words have 2 to 1879048192 characters")
      } else {
        false
      }
    }
  }

  @Test func moreNeighboursThanWordsAreAllWords() throws {
    _ = try store.importVectors(from: folder.write("v", "a 1 0\nb 1 1\nc 0 1\n"))
    #expect(try store.neighbors(of: "a", count: .max).map(\.word) == ["b", "c"])
    #expect(try VectorIndex(store.view()).neighbors(of: "a", count: .max).map(\.word) == ["b", "c"])
  }

  @Test func onlyStoresWithoutSetsAreDiscarded() throws {
    let path = folder.file("store.sqlite")
    EmbeddingStore.discardIfEmpty(path)
    #expect(try folder.names.isEmpty)
    do { _ = try EmbeddingStore(path: path, access: .writing) }
    EmbeddingStore.discardIfEmpty(path)
    #expect(try folder.names.isEmpty)
    _ = try EmbeddingStore.importVectors(from: folder.write("v", "a 1\n"), into: path)
    EmbeddingStore.discardIfEmpty(path)
    #expect(try EmbeddingStore(path: path).words() == ["a"])
    let text = try folder.write("text", "no store")
    EmbeddingStore.discardIfEmpty(text)
    #expect(try folder.names == ["store.sqlite", "text", "v"])
  }

  /// As an interruption does it, while another thread fills the store.
  @Test func aStoreThatIsBeingFilledIsDiscardedWhole() throws {
    let path = folder.file("store.sqlite")
    let vector = [Float](repeating: 0.25, count: 300)
    let file = try folder.write(
      "v", binaryFile(header: "9000 300", (0..<9000).map { (Array("word\($0)".utf8), vector) }))
    #expect(throws: EmbeddingStoreError.self) {
      try EmbeddingStore.importVectors(from: file, into: path) { progress in
        EmbeddingStore.discardIfEmpty(path)
      }
    }
    #expect(try folder.names == ["v"])
  }

  @Test func whatCannotBeWrittenIsFoundOutBeforehand() throws {
    let path = folder.file("none/store.sqlite")
    #expect(throws: EmbeddingStoreError.unwritable(path, reason: "the folder does not exist")) {
      try EmbeddingStore.checkWritable(path)
    }
    let text = try folder.write("text", "no store")
    #expect(throws: EmbeddingStoreError.notAStore(text, reason: "not an SQLite file")) {
      try EmbeddingStore.checkWritable(text)
    }
    try EmbeddingStore.checkWritable(folder.file("store.sqlite"))
    #expect(try folder.names == ["text"])
  }
}
