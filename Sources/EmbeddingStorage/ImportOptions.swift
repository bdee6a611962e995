import Foundation

extension EmbeddingStore {
  /// How to import a file of word vectors.
  public struct ImportOptions: Equatable, Sendable {
    /// What the set is called; a set of that name is replaced, the others stay.
    public var name: String
    /// Take only the first so many words that the file has; `nil` for all. At least 1.
    public var limit: Int?
    /// Take only these words; `nil` for all.
    public var onlyWords: WordFilter?
    /// Scale every vector to length 1 (a zero vector stays zero).
    public var normalizes: Bool
    /// Keep the words in lower case; of words that become the same the first one wins.
    public var lowercases: Bool
    /// Count and report bad lines and entries instead of stopping at the first.
    public var skippingBadLines: Bool
    /// What to keep the numbers as.
    public var element: VectorElement
    /// Whether to keep the vectors of pieces of words, where the file has them.
    public var keepsSubwords: Bool
    /// The list of words, one a line, of a file that has none itself: `.npy`, and safetensors of other programs.
    public var wordList: String?
    /// The tensor to take from a file of several.
    public var tensor: String?
    /// The date to note in the store.
    public var date: Date

    public init(
      name: String = "default", limit: Int? = nil, onlyWords: WordFilter? = nil, normalizes: Bool = false,
      lowercases: Bool = false, skippingBadLines: Bool = false, element: VectorElement = .float32,
      keepsSubwords: Bool = true, wordList: String? = nil, tensor: String? = nil, date: Date = Date()
    ) {
      self.name = name
      self.limit = limit
      self.onlyWords = onlyWords
      self.normalizes = normalizes
      self.lowercases = lowercases
      self.skippingBadLines = skippingBadLines
      self.element = element
      self.keepsSubwords = keepsSubwords
      self.wordList = wordList
      self.tensor = tensor
      self.date = date
    }
  }

  /// The words to take.
  public struct WordFilter: Equatable, Sendable {
    /// Where they come from, for the store's record.
    public let source: String
    let words: Set<Data>

    /// - Parameters:
    ///   - source: Where they come from, such as the name of a corpus.
    ///   - words: Compared byte by byte with the words as they would be stored.
    public init(source: String, words: some Sequence<String>) {
      self.source = source
      self.words = Set(words.map { Data($0.utf8) })
    }

    /// How many words there are.
    public var count: Int { words.count }
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
    /// What the store now says about the set.
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
