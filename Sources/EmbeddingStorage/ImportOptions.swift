import Foundation

extension EmbeddingStore {
  /// How to import a file of word vectors.
  public struct ImportOptions: Equatable, Sendable {
    /// Take only the first so many words that the file has; `nil` for all. At least 1.
    public var limit: Int?
    /// Scale every vector to length 1 (a zero vector stays zero).
    public var normalizes: Bool
    /// Keep the words in lower case; of words that become the same the first one wins.
    public var lowercases: Bool
    /// Count and report bad lines and entries instead of stopping at the first.
    public var skippingBadLines: Bool
    /// The date to note in the store.
    public var date: Date

    public init(
      limit: Int? = nil, normalizes: Bool = false, lowercases: Bool = false, skippingBadLines: Bool = false,
      date: Date = Date()
    ) {
      self.limit = limit
      self.normalizes = normalizes
      self.lowercases = lowercases
      self.skippingBadLines = skippingBadLines
      self.date = date
    }
  }

  /// How far an import has come.
  public struct ImportProgress: Equatable, Sendable {
    /// Bytes read of the file.
    public let bytesRead: Int
    /// Bytes the file has; `nil` when it is a pipe.
    public let bytesTotal: Int?
    /// Words stored so far.
    public let words: Int
  }

  /// What an import did.
  public struct ImportReport: Equatable, Sendable {
    /// What the store now says about itself.
    public let info: Info
    /// The first duplicates, at most `listLimit`; `info.duplicates` counts all.
    public internal(set) var firstDuplicates: [Duplicate]
    /// The first bad lines or entries, at most `listLimit`; `info.badEntries` counts all.
    public internal(set) var firstBadEntries: [BadEntry]

    /// How many duplicates and bad entries are listed one by one.
    public static let listLimit = 100
  }

  /// A word that the file has a second time; the first one was kept.
  public struct Duplicate: Equatable, Sendable {
    /// The word as the store has it.
    public let word: String
    /// Where the later one stands.
    public let position: Position
  }
}
