import Foundation
import GRDB

/// One import under way, inside its transaction: reads, cleans and stores one word after the other, and counts.
struct ImportSession {
  private let source: SourceFile
  private let layout: VectorFileLayout
  private let options: EmbeddingStore.ImportOptions
  private let database: Database
  private let insertion: Statement
  private var reader: any WordVectorReader
  private var spread: VectorSpread
  private var vector: [Float]
  private var count = 0
  private var duplicates = 0
  private var badEntries = 0
  private var repairedWords = 0
  private var firstDuplicates: [EmbeddingStore.Duplicate] = []
  private var firstBadEntries: [EmbeddingStore.BadEntry] = []

  init(
    _ db: Database, source: SourceFile, layout: VectorFileLayout, options: EmbeddingStore.ImportOptions
  ) throws {
    database = db
    self.source = source
    self.layout = layout
    self.options = options
    // The cast keeps every byte of a word, NUL included, which binding it as text would not.
    insertion = try db.makeStatement(
      sql: """
        INSERT INTO embedding (rank, word, vector) VALUES (?, CAST(? AS TEXT), ?) ON CONFLICT (word) DO NOTHING
        """)
    reader = layout.makeReader(source)
    spread = VectorSpread(dimension: layout.dimension)
    vector = Array(repeating: 0, count: layout.dimension)
  }

  /// Stores all words, or as many as the options ask for.
  mutating func run(progress: (EmbeddingStore.ImportProgress) -> Void) throws {
    var bytesTold = 0
    while count < options.limit ?? .max, let entry = try reader.next(into: &vector) {
      switch entry {
      case .vector(let word): try store(source.bytes[word])
      case .bad(let problem): try note(problem)
      case .end(let problem):
        try note(problem)
        return
      }
      if source.bytesRead > bytesTold {
        bytesTold = source.bytesRead
        progress(.init(bytesRead: bytesTold, bytesTotal: source.size, words: count))
      }
    }
  }

  /// Reads the rest of the file for its hash and writes the metadata.
  func finish() throws -> EmbeddingStore.ImportReport {
    let digest = try source.finish()
    guard count > 0 else {
      throw EmbeddingStoreError.notVectors(source.path, reason: "it has no vector that could be stored")
    }
    let info = EmbeddingStore.Info(
      source: URL(fileURLWithPath: source.path).lastPathComponent, format: layout.format, sha256: digest,
      dimension: layout.dimension, count: count,
      normalization: options.normalizes ? .unitLength : .asRead, isLowercased: options.lowercases,
      // The store keeps whole seconds.
      date: Date(timeIntervalSince1970: options.date.timeIntervalSince1970.rounded(.down)),
      duplicates: duplicates, badEntries: badEntries, repairedWords: repairedWords, variance: spread.variance)
    try info.save(database)
    return .init(info: info, firstDuplicates: firstDuplicates, firstBadEntries: firstBadEntries)
  }

  private mutating func store(_ word: ArraySlice<UInt8>) throws {
    let key = WordKey(word, lowercased: options.lowercases)
    if key.isRepaired { repairedWords += 1 }
    if options.normalizes { scaleToUnitLength(&vector) }
    try insertion.execute(arguments: [count + 1, key.bytes, VectorBlob.encode(vector)])
    if database.changesCount == 0 {
      duplicates += 1
      guard firstDuplicates.count < EmbeddingStore.ImportReport.listLimit else { return }
      firstDuplicates.append(
        .init(word: String(decoding: key.bytes, as: UTF8.self), position: reader.position))
    } else {
      count += 1
      spread.add(vector)
    }
  }

  private mutating func note(_ problem: EmbeddingStore.Problem) throws {
    let entry = EmbeddingStore.BadEntry(position: reader.position, problem: problem)
    guard options.skippingBadLines else { throw EmbeddingStoreError.badEntry(source.path, entry) }
    badEntries += 1
    if firstBadEntries.count < EmbeddingStore.ImportReport.listLimit { firstBadEntries.append(entry) }
  }

  private func scaleToUnitLength(_ vector: inout [Float]) {
    let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard length > 0 else { return }
    for index in vector.indices { vector[index] = Float(Double(vector[index]) / length) }
  }
}
