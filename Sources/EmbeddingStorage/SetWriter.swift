import Crypto
import Foundation
import GRDB

/// Writes a new set: words in the order of their ranks with their rows, then the rows of pieces, and at last what the set says
/// about itself. All within the caller's transaction.
struct SetWriter {
  private let database: Database
  private let id: Int64
  private let element: EmbeddingStore.VectorElement
  private let dimension: Int
  private let insertion: Statement
  private var words = SHA256()
  private var rows: BlockWriter
  private var pieces: BlockWriter?
  private var spread: VectorSpread

  /// Words so far.
  private(set) var count = 0

  /// - Parameter id: The number of the set, which has no rows yet.
  init(_ db: Database, set id: Int64, element: EmbeddingStore.VectorElement, dimension: Int) throws {
    database = db
    self.id = id
    self.element = element
    self.dimension = dimension
    // The cast keeps every byte of a word, NUL included, which binding it as text would not.
    insertion = try db.makeStatement(
      sql: "INSERT INTO word (setID, word, rank) VALUES (?, CAST(? AS TEXT), ?) ON CONFLICT DO NOTHING")
    rows = try BlockWriter(db, set: id, kind: .words, element: element, dimension: dimension)
    spread = VectorSpread(dimension: dimension)
  }

  /// Adds a word and its row; false, and nothing is added, where the set has the word.
  mutating func add(_ word: Data, _ row: UnsafeBufferPointer<Float>) throws -> Bool {
    try insertion.execute(arguments: [id, word, count + 1])
    guard database.changesCount > 0 else { return false }
    count += 1
    words.update(data: word)
    words.update(data: [0])
    try rows.append(row)
    spread.add(row)
    return true
  }

  /// Adds the row of the next bucket of pieces.
  mutating func addPiece(_ row: UnsafeBufferPointer<Float>) throws {
    if pieces == nil {
      pieces = try BlockWriter(database, set: id, kind: .subwords, element: element, dimension: dimension)
    }
    // In place: a copy of the writer would copy its block for each row.
    try pieces?.append(row)
  }

  /// Writes what the set says about itself.
  ///
  /// - Parameter sha256: Of what the set was made of; nil: of what is in it.
  mutating func finish(
    name: String, source: String, format: EmbeddingStore.VectorFormat, sha256: String?,
    normalization: EmbeddingStore.Normalization = .asRead, isLowercased: Bool, date: Date,
    duplicates: Int = 0, badEntries: Int = 0, repairedWords: Int = 0, record: EmbeddingStore.Record
  ) throws -> EmbeddingStore.Info {
    try rows.finish()
    try pieces?.finish()
    var content = words
    for part in [rows.content, pieces?.content ?? SHA256()] { content.update(data: Data(part.finalize())) }
    var record = record
    let digest = content.finalize().hexadecimal
    record.content = digest
    let info = EmbeddingStore.Info(
      name: name, source: source, format: format, sha256: sha256 ?? digest, dimension: dimension,
      count: count,
      element: element, normalization: normalization, isLowercased: isLowercased,
      // The store keeps whole seconds.
      date: Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)), duplicates: duplicates,
      badEntries: badEntries, repairedWords: repairedWords, variance: spread.variance, record: record)
    try StoredSet(
      id: id, storage: .blocks,
      rowsPerBlock: BlockWriter.rowsPerBlock(element, dimension: dimension), info: info
    ).insert(database)
    return info
  }
}

extension Digest {
  /// Two digits a byte, in lower case.
  var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
