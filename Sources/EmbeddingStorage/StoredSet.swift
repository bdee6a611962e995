import Foundation
import GRDB

/// A set as the store has it: what it says about itself, and where its rows are.
struct StoredSet: Equatable, Sendable {
  /// Where a set's rows are.
  enum Storage: String, Sendable {
    /// Table `embedding`, a float32 row a word: the one set of a store of schema 1, left where it was.
    case rows
    /// Tables `word` and `vectorBlock`.
    case blocks
  }

  /// What the rows of a block stand for.
  enum Kind: Int, Sendable {
    case words = 0
    case subwords = 1
  }

  let id: Int64
  let storage: Storage
  /// Rows a block; the last one may have fewer.
  let rowsPerBlock: Int
  let info: EmbeddingStore.Info

  /// The sets of a store in the order of their first import.
  static func fetchAll(_ db: Database) throws -> [StoredSet] {
    // A store of schema 1 is read as it is, since a reader may not be able to migrate it.
    guard try Bool.fetchOne(db, sql: "SELECT 1 FROM sqlite_schema WHERE name = 'vectorSet'") ?? false else {
      return try SetDescription.fetchAll(db, sql: "SELECT * FROM metadata").map {
        StoredSet(
          id: 1, storage: .rows, rowsPerBlock: 1,
          info: try .init($0, name: usualName, element: .float32, record: .init()))
      }
    }
    return try SetRow.fetchAll(db, sql: "SELECT * FROM vectorSet ORDER BY id").map { row in
      guard (1..<Int64.max).contains(row.id), let storage = Storage(rawValue: row.storage),
        (1...1 << 20).contains(row.rowsPerBlock),
        let element = EmbeddingStore.VectorElement(rawValue: row.element),
        let record = try? JSONDecoder().decode(EmbeddingStore.Record.self, from: Data(row.record.utf8)),
        record.subwords?.isPossible ?? true
      else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
      return StoredSet(
        id: row.id, storage: storage, rowsPerBlock: row.rowsPerBlock,
        info: try .init(row.description, name: row.name, element: element, record: record))
    }
  }

  /// Finds out whether the sizes that the set says are those of its rows, before memory is asked for by them.
  ///
  /// - Throws: `damaged`.
  /// - Complexity: O(log count).
  func requireSizes(_ db: Database, path: String) throws {
    let (words, block) =
      switch storage {
      case .rows: ("embedding", "SELECT length(vector) FROM embedding WHERE rank = 1")
      case .blocks:
        (
          "word WHERE setID = \(id)",
          "SELECT length(data) FROM vectorBlock WHERE setID = \(id) AND kind = 0 AND number = 0"
        )
      }
    let count = try Int.fetchOne(db, sql: "SELECT max(rank) FROM \(words)")
    let bytes = try Int.fetchOne(db, sql: block)
    let rowBytes = info.element.rowBytes(info.dimension)
    guard count == info.count, bytes == min(info.count, rowsPerBlock) * rowBytes else {
      throw EmbeddingStoreError.damaged(path)
    }
  }

  /// What a set is called that nobody gave a name.
  static let usualName = "default"

  /// Takes the set and all its rows out of the store. Its room is used again by the next import.
  func delete(_ db: Database) throws {
    switch storage {
    case .rows:
      try db.execute(sql: "DROP TABLE embedding")
    case .blocks:
      try db.execute(sql: "DELETE FROM word WHERE setID = ?", arguments: [id])
      try db.execute(sql: "DELETE FROM vectorBlock WHERE setID = ?", arguments: [id])
    }
    try db.execute(sql: "DELETE FROM vectorSet WHERE id = ?", arguments: [id])
  }

  /// Writes what the set says about itself.
  func insert(_ db: Database) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let record = String(decoding: try encoder.encode(info.record), as: UTF8.self)
    try db.execute(
      sql: """
        INSERT INTO vectorSet (
          id, name, storage, rowsPerBlock, element, source, format, sha256, dimension, count, normalization, lowercased,
          importDate, duplicates, badEntries, repairedWords, variance, record
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, info.name, storage.rawValue, rowsPerBlock, info.element.rawValue, info.source,
        info.format.rawValue,
        info.sha256, info.dimension, info.count, info.normalization.rawValue, info.isLowercased,
        info.date.ISO8601Format(), info.duplicates, info.badEntries, info.repairedWords, info.variance,
        record,
      ])
  }
}

/// A row of `vectorSet`. Decoded, since a damaged file may have anything in any column, which is an error then and no trap.
private struct SetRow: Decodable, FetchableRecord {
  let id: Int64
  let name: String
  let storage: String
  let rowsPerBlock: Int
  let element: String
  let record: String
  let description: SetDescription

  private enum CodingKeys: String, CodingKey {
    case id, name, storage, rowsPerBlock, element, record
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(Int64.self, forKey: .id)
    name = try values.decode(String.self, forKey: .name)
    storage = try values.decode(String.self, forKey: .storage)
    rowsPerBlock = try values.decode(Int.self, forKey: .rowsPerBlock)
    element = try values.decode(String.self, forKey: .element)
    record = try values.decode(String.self, forKey: .record)
    description = try SetDescription(from: decoder)
  }
}

/// The columns that `metadata` of schema 1 and `vectorSet` have in common.
private struct SetDescription: Decodable, FetchableRecord {
  let source: String
  let format: String
  let sha256: String
  let dimension: Int
  let count: Int
  let normalization: String
  let lowercased: Bool
  let importDate: String
  let duplicates: Int
  let badEntries: Int
  let repairedWords: Int
  let variance: Double
}

extension EmbeddingStore.Info {
  fileprivate init(
    _ row: SetDescription, name: String, element: EmbeddingStore.VectorElement, record: EmbeddingStore.Record
  ) throws {
    guard let format = EmbeddingStore.VectorFormat(rawValue: row.format),
      let normalization = EmbeddingStore.Normalization(rawValue: row.normalization),
      let date = try? Date(row.importDate, strategy: .iso8601),
      // Sizes of a damaged store must not be computed with.
      (1...VectorFileLayout.largestDimension).contains(row.dimension),
      (1...Int(Int32.max)).contains(row.count),
      min(row.duplicates, row.badEntries, row.repairedWords, record.limit ?? 0) >= 0, row.variance >= 0,
      row.variance.isFinite
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    self.init(
      name: name, source: row.source, format: format, sha256: row.sha256, dimension: row.dimension,
      count: row.count, element: element, normalization: normalization, isLowercased: row.lowercased,
      date: date, duplicates: row.duplicates, badEntries: row.badEntries, repairedWords: row.repairedWords,
      variance: row.variance, record: record)
  }
}
