import Foundation
import GRDB
import Testing

@testable import EmbeddingStorage

/// Stores of schema 1: one table with a row a word.
@Suite struct MigrationTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("old.sqlite")
    let database = try DatabaseQueue(path: path)
    try EmbeddingStore.migrator.migrate(database, upTo: "v1")
    try database.write { db in
      let info = """
        INSERT INTO metadata VALUES (1, 'glove.txt', 'gloveText', '\(String(repeating: "0", count: 64))', 2, 3, 'asRead', 0,
          '2025-01-02T03:04:05Z', 0, 0, 0, 1)
        """
      try db.execute(sql: info)
      for (rank, word, vector) in [(1, "good", [1, 0]), (2, "bad", [-1, 1]), (3, "fine", [2, 1])]
        as [(Int, String, [Float])]
      {
        try db.execute(
          sql: "INSERT INTO embedding VALUES (?, ?, ?)",
          arguments: [rank, word, vector.withUnsafeBytes { Data($0) }])
      }
    }
  }

  private func expectWords(_ store: EmbeddingStore, _ sets: SetExpression? = nil) throws {
    let view = try store.view(sets)
    #expect(try view.words() == ["good", "bad", "fine"])
    #expect(try view.vectors(for: ["fine", "bad", "none"]).values == [2, 1, -1, 1, 0, 0])
    #expect(try view.neighbors(of: "good", count: 1).map(\.word) == ["fine"])
    #expect(try VectorIndex(view).neighbors(of: "good") == view.neighbors(of: "good"))
  }

  @Test func readersReadThemAsTheyAre() throws {
    let before = try Data(contentsOf: URL(filePath: path))
    let store = try EmbeddingStore(path: path)
    #expect(try store.info().name == "default")
    #expect(try store.info().source == "glove.txt")
    try expectWords(store)
    #expect(try store.check().problems == [])
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test func writersMigrateThemAndLeaveTheRowsWhereTheyAre() throws {
    let reader = try EmbeddingStore(path: path)
    let other = try folder.write("other", "new 1 2 3\n")
    _ = try EmbeddingStore.importVectors(from: other, into: path, options: .init(name: "other"))
    for store in [reader, try EmbeddingStore(path: path)] {
      #expect(try store.sets().map(\.name) == ["default", "other"])
      try expectWords(store, SetExpression("default"))
      #expect(try store.view(SetExpression("default+other")).words() == ["good", "bad", "fine", "new"])
      #expect(try store.check().problems == [])
    }
  }

  @Test func theOldSetIsReplacedAndRemovedLikeAnyOther() throws {
    let file = try folder.write("new", "new 1 2 3\n")
    _ = try EmbeddingStore.importVectors(from: file, into: path)
    let store = try EmbeddingStore(path: path, access: .writing)
    #expect(try store.words() == ["new"])
    #expect(try store.database.read { try !$0.tableExists("embedding") })
    #expect(try store.check().problems == [])
    try store.removeSet(named: "default")
    #expect(try store.sets() == [])
  }
}
