import Foundation
import GRDB

extension EmbeddingStore {
  /// Imports a file of word vectors into a store, as a set that takes the place of one of the same name.
  ///
  /// The format (`VectorFormat`) and the compression are recognised by the file's content.
  /// All happens in one transaction: an import that fails or is killed leaves the store as it was, and a store
  /// that this call created and could not fill is removed. Of equal words the first one wins. Words that are
  /// not UTF-8 have the offending bytes replaced by U+FFFD and are counted. To replace vectors the disk needs
  /// room for the new ones beside the old.
  ///
  /// - Parameters:
  ///   - file: The file to read; a pipe will do, and `-` is standard input. fastText's `.bin` and safetensors are read more
  ///     than once and must be plain files.
  ///   - path: The store; created when there is none.
  ///   - progress: Called after each block of a megabyte.
  ///   - committed: Called when the vectors are safe, before they are moved from the journal into the file.
  /// - Throws: `EmbeddingStoreError`; `badEntry` for the first bad line unless bad ones are skipped.
  /// - Complexity: One pass, O(bytes); memory does not grow with the file.
  public static func importVectors(
    from file: String, into path: String, options: ImportOptions = ImportOptions(),
    progress: (ImportProgress) -> Void = { _ in }, committed: () -> Void = {}
  ) throws -> ImportReport {
    // The file is looked at before the store is made: a wrong name should leave nothing behind.
    let source = try SourceFile(path: file)
    let layout = try VectorFileLayout(recognizing: source, options: options)
    let isNew = try inspect(path) == .nothing
    do {
      let store = try EmbeddingStore(path: path, access: .writing)
      return try store.importVectors(
        source, layout: layout, options: options, progress: progress, committed: committed)
    } catch {
      if isNew { discardIfEmpty(path) }
      throw error
    }
  }

  /// As `importVectors(from:into:options:progress:)`, into this store.
  ///
  /// - Precondition: The store was opened for writing.
  public func importVectors(
    from file: String, options: ImportOptions = ImportOptions(), progress: (ImportProgress) -> Void = { _ in }
  ) throws -> ImportReport {
    let source = try SourceFile(path: file)
    let layout = try VectorFileLayout(recognizing: source, options: options)
    return try importVectors(source, layout: layout, options: options, progress: progress, committed: {})
  }

  private func importVectors(
    _ source: SourceFile, layout: VectorFileLayout, options: ImportOptions,
    progress: (ImportProgress) -> Void, committed: () -> Void
  ) throws -> ImportReport {
    precondition(options.limit ?? 1 >= 1, "limit \(options.limit ?? 1), expected at least 1")
    return try replaceSet(named: options.name, committed: committed) { db, id in
      var session = try ImportSession(db, set: id, source: source, layout: layout, options: options)
      try session.run(progress: progress)
      return try session.finish()
    }
  }

  /// Makes a set in one transaction, in the place of one of the same name.
  ///
  /// - Parameter body: Writes the rows of the set of the number that it is given, and what it says about itself.
  func replaceSet<Result>(
    named name: String, committed: () -> Void = {}, _ body: (Database, Int64) throws -> Result
  ) throws -> Result {
    precondition(SetExpression.isName(name), "\"\(name)\" is no name of a set")
    return try write(committed: committed) { db in
      let old = try StoredSet.fetchAll(db)
      // The rows of schema 1 are number 1, whether or not they are there still.
      let id = max(1, old.map(\.id).max() ?? 1) + 1
      try old.first { $0.info.name == name }?.delete(db)
      return old.isEmpty ? try Self.filling(path) { try body(db, id) } : try body(db, id)
    }
  }

  /// Writes in one transaction, and moves what was written from the journal into the file.
  ///
  /// - Parameter committed: Called between the two.
  /// - Precondition: The store was opened for writing.
  func write<Result>(committed: () -> Void = {}, _ body: (Database) throws -> Result) throws -> Result {
    precondition(access == .writing, "\(path) was opened for reading")
    return try EmbeddingStoreError.translating(path) {
      try database.writeWithoutTransaction { db in
        // Room for the index of the words, whose pages are touched in no order; the vectors only pass through.
        try db.execute(sql: "PRAGMA cache_size = -24576")
        try db.execute(sql: "PRAGMA secure_delete = OFF")
        var result: Result?
        try db.inTransaction(.immediate) {
          result = try body(db)
          return .commit
        }
        committed()
        // From here on the vectors are safe. Moving them from the journal into the file can fail, for a full
        // disk or a reader, and is then done by whoever opens the store next.
        try? Self.turnOnWAL(db)
        _ = try? db.checkpoint(.truncate)
        guard let result else { throw EmbeddingStoreError.noVectors(path) }
        return result
      }
    }
  }
}
