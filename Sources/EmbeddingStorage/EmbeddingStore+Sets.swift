import GRDB

extension EmbeddingStore {
  /// What the store says about its sets, in the order in which they were imported; none before the first import.
  public func sets() throws -> [Info] { try read { try StoredSet.fetchAll($0).map(\.info) } }

  /// What the store says about its only set.
  ///
  /// - Throws: `EmbeddingStoreError.noVectors` before the first import, `ambiguousSet` where there are several.
  public func info() throws -> Info {
    try read { try SetCombination(nil, $0, path: path).sets[0].info }
  }

  /// Takes a set out of the store, in one transaction.
  ///
  /// - Parameter compacting: Whether to write the file anew without the room that the set took; the disk needs room for both
  ///   meanwhile. Otherwise the next import uses it.
  /// - Precondition: The store was opened for writing.
  /// - Throws: `EmbeddingStoreError.unknownSet`; `notCompacted` where only the second step fails.
  public func removeSet(named name: String, compacting: Bool = false) throws {
    try write { db in
      let sets = try StoredSet.fetchAll(db)
      guard let set = sets.first(where: { $0.info.name == name }) else {
        guard !sets.isEmpty else { throw EmbeddingStoreError.noVectors(path) }
        throw EmbeddingStoreError.unknownSet(name, store: path, names: sets.map(\.info.name))
      }
      try set.delete(db)
    }
    guard compacting else { return }
    do { try database.vacuum() } catch let error as DatabaseError {
      throw EmbeddingStoreError.notCompacted(
        path, reason: error.message ?? "code \(error.resultCode.rawValue)")
    }
  }
}
