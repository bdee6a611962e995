import Foundation
import GRDB

extension EmbeddingStore {
  /// How a word was found.
  public enum Match: Equatable, Sendable {
    /// As asked for.
    case exact
    /// In lower case only.
    case lowercased
    /// Not at all.
    case missing
  }

  /// The vectors of some words, row after row.
  public struct Lookup: Equatable, Sendable {
    /// Numbers a row, d.
    public let dimension: Int
    /// `[words, d]` in the order asked; rows of missing words are zero.
    public internal(set) var values: [Float]
    /// How each word was found.
    public internal(set) var matches: [Match]

    /// How many words have a vector.
    public var foundCount: Int { matches.count { $0 != .missing } }
  }

  /// The vectors of `words`, in their order.
  ///
  /// Words compare byte by byte with those of the store: "é" in one code point is not "é" in two.
  ///
  /// - Parameter triesLowercase: Whether to look for a missing word in lower case too.
  /// - Throws: `EmbeddingStoreError.noVectors` before the first import, `damaged`.
  /// - Complexity: O(words · (log count + d)); only the rows asked for are read.
  public func vectors(for words: [String], triesLowercase: Bool = false) throws -> Lookup {
    try vectors(words.count, triesLowercase: triesLowercase) { Data(words[$0].utf8) }
  }

  /// As `vectors(for:triesLowercase:)`, for words as UTF-8 bytes.
  public func vectors(forUTF8 words: [[UInt8]], triesLowercase: Bool = false) throws -> Lookup {
    try vectors(words.count, triesLowercase: triesLowercase) { Data(words[$0]) }
  }

  private func vectors(_ count: Int, triesLowercase: Bool, key: (Int) -> Data) throws -> Lookup {
    try read { db in
      let dimension = try requireInfo(db).dimension
      var lookup = Lookup(
        dimension: dimension, values: Array(repeating: 0, count: count * dimension),
        matches: Array(repeating: .missing, count: count))
      let statement = try db.makeStatement(sql: "SELECT vector FROM embedding WHERE word = CAST(? AS TEXT)")
      for index in 0..<count {
        let word = key(index)
        if try copyVector(of: word, statement, into: &lookup, row: index) {
          lookup.matches[index] = .exact
        } else if triesLowercase {
          let lowercased = WordKey(ArraySlice(word), lowercased: true).bytes
          if lowercased != word, try copyVector(of: lowercased, statement, into: &lookup, row: index) {
            lookup.matches[index] = .lowercased
          }
        }
      }
      return lookup
    }
  }

  private func copyVector(
    of word: Data, _ statement: Statement, into lookup: inout Lookup, row: Int
  ) throws -> Bool {
    let rows = try Row.fetchCursor(statement, arguments: [word])
    guard let found = try rows.next() else { return false }
    let dimension = lookup.dimension
    let isWhole = try found.withUnsafeData(atIndex: 0) { blob in
      VectorBlob.decode(blob ?? Data(), dimension: dimension, into: &lookup.values, at: row * dimension)
    }
    guard isWhole else { throw EmbeddingStoreError.damaged(path) }
    return true
  }

  /// The words in the order of the imported file, which is that of their frequency in the usual files.
  ///
  /// - Parameter limit: How many at most; `nil` for all.
  public func words(limit: Int? = nil) throws -> [String] {
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT word FROM embedding ORDER BY rank LIMIT ?", arguments: [limit ?? -1])
      var words: [String] = []
      while let row = try rows.next() { words.append(try Self.text(of: row, at: 0)) }
      return words
    }
  }

  /// The text of a column, NUL and what follows it included.
  static func text(of row: Row, at index: Int) throws -> String {
    try row.withUnsafeData(atIndex: index) { String(decoding: $0 ?? Data(), as: UTF8.self) }
  }
}
