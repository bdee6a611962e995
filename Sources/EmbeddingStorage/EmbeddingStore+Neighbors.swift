import Foundation
import GRDB

extension EmbeddingStore {
  /// A word and how close it is to another.
  public struct Neighbor: Equatable, Sendable {
    /// The word.
    public let word: String
    /// The cosine of the angle between the two vectors, −1 … 1.
    public let cosine: Double
  }

  /// The words closest to `word`, closest first, itself left out; ties in the order of rank.
  ///
  ///     cosine = ⟨x, y⟩ / (‖x‖ · ‖y‖)      0 where a vector is zero
  ///
  /// - Throws: `EmbeddingStoreError.unknownWord` when the store has no vector for it.
  /// - Complexity: O(count · d); the rows stream by and only `count` neighbours are kept.
  public func neighbors(of word: String, count: Int = 10) throws -> [Neighbor] {
    precondition(count >= 0, "count \(count), expected at least 0")
    let target = try vectors(for: [word])
    guard target.foundCount == 1 else { throw EmbeddingStoreError.unknownWord(word, store: path) }
    let length = dot(target.values, target.values).squareRoot()

    return try read { db in
      var nearest: [(rank: Int, cosine: Double)] = []
      var vector = [Float](repeating: 0, count: target.dimension)
      let rows = try Row.fetchCursor(
        db, sql: "SELECT rank, vector FROM embedding WHERE word <> CAST(? AS TEXT) ORDER BY rank",
        arguments: [Data(word.utf8)])
      while let row = try rows.next() {
        let isWhole = try row.withUnsafeData(atIndex: 1) {
          VectorBlob.decode($0 ?? Data(), dimension: target.dimension, into: &vector)
        }
        guard isWhole else { throw EmbeddingStoreError.damaged(path) }
        let lengths = length * dot(vector, vector).squareRoot()
        let cosine = lengths > 0 ? dot(target.values, vector) / lengths : 0
        guard nearest.count < count || cosine > nearest.last?.cosine ?? .infinity else { continue }
        let place = nearest.firstIndex { $0.cosine < cosine } ?? nearest.count
        nearest.insert((row[0], cosine), at: place)
        if nearest.count > count { nearest.removeLast() }
      }
      return try nearest.map { neighbor in
        let row = try Row.fetchOne(
          db, sql: "SELECT word FROM embedding WHERE rank = ?", arguments: [neighbor.rank])
        guard let row else { throw EmbeddingStoreError.damaged(path) }
        return Neighbor(word: try Self.text(of: row, at: 0), cosine: min(1, max(-1, neighbor.cosine)))
      }
    }
  }

  private func dot(_ x: [Float], _ y: [Float]) -> Double {
    var sum = 0.0
    for index in x.indices { sum += Double(x[index]) * Double(y[index]) }
    return sum
  }
}
