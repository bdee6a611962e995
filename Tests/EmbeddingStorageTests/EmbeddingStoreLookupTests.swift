import Testing

@testable import EmbeddingStorage

@Suite struct EmbeddingStoreLookupTests {
  private let folder: TemporaryFolder
  private let store: EmbeddingStore

  init() throws {
    folder = try TemporaryFolder()
    store = try EmbeddingStore(inMemoryNamed: "memory")
    _ = try store.importVectors(
      from: folder.write(
        "vectors", "good 1 0\ngreat 2 1\nbad -1 0\nnil 0 0\nParis 0 1\nparis 0 -1\nfine 4 2\n"))
  }

  @Test func rowsInTheOrderAskedZeroForMissingWords() throws {
    let lookup = try store.vectors(for: ["great", "none", "good", "great", ""])
    #expect(lookup.dimension == 2)
    #expect(lookup.values == [2, 1, 0, 0, 1, 0, 2, 1, 0, 0])
    #expect(lookup.matches == [.exact, .missing, .exact, .exact, .missing])
    #expect(lookup.foundCount == 3)
  }

  @Test func lowerCaseIsTriedLastAndOnlyWhereAskedFor() throws {
    #expect(try store.vectors(for: ["GOOD"]).matches == [.missing])
    let lookup = try store.vectors(for: ["GOOD", "Paris", "PARIS", "NONE"], triesLowercase: true)
    #expect(lookup.matches == [.lowercased, .exact, .lowercased, .missing])
    #expect(lookup.values == [1, 0, 0, 1, 0, -1, 0, 0])
  }

  @Test func noWordsNoRows() throws {
    #expect(try store.vectors(for: []) == .init(dimension: 2, values: [], matches: []))
  }

  @Test func wordsAreComparedByteByByte() throws {
    _ = try store.importVectors(from: folder.write("vectors", "\u{E9} 1 0\n"))
    #expect(try store.vectors(for: ["\u{E9}", "e\u{301}"]).matches == [.exact, .missing])
    #expect(try store.vectors(forUTF8: [[0xC3, 0xA9], [0xFF]]).matches == [.exact, .missing])
  }

  @Test func wordsInTheOrderOfTheFile() throws {
    #expect(try store.words(limit: 3) == ["good", "great", "bad"])
    #expect(try store.words(limit: 0) == [])
    #expect(try store.words().count == 7)
  }

  @Test func neighboursByCosineTiesByRankTheWordItselfLeftOut() throws {
    let neighbors = try store.neighbors(of: "good", count: 3)
    #expect(neighbors.map(\.word) == ["great", "fine", "nil"])
    #expect(abs(neighbors[0].cosine - 2 / 5.0.squareRoot()) < 1e-12)
    #expect(neighbors[2].cosine == 0)
    let all = try store.neighbors(of: "good", count: 100)
    #expect(all.map(\.word) == ["great", "fine", "nil", "Paris", "paris", "bad"])
    #expect(all.last?.cosine == -1)
    #expect(try store.neighbors(of: "good", count: 0) == [])
  }

  @Test func anUnknownWordIsAnErrorWithTheMend() {
    let error = EmbeddingStoreError.unknownWord("goood", store: "memory")
    #expect(throws: error) { try store.neighbors(of: "goood") }
    #expect(error.description == "memory: no vector for \"goood\"; check its spelling and its capitals")
  }

  @Test func anEmptyStoreSaysSo() throws {
    let empty = try EmbeddingStore(inMemoryNamed: "empty")
    #expect(throws: EmbeddingStoreError.noVectors("empty")) { try empty.info() }
    #expect(throws: EmbeddingStoreError.noVectors("empty")) { try empty.vectors(for: ["a"]) }
    #expect(throws: EmbeddingStoreError.noVectors("empty")) { try empty.neighbors(of: "a") }
  }

  @Test func readersOnSeveralThreads() async throws {
    let store = store
    try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<8 { group.addTask { try store.vectors(for: ["good", "fine"]).values } }
      for try await values in group { #expect(values == [1, 0, 4, 2]) }
    }
  }
}
