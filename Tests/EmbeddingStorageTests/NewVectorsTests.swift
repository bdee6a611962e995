import Foundation
import GRDB
import Testing

@testable import EmbeddingStorage

@Suite struct NewVectorsTests {
  private func vectors(_ name: String = "own", pieces: EmbeddingStore.NewVectors.Pieces? = nil)
    -> EmbeddingStore.NewVectors
  {
    .init(
      name: name, source: "news.txt", learning: "skip-gram", dimension: 2, words: ["the", "of", "naïve"],
      values: [1, 2, 3, 4, 5, -6], isLowercased: true, pieces: pieces,
      date: Date(timeIntervalSince1970: 1000.7))
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder + "/s.sqlite")
  }

  @Test func `vectors of no file come back as they were`() throws {
    try withFolder { path in
      let info = try EmbeddingStore.write(vectors(), into: path)
      let store = try EmbeddingStore(path: path)
      #expect(try store.info() == info)
      #expect(info.format == .learned && info.count == 3 && info.dimension == 2 && info.isLowercased)
      #expect(info.source == "news.txt" && info.record.learning == "skip-gram" && info.sha256.count == 64)
      #expect(info.date == Date(timeIntervalSince1970: 1000))
      let lookup = try store.vectors(for: ["naïve", "of", "none"])
      #expect(lookup.values == [5, -6, 3, 4, 0, 0])
      #expect(try store.words() == ["the", "of", "naïve"])
    }
  }

  @Test func `a set of the same name is replaced, others stay, and other numbers have another checksum`()
    throws
  {
    try withFolder { path in
      let first = try EmbeddingStore.write(vectors(), into: path)
      _ = try EmbeddingStore.write(vectors("other"), into: path)
      var changed = vectors()
      changed.values[0] = 9
      let second = try EmbeddingStore.write(changed, into: path)
      #expect(first.sha256 != second.sha256)
      #expect(try EmbeddingStore(path: path).sets().map(\.name).sorted() == ["other", "own"])
    }
  }

  @Test(.timeLimit(.minutes(2)))
  func `who else writes is waited for, and that is said`() throws {
    try withFolder { path in
      _ = try EmbeddingStore.write(vectors("other"), into: path)
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: path, configuration: configuration)
      try other.inDatabase { try $0.beginTransaction(.immediate) }
      // Only when waiting is told of does the other one end.
      _ = try EmbeddingStore.write(
        vectors(), into: path, waiting: { try? other.inDatabase { try $0.commit() } })
      #expect(try EmbeddingStore(path: path).sets().map(\.name).sorted() == ["other", "own"])
    }
  }

  /// A reader does not keep a writer from being done.
  @Test(.timeLimit(.minutes(2)))
  func `who reads is not waited for`() throws {
    try withFolder { path in
      _ = try EmbeddingStore.write(vectors("other"), into: path)
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let reader = try DatabaseQueue(path: path, configuration: configuration)
      try reader.inDatabase { db in
        try db.beginTransaction(.deferred)
        _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM word")
      }
      _ = try EmbeddingStore.write(vectors(), into: path)
      try reader.inDatabase { try $0.commit() }
      #expect(try EmbeddingStore(path: path).sets().map(\.name).sorted() == ["other", "own"])
    }
  }

  @Test func `pieces give vectors to words that the set lacks`() throws {
    try withFolder { path in
      let subwords = EmbeddingStore.Subwords(shortest: 3, longest: 3, buckets: 8)
      _ = try EmbeddingStore.write(
        vectors(pieces: .init(shortest: 3, longest: 3, buckets: 8) { $0 % 2 == 0 ? [Float($0), 1] : nil }),
        into: path)
      let info = try EmbeddingStore(path: path).info()
      #expect(info.record.subwords == subwords)
      let found = try EmbeddingStore(path: path).vectors(for: ["unheard"])
      let buckets = subwords.pieces(of: Array("unheard".utf8))
      let even = buckets.filter { $0 % 2 == 0 }
      #expect(abs(found.values[0] - Float(even.reduce(0, +)) / Float(buckets.count)) < 1e-5)
      #expect(abs(found.values[1] - Float(even.count) / Float(buckets.count)) < 1e-5)
    }
  }

  @Test func `what is no store is left alone`() throws {
    try withFolder { path in
      try Data("text".utf8).write(to: URL(filePath: path))
      #expect(throws: EmbeddingStoreError.self) { try EmbeddingStore.write(vectors(), into: path) }
      #expect(try Data(contentsOf: URL(filePath: path)) == Data("text".utf8))
    }
  }
}
