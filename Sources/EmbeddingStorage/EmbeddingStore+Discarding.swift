import Foundation
import GRDB
import Synchronization

extension EmbeddingStore {
  /// Stores without sets that this process is filling: it holds their lock, and nothing of another process is lost with them.
  private static let unfilled = Mutex<Set<String>>([])

  /// Runs `body`, which fills a store that has no sets, within its transaction.
  static func filling<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
    unfilled.withLock { _ = $0.insert(path) }
    defer { unfilled.withLock { _ = $0.remove(path) } }
    return try body()
  }

  /// Removes a store that has no sets, with its journals, for what was made and could not be filled. A store that has a set,
  /// that another process writes to, or that is none at all stays.
  ///
  /// May be called while another thread of this process fills it, which must not go on then.
  public static func discardIfEmpty(_ path: String) {
    let isOurs = unfilled.withLock { paths in
      guard paths.contains(path) else { return false }
      unlinkAll(path)
      return true
    }
    // Opening it would make a file where there is none.
    guard !isOurs, [.empty, .store].contains(try? inspect(path)) else { return }
    // Without waiting: whoever has the lock is about to need the file.
    try? DatabaseQueue(path: path).writeWithoutTransaction { db in
      try db.inTransaction(.exclusive) {
        if try !db.tableExists("vectorSet") || StoredSet.fetchAll(db).isEmpty { unlinkAll(path) }
        return .rollback
      }
    }
  }

  private static func unlinkAll(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
  }
}
