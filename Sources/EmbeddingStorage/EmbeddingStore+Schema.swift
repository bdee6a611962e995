import Foundation
import GRDB

extension EmbeddingStore {
  /// Marks the file as a store ("TCNV"), in SQLite's header.
  static let applicationID: UInt32 = 0x5443_4E56

  /// The schemas so far. A step that has been released is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try createEmbeddingTable(db, dimension: nil)
      // One row, so that there is one answer to every question.
      try db.execute(
        sql: """
          CREATE TABLE metadata (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            source TEXT NOT NULL,
            format TEXT NOT NULL CHECK (format IN ('gloveText', 'word2vecText', 'word2vecBinary')),
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            dimension INTEGER NOT NULL CHECK (dimension > 0),
            count INTEGER NOT NULL CHECK (count > 0),
            normalization TEXT NOT NULL CHECK (normalization IN ('asRead', 'unitLength')),
            lowercased INTEGER NOT NULL CHECK (lowercased IN (0, 1)),
            importDate TEXT NOT NULL,
            duplicates INTEGER NOT NULL CHECK (duplicates >= 0),
            badEntries INTEGER NOT NULL CHECK (badEntries >= 0),
            repairedWords INTEGER NOT NULL CHECK (repairedWords >= 0),
            variance REAL NOT NULL CHECK (variance >= 0)
          ) STRICT
          """)
    }
    return migrator
  }

  /// Makes the table of vectors anew, with their length in its checks.
  ///
  /// `rank` counts the words of the file from 1, most frequent first as such files are ordered, without gaps.
  /// Words compare byte by byte. The table is made at each import because a check cannot look into `metadata`.
  static func createEmbeddingTable(_ db: Database, dimension: Int?) throws {
    let length =
      dimension.map { "length(vector) = \(4 * $0)" } ?? "length(vector) > 0 AND length(vector) % 4 = 0"
    try db.execute(sql: "DROP TABLE IF EXISTS embedding")
    try db.execute(
      sql: """
        CREATE TABLE embedding (
          rank INTEGER PRIMARY KEY CHECK (rank > 0),
          word TEXT NOT NULL COLLATE BINARY UNIQUE CHECK (word <> ''),
          vector BLOB NOT NULL CHECK (\(length))
        ) STRICT
        """)
  }
}

extension EmbeddingStore.Info {
  /// The one row of `metadata`; `nil` before the first import.
  static func fetch(_ db: Database) throws -> Self? {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM metadata") else { return nil }
    guard let format = EmbeddingStore.VectorFormat(rawValue: row["format"]),
      let normalization = EmbeddingStore.Normalization(rawValue: row["normalization"]),
      let date = try? Date(row["importDate"] as String, strategy: .iso8601)
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return Self(
      source: row["source"], format: format, sha256: row["sha256"], dimension: row["dimension"],
      count: row["count"], normalization: normalization, isLowercased: row["lowercased"], date: date,
      duplicates: row["duplicates"], badEntries: row["badEntries"], repairedWords: row["repairedWords"],
      variance: row["variance"])
  }

  /// Writes the one row of `metadata` anew.
  func save(_ db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO metadata (
          id, source, format, sha256, dimension, count, normalization, lowercased, importDate,
          duplicates, badEntries, repairedWords, variance
        ) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        source, format.rawValue, sha256, dimension, count, normalization.rawValue, isLowercased,
        date.ISO8601Format(), duplicates, badEntries, repairedWords, variance,
      ])
  }
}
