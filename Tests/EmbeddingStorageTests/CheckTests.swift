import Foundation
import GRDB
import Testing

@testable import EmbeddingStorage

@Suite struct CheckTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("store.sqlite")
    // 6,000 numbers a row: a block a word.
    let rows = (0..<40).map { (Array("w\($0)".utf8), [Float](repeating: Float($0), count: 6000)) }
    _ = try EmbeddingStore.importVectors(
      from: folder.write("v", binaryFile(header: "40 6000", rows)), into: path, options: .init(name: "a"))
    _ = try EmbeddingStore.importVectors(
      from: Fixture.path("pieces.bin"), into: path, options: .init(name: "b"))
  }

  private func problems(after change: String? = nil) throws -> [String] {
    if let change { try DatabaseQueue(path: path).write { try $0.execute(sql: change) } }
    return try EmbeddingStore(path: path).check().problems
  }

  @Test func aStoreInOrder() throws {
    let report = try EmbeddingStore(path: path).check()
    #expect(report.problems == [])
    #expect(report.problemCount == 0)
    #expect(report.sets == 2)
    #expect(report.words == 40 + 41)
    #expect(report.blocks == 40 + 2)
  }

  @Test(
    arguments: [
      (
        "UPDATE vectorBlock SET data = zeroblob(24000) WHERE setID = 2 AND number = 7",
        "set a, words: block 7 (\"w7\") does not have its checksum"
      ),
      (
        "UPDATE vectorBlock SET data = zeroblob(7) WHERE setID = 2 AND number = 0",
        "set a, words: block 0 (\"w0\") has 7 bytes, expected 24000"
      ),
      ("DELETE FROM vectorBlock WHERE setID = 2 AND number = 3", "set a, words: block 3 is missing"),
      ("DELETE FROM vectorBlock WHERE setID = 3 AND kind = 1", "set b, pieces: has 0 blocks, expected 1"),
      ("DELETE FROM word WHERE setID = 2 AND word = 'w5'", "set a: has 39 words, expected 40"),
      ("INSERT INTO word VALUES (9, 'x', 1)", "table word: 1 rows belong to no set"),
    ])
  func damageIsNamed(change: String, problem: String) throws {
    #expect(try problems(after: change).contains(problem))
  }

  @Test func numbersThatAreNotFiniteAreFound() throws {
    let row = [Float](repeating: 1, count: 5999) + [.nan]
    let data = row.withUnsafeBytes { Data($0) }
    try DatabaseQueue(path: path).write {
      try $0.execute(
        sql: "UPDATE vectorBlock SET data = ?, checksum = ? WHERE setID = 2 AND number = 4",
        arguments: [data, BlockWriter.checksum(of: data)])
    }
    #expect(
      try problems() == [
        "set a, words: block 4 (\"w4\") has a number that is not finite, number 6000 of row 1"
      ])
  }

  /// A byte that turned over on the disk, among the numbers.
  @Test func everyFlippedByteOfTheVectorsIsFound() throws {
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
    // A row has the same number over and over; what else is in the file has no such rhythm.
    let places = (4..<whole.count - 4).filter {
      whole[$0] != 0 && whole[$0] == whole[$0 - 4] && whole[$0] == whole[$0 + 4]
    }
    #expect(places.count > 200_000)
    var generator = SplitMix64(state: 11)
    for _ in 0..<20 {
      let place = try #require(places.randomElement(using: &generator))
      var bytes = whole
      bytes[place] ^= 0x10
      try Data(bytes).write(to: URL(filePath: path))
      #expect(try !problems().isEmpty, "byte \(place)")
    }
  }

  @Test func aDamagedPageDoesNotEndTheCheck() throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    for place in bytes.count / 2..<bytes.count / 2 + 9000 { bytes[place] = 0xFF }
    try bytes.write(to: URL(filePath: path))
    let found = try problems()
    #expect(found.contains { $0.hasPrefix("set a, words") })
    #expect(found.allSatisfy { !$0.isEmpty })
  }

  /// A bad disk keeps no constraints.
  private func clear(_ column: String, of table: String, to value: String = "NULL") throws {
    try DatabaseQueue(path: path).write {
      try $0.execute(
        sql: """
          CREATE TABLE free AS SELECT * FROM \(table);
          DROP TABLE \(table);
          ALTER TABLE free RENAME TO \(table);
          UPDATE \(table) SET \(column) = \(value);
          """)
    }
  }

  @Test(
    arguments: [
      "id", "name", "storage", "rowsPerBlock", "element", "source", "format", "sha256", "dimension", "count",
      "normalization", "lowercased", "importDate", "duplicates", "badEntries", "repairedWords", "variance",
      "record",
    ])
  func aSetThatLacksAColumnIsDamage(column: String) throws {
    try clear(column, of: "vectorSet")
    #expect(throws: EmbeddingStoreError.damaged(path)) { try EmbeddingStore(path: path).sets() }
    #expect(try problems().contains { $0.hasPrefix("table vectorSet: ") })
  }

  /// Sizes that would be asked of memory, or that are beyond what can be computed with.
  @Test(
    arguments: [
      ("id", "9223372036854775807"), ("duplicates", "-9223372036854775808"), ("badEntries", "-1"),
      ("record", "'{\"limit\":-9223372036854775808}'"), ("variance", "-1.0"), ("variance", "9e999"),
      ("count", "2147483647"),
      ("count", "39"), ("dimension", "65536"), ("dimension", "5999"), ("rowsPerBlock", "1048576"),
      ("element", "'int8'"),
    ])
  func sizesThatAreNotThoseOfTheRowsAreDamage(column: String, value: String) throws {
    try clear(column, of: "vectorSet", to: value)
    let set = try SetExpression("a")
    #expect(throws: EmbeddingStoreError.damaged(path)) {
      try EmbeddingStore(path: path).view(set).neighbors(of: "w3")
    }
    #expect(throws: EmbeddingStoreError.damaged(path)) {
      try VectorIndex(EmbeddingStore(path: path).view(set))
    }
    #expect(try !problems().isEmpty)
    // Other sets can be written, or that is refused; nothing traps.
    do {
      _ = try EmbeddingStore.importVectors(
        from: folder.write("more", "x 1 2\n"), into: path, options: .init(name: "more"))
    } catch let error as EmbeddingStoreError {
      #expect(error == .damaged(path))
    }
  }

  @Test func anExportOfADamagedStoreIsNone() throws {
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "DELETE FROM word WHERE setID = 2 AND word = 'w5'")
    }
    for format in EmbeddingStore.ExportFormat.allCases {
      var bytes = 0
      #expect(throws: EmbeddingStoreError.damaged(path)) {
        try EmbeddingStore(path: path).view(SetExpression("a")).export(as: format) { bytes += $0.count }
      }
      if format == .safetensors { #expect(bytes == 0) }
    }
  }

  @Test func schemasThatLackTheirNamesAreDamage() throws {
    try clear("identifier", of: "grdb_migrations")
    #expect(throws: EmbeddingStoreError.damaged(path)) { try EmbeddingStore(path: path) }
  }

  @Test(
    arguments: [
      ("checksum", "set a, words: block 0 (\"w0\") does not have its checksum"),
      ("data", "set a, words: block 0 (\"w0\") has 0 bytes, expected 24000"),
      ("number", "set a, words: a block has the number NULL"),
    ])
  func aBlockThatLacksAColumnIsNamed(column: String, problem: String) throws {
    try clear(column, of: "vectorBlock")
    #expect(try problems().contains(problem))
    // Lookups do not compute checksums.
    guard column != "checksum" else { return }
    #expect(throws: EmbeddingStoreError.damaged(path)) {
      try EmbeddingStore(path: path).view(SetExpression("a")).neighbors(of: "w3")
    }
  }

  @Test func ranksThatAreNoneAreNamed() throws {
    try clear("rank", of: "word")
    #expect(try problems().contains("set a: its words have the ranks 0 to 0, expected 1 to 40"))
  }
}
