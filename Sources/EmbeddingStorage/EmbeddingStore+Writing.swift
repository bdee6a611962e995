import Foundation
import GRDB
import Synchronization

extension EmbeddingStore {
  /// Vectors that come from no file, such as those that were just learned.
  public struct NewVectors: Sendable {
    /// What the set is called; a set of that name is replaced, the others stay.
    public var name: String
    /// What they were learned from.
    public var source: String
    /// How they were learned, for the store's record.
    public var learning: String
    /// Numbers a vector, d.
    public var dimension: Int
    /// Distinct, none empty, most frequent first.
    public var words: [String]
    /// `[words, d]`, all finite.
    public var values: [Float]
    /// Whether the words are in lower case.
    public var isLowercased: Bool
    /// Vectors of pieces of words, for words that the set lacks.
    public var pieces: Pieces?
    /// The date to note in the store.
    public var date: Date

    /// Pieces in fastText's manner; see `Subwords`.
    public struct Pieces: Sendable {
      public var shortest: Int
      public var longest: Int
      public var buckets: Int
      /// The vector of a bucket, `[d]`; nil stands for zeros.
      public var vector: @Sendable (Int) -> [Float]?

      public init(shortest: Int, longest: Int, buckets: Int, vector: @escaping @Sendable (Int) -> [Float]?) {
        self.shortest = shortest
        self.longest = longest
        self.buckets = buckets
        self.vector = vector
      }
    }

    public init(
      name: String, source: String, learning: String, dimension: Int, words: [String], values: [Float],
      isLowercased: Bool = false, pieces: Pieces? = nil, date: Date = Date()
    ) {
      self.name = name
      self.source = source
      self.learning = learning
      self.dimension = dimension
      self.words = words
      self.values = values
      self.isLowercased = isLowercased
      self.pieces = pieces
      self.date = date
    }
  }

  /// Writes vectors into a store as a set, in one transaction: what fails or is killed leaves the store as it was, and
  /// a store that this call created and could not fill is removed.
  ///
  /// - Parameters:
  ///   - path: The store; created when there is none.
  ///   - waiting: Called once where another process has kept this one from writing for some seconds. It is waited for
  ///     however long it takes, as these vectors are nowhere else.
  ///   - committed: Called when the vectors are safe.
  /// - Precondition: What `NewVectors` says of its parts; the name is one.
  /// - Throws: `EmbeddingStoreError`.
  /// - Complexity: O(words · d), with pieces O((words + buckets) · d).
  public static func write(
    _ vectors: NewVectors, into path: String, waiting: @escaping @Sendable () -> Void = {},
    committed: () -> Void = {}
  ) throws -> Info {
    let isNew = try inspect(path) == .nothing
    do {
      let patience = Patience(waiting)
      return try EmbeddingStore(
        path: path, access: .writing, busyMode: .callback { patience.goesOn(after: $0) }
      ).write(vectors) {
        // What comes then need not be done by this process.
        patience.end()
        committed()
      }
    } catch {
      if isNew { discardIfEmpty(path) }
      throw error
    }
  }

  private func write(_ vectors: NewVectors, committed: () -> Void) throws -> Info {
    let (words, d) = (vectors.words, vectors.dimension)
    precondition(
      !words.isEmpty && vectors.values.count == words.count * d,
      "\(vectors.values.count) numbers for \(words.count) words × \(d)")
    return try replaceSet(named: vectors.name, committed: committed) { db, id in
      var writer = try SetWriter(db, set: id, element: .float32, dimension: d)
      for (index, word) in words.enumerated() {
        let isNew = try vectors.values[index * d..<(index + 1) * d].withUnsafeBufferPointer {
          try writer.add(Data(word.utf8), $0)
        }
        precondition(isNew, "\"\(word)\" twice")
      }
      var record = Record()
      record.learning = vectors.learning
      if let pieces = vectors.pieces {
        let zeros = [Float](repeating: 0, count: d)
        for bucket in 0..<pieces.buckets {
          try (pieces.vector(bucket) ?? zeros).withUnsafeBufferPointer { try writer.addPiece($0) }
        }
        record.subwords = .init(shortest: pieces.shortest, longest: pieces.longest, buckets: pieces.buckets)
      }
      return try writer.finish(
        name: vectors.name, source: vectors.source, format: .learned, sha256: nil,
        isLowercased: vectors.isLowercased, date: vectors.date, record: record)
    }
  }
}

/// Waits for other processes until what is to be written is safe.
private final class Patience: Sendable {
  private let state = Mutex((isTold: false, isOver: false))
  private let waiting: @Sendable () -> Void

  init(_ waiting: @escaping @Sendable () -> Void) { self.waiting = waiting }

  /// SQLite's question whether to try again.
  func goesOn(after tries: Int) -> Bool {
    let (tells, isOver) = state.withLock { state in
      let tells = tries >= 50 && !state.isTold && !state.isOver
      if tells { state.isTold = true }
      return (tells, state.isOver)
    }
    if isOver { return false }
    if tells { waiting() }
    usleep(100_000)
    return true
  }

  func end() { state.withLock { $0.isOver = true } }
}
