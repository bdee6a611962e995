import GRDB

extension EmbeddingStoreError {
  /// What SQLite's error means for the store at `path`.
  init(_ error: DatabaseError, path: String) {
    // Another process removed the file, or put another in its place.
    guard error.extendedResultCode != .SQLITE_READONLY_DBMOVED else {
      self = .changed(path)
      return
    }
    self =
      switch error.resultCode.primaryResultCode {
      case .SQLITE_FULL: .diskFull(path)
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
        .unwritable(path, reason: error.message ?? "no permission")
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(path)
      default: .storage(path, reason: error.message ?? "code \(error.resultCode.rawValue)")
      }
  }

  /// Runs `body` and throws SQLite's errors as this library's; values of a kind that no column may have are damage.
  static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw EmbeddingStoreError(error, path: path)
    } catch is RowDecodingError {
      throw EmbeddingStoreError.damaged(path)
    }
  }
}
