import GRDB

/// Why finished runs could not be read or kept. `description` is one sentence that names the file and the mend.
public enum RunStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Something else lies at the path; it was not touched.
  case notAStore(String, reason: String)
  case unreadable(String)
  case unwritable(String, reason: String)
  /// A newer version of this program wrote it.
  case newerSchema(String)
  case damaged(String)
  case diskFull(String)
  /// Another process has held it for half a minute.
  case busy(String)
  /// SQLite reported something else.
  case storage(String, reason: String)

  public var description: String {
    switch self {
    case .notAStore(let path, let reason):
      "\(path): not a store of runs (\(reason)); name another file with --results"
    case .unreadable(let path):
      "\(path): cannot be read; name a file with --results that you may read and write"
    case .unwritable(let path, let reason):
      "\(path): cannot be written (\(reason)); name another file with --results"
    case .newerSchema(let path):
      "\(path): written by a newer version of this program; update the program, or name another file with --results"
    case .damaged(let path):
      "\(path): the store of runs is damaged; delete it, or name another file with --results"
    case .diskFull(let path):
      "\(path): the disk is full; free some space and give the same command again, it goes on where it was"
    case .busy(let path):
      "\(path): another process is writing to it; wait until it has finished, or name another file with --results"
    case .storage(let path, let reason):
      "\(path): SQLite cannot go on (\(reason)); check the disk and the file"
    }
  }

  /// Runs `body` with SQLite's errors in our words.
  static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw damaged(path)
      case .SQLITE_FULL: throw diskFull(path)
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw busy(path)
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
        throw unwritable(path, reason: error.message ?? "SQLite says no")
      default: throw storage(path, reason: error.message ?? "\(error.resultCode)")
      }
    } catch is RowDecodingError {
      throw damaged(path)
    }
  }
}
