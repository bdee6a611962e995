import CTensorMath
import Crypto
import Foundation
import GRDB

extension EmbeddingStore {
  /// How one set is mapped into the space of another.
  public struct MappingOptions: Equatable, Sendable {
    /// The set whose vectors are mapped.
    public var from: String
    /// The set whose space is mapped into, and whose own vectors come first.
    public var to: String
    /// What the new set is called.
    public var name: String
    /// How much the weights cost, as a share of the mean variance of what is mapped.
    public var ridge: Double
    /// How many words that both sets have are looked at, in the order of `to`; every tenth is held out.
    public var mostSharedWords: Int
    /// The date to note in the store.
    public var date: Date

    public init(
      from: String, to: String, name: String, ridge: Double = 0.001, mostSharedWords: Int = 20_000,
      date: Date = Date()
    ) {
      self.from = from
      self.to = to
      self.name = name
      self.ridge = ridge
      self.mostSharedWords = mostSharedWords
      self.date = date
    }
  }

  /// Makes a set of the vectors of `to`, and for words that only `from` has, of those of `from`, mapped by least squares.
  ///
  /// The map is learned from words that both have. Its fit is told by held-out words, a tenth of them: how much of their
  /// vectors' variance it explains, and how many of their neighbours they keep. Pieces of words are not taken over.
  ///
  /// - Precondition: The store was opened for writing; the name is neither of the two; ridge > 0.
  /// - Throws: `EmbeddingStoreError.unknownSet`, `tooFewSharedWords`, `undeterminedMap`, `endlessImage`.
  /// - Complexity: O(shared words · d² + d³ + words · d); the memory of the shared words' vectors.
  public func map(_ options: MappingOptions) throws -> Info {
    precondition(
      options.name != options.from && options.name != options.to, "a set cannot be mapped into itself")
    return try replaceSet(named: options.name) { db, id in
      func find(_ name: String) throws -> StoredSet {
        try SetCombination(SetExpression(set: name), db, path: path).sets[0]
      }
      let (from, to) = (try find(options.from), try find(options.to))
      let shared = try SharedRows(from: from, to: to, limit: options.mostSharedWords, db, path: path)
      let map = LinearMap(
        from: shared.learned.x, from.info.dimension, to: shared.learned.y, to.info.dimension,
        ridge: options.ridge)
      guard let map else { throw EmbeddingStoreError.undeterminedMap(path, ridge: options.ridge) }
      let fit = shared.fit(of: map)
      var writer = try SetWriter(db, set: id, element: .float32, dimension: to.info.dimension)
      try writer.copy(to, db, path: path)
      let own = writer.count
      try writer.fill(from, without: to, map: map, db, path: path)
      var record = Record()
      record.mapping = Mapping(
        from: from.info.name, fromSHA256: from.info.sha256, to: to.info.name, toSHA256: to.info.sha256,
        learnedWords: shared.learned.count, ridge: options.ridge, heldOutWords: shared.heldOut.count,
        explainedVariance: fit.explainedVariance, neighborsKept: fit.neighborsKept,
        filledWords: writer.count - own)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return try writer.finish(
        name: options.name, source: "\(to.info.source), gaps filled from \(from.info.source)",
        format: .derived,
        sha256: SHA256.hash(data: try encoder.encode(record)).hexadecimal,
        isLowercased: from.info.isLowercased && to.info.isLowercased, date: options.date, record: record)
    }
  }
}

/// The vectors of words that two sets have, in the order of the second.
private struct SharedRows {
  struct Part {
    var x: [Float] = []
    var y: [Float] = []
    var count = 0
  }

  private(set) var learned = Part()
  private(set) var heldOut = Part()
  private let inputs: Int
  private let outputs: Int

  /// With fewer words a map would say nothing.
  private static let fewest = 20

  init(from: StoredSet, to: StoredSet, limit: Int, _ db: Database, path: String) throws {
    inputs = from.info.dimension
    outputs = to.info.dimension
    let (source, target) = (try SetReader(from, db, path: path), try SetReader(to, db, path: path))
    var words: [Data] = []
    try target.forEachWord { word in
      if try source.position(of: word) != nil { words.append(word) }
      return words.count < limit
    }
    guard words.count >= Self.fewest else {
      throw EmbeddingStoreError.tooFewSharedWords(path, found: words.count, needed: Self.fewest)
    }
    let x = try SetCombination(from).lookup(db, path: path, count: words.count, triesLowercase: false) {
      words[$0]
    }
    let y = try SetCombination(to).lookup(db, path: path, count: words.count, triesLowercase: false) {
      words[$0]
    }
    for index in words.indices {
      let part = index % 10 == 9 ? \SharedRows.heldOut : \.learned
      self[keyPath: part].x += x.values[index * inputs..<(index + 1) * inputs]
      self[keyPath: part].y += y.values[index * outputs..<(index + 1) * outputs]
      self[keyPath: part].count += 1
    }
  }

  /// How well a map does on the held-out words.
  func fit(of map: LinearMap) -> (explainedVariance: Double, neighborsKept: Double) {
    var mean = [Double](repeating: 0, count: outputs)
    for index in heldOut.y.indices {
      mean[index % outputs] += Double(heldOut.y[index]) / Double(heldOut.count)
    }
    // Neighbours are looked for among the held-out words and as many others as a moment allows.
    let candidates = heldOut.y + learned.y.prefix(outputs * 10_000)
    var (errors, total, kept) = (0.0, 0.0, 0.0)
    let asked = min(heldOut.count, QuantizationSample.queries)
    for row in 0..<heldOut.count {
      let image = heldOut.x.withUnsafeBufferPointer {
        map(UnsafeBufferPointer(rebasing: $0[row * inputs..<(row + 1) * inputs]))
      }
      let own = Array(heldOut.y[row * outputs..<(row + 1) * outputs])
      for index in 0..<outputs {
        let (error, spread) = (Double(own[index]) - Double(image[index]), Double(own[index]) - mean[index])
        errors += error * error
        total += spread * spread
      }
      guard row < asked else { continue }
      let nearest = QuantizationSample.nearest(to: own, without: row, in: candidates)
      let mapped = QuantizationSample.nearest(to: image, without: row, in: candidates)
      kept += Double(nearest.intersection(mapped).count) / Double(max(1, nearest.count))
    }
    return (total > 0 ? 1 - errors / total : 1, kept / Double(max(1, asked)))
  }
}

extension SetWriter {
  /// Adds all words of a set.
  fileprivate mutating func copy(_ set: StoredSet, _ db: Database, path: String) throws {
    let dimension = set.info.dimension
    try SetCombination(set).forEachRun(db, path: path, withWords: true) { run in
      for (index, word) in run.words.enumerated() {
        _ = try add(
          word, UnsafeBufferPointer(rebasing: run.rows[index * dimension..<(index + 1) * dimension]))
      }
    }
  }

  /// Adds the words that another set lacks, with the images of their rows.
  fileprivate mutating func fill(
    _ set: StoredSet, without other: StoredSet, map: LinearMap, _ db: Database, path: String
  ) throws {
    let dimension = set.info.dimension
    let owner = try SetReader(other, db, path: path)
    try SetCombination(set).forEachRun(db, path: path, withWords: true) { run in
      for (index, word) in run.words.enumerated() where try owner.position(of: word) == nil {
        let image = map(UnsafeBufferPointer(rebasing: run.rows[index * dimension..<(index + 1) * dimension]))
        guard image.allSatisfy(\.isFinite) else {
          throw EmbeddingStoreError.endlessImage(String(decoding: word, as: UTF8.self), store: path)
        }
        _ = try image.withUnsafeBufferPointer { try add(word, $0) }
      }
    }
  }
}
