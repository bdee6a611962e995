import Foundation
import GRDB

/// One set of a store, or several that are read as one.
///
///     let view = try store.view(SetExpression("glove+news"))
///     let lookup = try view.vectors(for: ["good", "bad"])   // [2, d_glove + d_news]
///
/// The view keeps to the sets that it was made of: where an import has replaced one of them, it says so.
public struct VectorView: Sendable {
  /// What the view was asked to be; nil: the store's only set.
  public let expression: SetExpression?
  /// Numbers a vector, d.
  public let dimension: Int
  let store: EmbeddingStore
  let combination: SetCombination

  init(_ store: EmbeddingStore, _ expression: SetExpression?) throws {
    self.store = store
    self.expression = expression
    combination = try store.read { try SetCombination(expression, $0, path: store.path) }
    dimension = combination.dimension
  }

  /// The sets that the view is made of, in the order of the expression.
  public var sets: [EmbeddingStore.Info] { combination.sets.map(\.info) }

  /// The view's name: that of its set, or the expression.
  public var name: String { expression?.description ?? combination.sets[0].info.name }

  /// How many words have a vector.
  ///
  /// - Complexity: O(1) for one set, O(words) for several.
  public func count() throws -> Int { try read { try combination.count($0, path: store.path) } }

  /// The variance of the vectors, as `EmbeddingStore.Info.variance`.
  ///
  /// - Complexity: O(1), and O(words · d) where sets are averaged.
  public func variance() throws -> Double { try read { try combination.variance($0, path: store.path) } }

  /// Equal for equal vectors: what is stored, and how words are looked up.
  public var fingerprint: String {
    let names = combination.sets.map { set in
      let (info, record) = (set.info, set.info.record)
      let pieces = record.subwords.map { "\($0.shortest)-\($0.longest) of \($0.buckets)" }
      return
        "\(record.content ?? info.sha256) \(info.normalization.rawValue) \(info.isLowercased ? "lowercased" : "as written") \(info.count)"
        + (info.element == .float32 ? "" : " \(info.element.rawValue)")
        + (record.content == nil
          ? (pieces == nil ? "" : " with pieces") + (record.tensor.map { " tensor \($0)" } ?? "")
          : pieces.map { " pieces \($0)" } ?? "")
    }
    guard combination.onlySet == nil else { return names[0] }
    let shape = combination.terms.map { "\($0.count)" }.joined(separator: "+")
    return (names + [shape]).joined(separator: "; ")
  }

  /// Reads in one view of the store, which must have the sets still.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try store.read { db in
      guard try SetCombination(expression, db, path: store.path) == combination else {
        throw EmbeddingStoreError.changed(store.path)
      }
      return try body(db)
    }
  }
}

extension EmbeddingStore {
  /// Some sets of the store, read as one.
  ///
  /// - Parameter expression: Which sets; nil for the only one.
  /// - Throws: `EmbeddingStoreError`: `noVectors` before the first import, `ambiguousSet` where several could be meant,
  ///   `unknownSet`, `unequalDimensions`.
  public func view(_ expression: SetExpression? = nil) throws -> VectorView {
    try VectorView(self, expression)
  }
}
