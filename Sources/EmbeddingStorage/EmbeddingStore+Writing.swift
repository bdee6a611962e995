import Crypto
import Foundation
import GRDB

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
  /// - Parameter path: The store; created when there is none.
  /// - Precondition: What `NewVectors` says of its parts; the name is one.
  /// - Throws: `EmbeddingStoreError`.
  /// - Complexity: O(words · d), with pieces O((words + buckets) · d).
  public static func write(_ vectors: NewVectors, into path: String) throws -> Info {
    let isNew = try inspect(path) == .nothing
    do {
      return try EmbeddingStore(path: path, access: .writing).write(vectors)
    } catch {
      if isNew { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) } }
      throw error
    }
  }

  private func write(_ vectors: NewVectors) throws -> Info {
    let (words, d) = (vectors.words, vectors.dimension)
    precondition(
      !words.isEmpty && vectors.values.count == words.count * d,
      "\(vectors.values.count) numbers for \(words.count) words × \(d)")
    return try replaceSet(named: vectors.name) { db, id in
      let insertion = try db.makeStatement(
        sql: "INSERT INTO word (setID, word, rank) VALUES (?, CAST(? AS TEXT), ?)")
      var blocks = try BlockWriter(db, set: id, kind: .words, element: .float32, dimension: d)
      var spread = VectorSpread(dimension: d)
      var hash = SHA256()
      for (index, word) in words.enumerated() {
        let key = Data(word.utf8)
        try insertion.execute(arguments: [id, key, index + 1])
        hash.update(data: key + [0])
        try vectors.values[index * d..<(index + 1) * d].withUnsafeBufferPointer {
          hash.update(bufferPointer: UnsafeRawBufferPointer($0))
          try blocks.append($0)
          spread.add($0)
        }
      }
      try blocks.finish()
      var record = Record()
      record.learning = vectors.learning
      if let pieces = vectors.pieces {
        try Self.write(pieces, db, set: id, dimension: d)
        record.subwords = .init(shortest: pieces.shortest, longest: pieces.longest, buckets: pieces.buckets)
      }
      let info = Info(
        name: vectors.name, source: vectors.source, format: .learned,
        sha256: hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(), dimension: d,
        count: words.count, element: .float32, normalization: .asRead, isLowercased: vectors.isLowercased,
        // The store keeps whole seconds.
        date: Date(timeIntervalSince1970: vectors.date.timeIntervalSince1970.rounded(.down)), duplicates: 0,
        badEntries: 0, repairedWords: 0, variance: spread.variance, record: record)
      try StoredSet(
        id: id, storage: .blocks, rowsPerBlock: BlockWriter.rowsPerBlock(.float32, dimension: d), info: info
      ).insert(db)
      return info
    }
  }

  private static func write(_ pieces: NewVectors.Pieces, _ db: Database, set: Int64, dimension: Int) throws {
    var writer = try BlockWriter(db, set: set, kind: .subwords, element: .float32, dimension: dimension)
    let zeros = [Float](repeating: 0, count: dimension)
    for bucket in 0..<pieces.buckets {
      try (pieces.vector(bucket) ?? zeros).withUnsafeBufferPointer { try writer.append($0) }
    }
    try writer.finish()
  }
}
