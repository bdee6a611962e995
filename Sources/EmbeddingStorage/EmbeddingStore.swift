import Foundation
import GRDB

/// Word vectors in an SQLite file: sets of them, and where they come from.
///
///     let report = try EmbeddingStore.importVectors(from: "glove.txt", into: "glove.sqlite")
///     let store = try EmbeddingStore(path: "glove.sqlite")
///     let lookup = try store.vectors(for: ["good", "bad"])   // [2, d]
///
/// A store is made by imports and read by many; readers may go on while an import writes, and see the old
/// vectors until it is done. Methods that read words do so from the only set; `view` chooses among several. The connection closes with the last copy of the value. Calls from several threads
/// are served one after the other.
public struct EmbeddingStore: Sendable {
  /// What to open a store for.
  public enum Access: Sendable {
    /// Look up; creates nothing, and works in folders that cannot be written.
    case reading
    /// Import as well; creates the file if there is none, and migrates an older schema.
    case writing
  }

  /// The store's file as the caller wrote it, for error messages.
  public let path: String
  /// What it was opened for.
  public let access: Access
  let database: DatabaseQueue

  /// Opens the store at `path`.
  ///
  /// - Throws: `EmbeddingStoreError`: `missingFile` (reading only), `notAStore`, `newerSchema`, `unreadable`,
  ///   `unwritable`, `damaged`. A file that is not a store is left untouched.
  public init(path: String, access: Access = .reading) throws {
    try self.init(path: path, access: access, busyMode: .timeout(5))
  }

  /// - Parameter busyMode: How long to wait for another process that writes.
  init(path: String, access: Access, busyMode: Database.BusyMode) throws {
    self.path = path
    self.access = access
    let contents = try Self.inspect(path)
    switch (access, contents) {
    case (.reading, .nothing):
      throw EmbeddingStoreError.missingFile(path)
    case (.reading, .empty):
      throw EmbeddingStoreError.notAStore(path, reason: "the file is empty")
    case (.reading, .store):
      database = try EmbeddingStoreError.translating(path) { try Self.openForReading(path) }
    case (.writing, _):
      database = try EmbeddingStoreError.translating(path) {
        try Self.openForWriting(path, busyMode: busyMode)
      }
    }
  }

  /// A store in memory, empty and writable, for tests.
  package init(inMemoryNamed name: String) throws {
    path = name
    access = .writing
    database = try DatabaseQueue()
    try Self.migrator.migrate(database)
  }

  /// Reads in one view of the store, with SQLite's errors translated.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try EmbeddingStoreError.translating(path) { try database.read(body) }
  }
}
