import Foundation
import GRDB

/// The sets that an expression names, found in a store, and how their rows become one.
struct SetCombination: Equatable, Sendable {
  /// The inner sets are averaged, the outer ones concatenated.
  let terms: [[StoredSet]]

  /// Finds the sets of an expression; without one, the only set of the store.
  ///
  /// - Throws: `noVectors`, `ambiguousSet`, `unknownSet`, `unequalDimensions`.
  init(_ expression: SetExpression?, _ db: Database, path: String) throws {
    let sets = try StoredSet.fetchAll(db)
    guard let first = sets.first else { throw EmbeddingStoreError.noVectors(path) }
    guard let expression else {
      guard sets.count == 1 else {
        throw EmbeddingStoreError.ambiguousSet(path, names: sets.map(\.info.name))
      }
      terms = [[first]]
      try first.requireSizes(db, path: path)
      return
    }
    terms = try expression.terms.map { names in
      let term = try names.map { name in
        guard let set = sets.first(where: { $0.info.name == name }) else {
          throw EmbeddingStoreError.unknownSet(name, store: path, names: sets.map(\.info.name))
        }
        return set
      }
      guard term.allSatisfy({ $0.info.dimension == term[0].info.dimension }) else {
        throw EmbeddingStoreError.unequalDimensions(
          path, names: names, dimensions: term.map(\.info.dimension))
      }
      return term
    }
    for set in self.sets { try set.requireSizes(db, path: path) }
  }

  /// A set alone.
  init(_ set: StoredSet) { terms = [[set]] }

  /// Numbers a row, d.
  var dimension: Int { terms.reduce(0) { $0 + $1[0].info.dimension } }

  var sets: [StoredSet] { terms.flatMap { $0 } }

  /// The one set that this is, if it is one.
  var onlySet: StoredSet? { terms.count == 1 && terms[0].count == 1 ? terms[0][0] : nil }
}
