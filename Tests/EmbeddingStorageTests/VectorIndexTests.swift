import Testing

@testable import EmbeddingStorage

/// The index against its plain twin, which reads every row.
@Suite struct VectorIndexTests {
  private let folder: TemporaryFolder
  private let store: EmbeddingStore

  init() throws {
    folder = try TemporaryFolder()
    store = try EmbeddingStore(inMemoryNamed: "memory")
  }

  /// Words in clusters, so that many cosines lie close together, with equal, opposite and zero vectors among them.
  private func fill(_ count: Int, dimension: Int, seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    func vector(_ spread: Float) -> [Float] {
      (0..<dimension).map { _ in .random(in: -spread...spread, using: &generator) }
    }
    let centres = (0..<8).map { _ in vector(1) }
    var entries: [([UInt8], [Float])] = []
    for index in 0..<count {
      let noise = vector(index % 3 == 0 ? 0.001 : 0.5)
      var row = zip(centres[index % 8], noise).map { $0 + $1 }
      if index % 97 == 5 { row = entries[index - 3].1 }
      if index % 89 == 7 { row = row.map { $0 * 1e-20 } }
      if index % 101 == 9 { row = row.map { _ in 0 } }
      entries.append((Array("w\(index)".utf8), row))
    }
    _ = try store.importVectors(
      from: folder.write("v", binaryFile(header: "\(count) \(dimension)", entries)))
  }

  @Test(arguments: [1, 5, 16, 50], [UInt64(1), 2])
  func answersAreThoseOfReadingEveryRow(dimension: Int, seed: UInt64) throws {
    try fill(3000, dimension: dimension, seed: seed)
    let view = try store.view()
    let index = try VectorIndex(view, threads: 2)
    #expect(index.count == 3000)
    for (word, count) in [
      ("w0", 10), ("w9", 10), ("w7", 1), ("w8", 500), ("w1500", 2999), ("w2", 5000), ("w3", 0),
    ] {
      #expect(
        try index.neighbors(of: word, count: count) == view.neighbors(of: word, count: count),
        "\(word), dimension \(dimension), seed \(seed)")
    }
    #expect(throws: EmbeddingStoreError.unknownWord("none", store: "memory")) {
      try index.neighbors(of: "none")
    }
  }

  @Test func threadsDoNotChangeAnAnswer() throws {
    try fill(9000, dimension: 20, seed: 3)
    let view = try store.view()
    let (one, three) = (try VectorIndex(view), try VectorIndex(view, threads: 3))
    for word in ["w1", "w77", "w8999"] { #expect(try one.neighbors(of: word) == three.neighbors(of: word)) }
  }

  @Test func gensimFindsTheSameNeighborsAndTheSameAnalogy() throws {
    let (store, _) = try Fixture.imported("gensim.bin")
    let view = try store.view()
    let index = try VectorIndex(view)
    for (word, expected) in try Fixture.answers("neighbors") {
      for found in [try view.neighbors(of: word, count: 5), try index.neighbors(of: word, count: 5)] {
        #expect(found.map(\.word) == expected.map(\.word))
        #expect(zip(found, expected).allSatisfy { abs($0.cosine - $1.cosine) < 1e-5 })
      }
    }
    let expected = try #require(try Fixture.answers("analogy")[""])
    let found = try view.analogy("cat", "dog", "stove", count: 5)
    #expect(found.map(\.word) == expected.map(\.word))
    #expect(zip(found, expected).allSatisfy { abs($0.cosine - $1.cosine) < 1e-5 })
  }

  @Test func unitsOfAnyLengthGiveTheSameCosine() throws {
    _ = try store.importVectors(
      from: folder.write("v", "a 1e30 1e30\nb 1e-30 1e-30\nc 3e-30 0\nd 0 0\n"))
    let view = try store.view()
    let neighbors = try view.neighbors(of: "a")
    #expect(neighbors.map(\.word) == ["b", "c", "d"])
    #expect(abs(neighbors[0].cosine - 1) < 1e-12)
    #expect(try VectorIndex(view).neighbors(of: "a") == neighbors)
  }
}
