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
      // One set, a row a word.
      try db.execute(
        sql: """
          CREATE TABLE embedding (
            rank INTEGER PRIMARY KEY CHECK (rank > 0),
            word TEXT NOT NULL COLLATE BINARY UNIQUE CHECK (word <> ''),
            vector BLOB NOT NULL CHECK (length(vector) > 0 AND length(vector) % 4 = 0)
          ) STRICT
          """)
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
    migrator.registerMigration("v2", migrate: createSets)
    return migrator
  }

  /// Schema 2: several sets, their rows packed in blocks.
  ///
  /// The rows of a set that is there stay where they are: moving them would write gigabytes anew for nothing, and schema 1
  /// must be readable anyhow, from media that cannot be written.
  private static func createSets(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE vectorSet (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL COLLATE BINARY UNIQUE CHECK (name <> ''),
          storage TEXT NOT NULL CHECK (storage IN ('rows', 'blocks')),
          rowsPerBlock INTEGER NOT NULL CHECK (rowsPerBlock > 0),
          element TEXT NOT NULL CHECK (element IN ('float32', 'float16', 'int8')),
          source TEXT NOT NULL,
          format TEXT NOT NULL CHECK (format <> ''),
          sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
          dimension INTEGER NOT NULL CHECK (dimension > 0),
          count INTEGER NOT NULL CHECK (count > 0),
          normalization TEXT NOT NULL CHECK (normalization IN ('asRead', 'unitLength')),
          lowercased INTEGER NOT NULL CHECK (lowercased IN (0, 1)),
          importDate TEXT NOT NULL,
          duplicates INTEGER NOT NULL CHECK (duplicates >= 0),
          badEntries INTEGER NOT NULL CHECK (badEntries >= 0),
          repairedWords INTEGER NOT NULL CHECK (repairedWords >= 0),
          variance REAL NOT NULL CHECK (variance >= 0),
          record TEXT NOT NULL CHECK (json_valid(record))
        ) STRICT
        """)
    // `rank` counts the words of a set from 1, most frequent first as such files are ordered, without gaps. Words compare byte
    // by byte. No foreign keys: a set's row is written last, when its counts are known, and `check` looks for orphans.
    try db.execute(
      sql: """
        CREATE TABLE word (
          setID INTEGER NOT NULL,
          word TEXT NOT NULL COLLATE BINARY CHECK (word <> ''),
          rank INTEGER NOT NULL CHECK (rank > 0),
          PRIMARY KEY (setID, word),
          UNIQUE (setID, rank)
        ) STRICT, WITHOUT ROWID
        """)
    // `kind` 0: the rows of words, 1: those of pieces of words. `checksum`: the first 8 bytes of the SHA-256 of `data`,
    // big-endian. The rows' length cannot be checked here, as a check cannot look into `vectorSet`.
    try db.execute(
      sql: """
        CREATE TABLE vectorBlock (
          id INTEGER PRIMARY KEY,
          setID INTEGER NOT NULL,
          kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
          number INTEGER NOT NULL CHECK (number >= 0),
          checksum INTEGER NOT NULL,
          data BLOB NOT NULL CHECK (length(data) > 0),
          UNIQUE (setID, kind, number)
        ) STRICT
        """)
    try db.execute(
      sql: """
        INSERT INTO vectorSet
        SELECT 1, '\(StoredSet.usualName)', 'rows', 1, 'float32', source, format, sha256, dimension, count, normalization,
          lowercased, importDate, duplicates, badEntries, repairedWords, variance, '{}'
        FROM metadata
        """)
    if db.changesCount == 0 { try db.execute(sql: "DROP TABLE embedding") }
    try db.execute(sql: "DROP TABLE metadata")
  }
}
