import Foundation
import GRDB
import Testing

@testable import EmbeddingStorage

@Suite struct EmbeddingStoreOpeningTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("store.sqlite")
  }

  private func makeStore() throws {
    _ = try EmbeddingStore.importVectors(from: folder.write("vectors", "good 1 0\nbad 0 1\n"), into: path)
  }

  @Test func anImportLeavesOneFileInWALMode() throws {
    try makeStore()
    #expect(try folder.names == ["store.sqlite", "vectors"])
    #expect(try EmbeddingStore(path: path).words() == ["good", "bad"])
    #expect(try folder.names == ["store.sqlite", "vectors"])
    let mode = try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "wal")
  }

  @Test func readingDoesNotAlterTheFile() throws {
    try makeStore()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let store = try EmbeddingStore(path: path)
    _ = try store.neighbors(of: "good")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func aMissingFileIsAnErrorForReadersAndIsNotCreated() throws {
    #expect(throws: EmbeddingStoreError.missingFile(path)) { try EmbeddingStore(path: path) }
    #expect(throws: EmbeddingStoreError.missingFile("")) { try EmbeddingStore(path: "") }
    #expect(try folder.names == [])
  }

  @Test(arguments: [EmbeddingStore.Access.reading, .writing])
  func filesThatAreNoStoresAreRefusedAndLeftUntouched(access: EmbeddingStore.Access) throws {
    let text = try folder.write("notes.txt", String(repeating: "not a store\n", count: 100))
    let other = folder.file("other.sqlite")
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE player (id INTEGER)") }
    let otherBytes = try Data(contentsOf: URL(fileURLWithPath: other))
    #expect(throws: EmbeddingStoreError.notAStore(text, reason: "not an SQLite file")) {
      try EmbeddingStore(path: text, access: access)
    }
    #expect(throws: EmbeddingStoreError.notAStore(other, reason: "an SQLite file of another program")) {
      try EmbeddingStore(path: other, access: access)
    }
    #expect(throws: EmbeddingStoreError.notAStore(folder.path, reason: "it is a folder or a device")) {
      try EmbeddingStore(path: folder.path, access: access)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == otherBytes)
    #expect(try folder.names == ["notes.txt", "other.sqlite"])
  }

  @Test func anEmptyFileCanBeImportedIntoButNotRead() throws {
    _ = try folder.write("store.sqlite", "")
    #expect(throws: EmbeddingStoreError.notAStore(path, reason: "the file is empty")) {
      try EmbeddingStore(path: path)
    }
    try makeStore()
    #expect(try EmbeddingStore(path: path).words() == ["good", "bad"])
  }

  @Test func aSchemaOfANewerVersionIsRefused() throws {
    try makeStore()
    try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
    for access in [EmbeddingStore.Access.reading, .writing] {
      #expect(throws: EmbeddingStoreError.newerSchema(path)) {
        try EmbeddingStore(path: path, access: access)
      }
    }
  }

  @Test func writersFinishAHalfMadeStoreReadersRefuseIt() throws {
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "PRAGMA application_id = \(EmbeddingStore.applicationID)")
    }
    #expect(throws: EmbeddingStoreError.notAStore(path, reason: "its making was cut short")) {
      try EmbeddingStore(path: path)
    }
    try makeStore()
    #expect(try EmbeddingStore(path: path).info().count == 2)
  }

  @Test func aDamagedStoreIsToldAsSuch() throws {
    try makeStore()
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seek(toOffset: 100)
    try file.write(contentsOf: Data(repeating: 0xFF, count: 4000))
    try file.close()
    #expect(throws: EmbeddingStoreError.damaged(path)) { try EmbeddingStore(path: path).info() }
  }

  @Test func theSchemaRefusesWrongRows() throws {
    let store = try EmbeddingStore(inMemoryNamed: "memory")
    _ = try store.importVectors(from: folder.write("vectors", "good 1 0\n"))
    let rows = [
      "word VALUES (2, 'good', 2)", "word VALUES (2, '', 2)", "word VALUES (2, 'bad', 0)",
      "word VALUES (2, 'bad', 1)", "word VALUES (2, x'626164', 2)",
      "vectorBlock VALUES (9, 2, 0, 0, 0, x'00')", "vectorBlock VALUES (9, 2, 0, 1, 0, x'')",
      "vectorBlock VALUES (9, 2, 2, 1, 0, x'00')", "vectorBlock VALUES (9, 2, 0, 1, 0, 'text')",
    ]
    for row in rows {
      #expect(throws: DatabaseError.self, "\(row)") {
        try store.database.write { try $0.execute(sql: "INSERT INTO \(row)") }
      }
    }
    for change in ["dimension = 0", "element = 'float64'", "record = '{'", "name = ''"] {
      #expect(throws: DatabaseError.self, "\(change)") {
        try store.database.write { try $0.execute(sql: "UPDATE vectorSet SET \(change)") }
      }
    }
    // Float 1 and 0 in little-endian bytes.
    #expect(
      try store.database.read { try Data.fetchOne($0, sql: "SELECT data FROM vectorBlock") }
        == Data([0, 0, 0x80, 0x3F, 0, 0, 0, 0]))
  }

  @Test func whatCannotBeImportedLeavesNothingBehind() throws {
    let file = try folder.write("vectors", "good 1 0\nbad 0\n")
    #expect(throws: EmbeddingStoreError.self) { try EmbeddingStore.importVectors(from: file, into: path) }
    #expect(throws: EmbeddingStoreError.missingFile(folder.file("none"))) {
      try EmbeddingStore.importVectors(from: folder.file("none"), into: path)
    }
    #expect(throws: EmbeddingStoreError.unreadable(folder.path, reason: "it is a folder")) {
      try EmbeddingStore.importVectors(from: folder.path, into: path)
    }
    #expect(try folder.names == ["vectors"])
    let nowhere = folder.file("none/store.sqlite")
    #expect(throws: EmbeddingStoreError.unwritable(nowhere, reason: "the folder does not exist")) {
      try EmbeddingStore.importVectors(from: folder.write("vectors", "good 1 0\n"), into: nowhere)
    }
  }

  @Test func namesThatMeanSomethingToSQLiteAreNamesOfFiles() throws {
    let source = try folder.write("vectors", "good 1 0\n")
    for name in ["a?mode=memory.sqlite", "50%25 #1.sqlite", "file:b.sqlite", "größe 词.sqlite"] {
      _ = try EmbeddingStore.importVectors(from: source, into: folder.file(name))
      #expect(FileManager.default.fileExists(atPath: folder.file(name)), "\(name)")
      #expect(try EmbeddingStore(path: folder.file(name)).words() == ["good"], "\(name)")
    }
  }

  @Test func aReaderSeesTheOldVectorsUntilTheImportIsDone() throws {
    try makeStore()
    let reader = try EmbeddingStore(path: path)
    var seen: [[String]] = []
    let file = try folder.write("vectors", "le 1 2\n")
    _ = try EmbeddingStore.importVectors(from: file, into: path) { _ in
      seen.append((try? reader.words()) ?? [])
    }
    #expect(seen == [["good", "bad"]])
    #expect(try reader.words() == ["le"])
  }
}
