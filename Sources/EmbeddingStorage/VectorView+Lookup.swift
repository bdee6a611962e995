import Foundation
import GRDB

extension EmbeddingStore {
  /// How a word was found; the closer, the less.
  public enum Match: Int, Comparable, Sendable {
    /// As asked for.
    case exact
    /// In lower case only.
    case lowercased
    /// Put together from the vectors of its pieces.
    case subwords
    /// Not at all.
    case missing

    public static func < (left: Match, right: Match) -> Bool { left.rawValue < right.rawValue }
  }

  /// The vectors of some words, row after row.
  public struct Lookup: Equatable, Sendable {
    /// Numbers a row, d.
    public let dimension: Int
    /// `[words, d]` in the order asked; rows of missing words are zero.
    public internal(set) var values: [Float]
    /// How each word was found; of several sets, in the one that has it most exactly.
    public internal(set) var matches: [Match]

    /// How many words have a vector.
    public var foundCount: Int { matches.count { $0 != .missing } }
  }
}

extension VectorView {
  /// The vectors of `words`, in their order.
  ///
  /// Words compare byte by byte with those of the store: "é" in one code point is not "é" in two. A set with pieces of words
  /// gives vectors to words that it lacks.
  ///
  /// - Parameter triesLowercase: Whether to look for a missing word in lower case too, before its pieces are.
  /// - Throws: `EmbeddingStoreError.damaged`, `changed`.
  /// - Complexity: O(words · (log count + d)); only blocks with a row asked for are read.
  public func vectors(for words: [String], triesLowercase: Bool = false) throws -> EmbeddingStore.Lookup {
    try vectors(words.count, triesLowercase: triesLowercase) { Data(words[$0].utf8) }
  }

  /// As `vectors(for:triesLowercase:)`, for words as UTF-8 bytes.
  public func vectors(forUTF8 words: [[UInt8]], triesLowercase: Bool = false) throws -> EmbeddingStore.Lookup
  {
    try vectors(words.count, triesLowercase: triesLowercase) { Data(words[$0]) }
  }

  func vectors(_ count: Int, triesLowercase: Bool, key: (Int) -> Data) throws -> EmbeddingStore.Lookup {
    try read {
      try combination.lookup($0, path: store.path, count: count, triesLowercase: triesLowercase, key: key)
    }
  }

  /// The words in the order of the imported file, which is that of their frequency in the usual files; of several sets
  /// those of the first, then those of the next that are new.
  ///
  /// - Parameter limit: How many at most; `nil` for all.
  public func words(limit: Int? = nil) throws -> [String] {
    var words: [String] = []
    try read { db in
      try combination.forEachWords(db, path: store.path, runLength: 1024) { run in
        words += run.prefix((limit ?? .max) - words.count).map { String(decoding: $0, as: UTF8.self) }
        return words.count < limit ?? .max
      }
    }
    return words
  }
}

extension EmbeddingStore {
  /// As `VectorView.vectors(for:triesLowercase:)`, of the store's only set, whichever it now is.
  public func vectors(for words: [String], triesLowercase: Bool = false) throws -> Lookup {
    try vectors(words.count, triesLowercase: triesLowercase) { Data(words[$0].utf8) }
  }

  /// As `VectorView.vectors(forUTF8:triesLowercase:)`, of the store's only set, whichever it now is.
  public func vectors(forUTF8 words: [[UInt8]], triesLowercase: Bool = false) throws -> Lookup {
    try vectors(words.count, triesLowercase: triesLowercase) { Data(words[$0]) }
  }

  private func vectors(_ count: Int, triesLowercase: Bool, key: (Int) -> Data) throws -> Lookup {
    try read { db in
      try SetCombination(nil, db, path: path)
        .lookup(db, path: path, count: count, triesLowercase: triesLowercase, key: key)
    }
  }

  /// As `VectorView.words(limit:)`, of the store's only set.
  public func words(limit: Int? = nil) throws -> [String] { try view().words(limit: limit) }
}
