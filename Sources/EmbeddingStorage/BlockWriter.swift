import Crypto
import Foundation
import GRDB

/// Packs rows into blocks and stores them.
struct BlockWriter {
  private let insertion: Statement
  private let setID: Int64
  private let kind: StoredSet.Kind
  private let element: EmbeddingStore.VectorElement
  private let rowBytes: Int
  private let rowsPerBlock: Int
  private var buffer: Data
  private var used = 0
  private var number = 0
  /// Goes over the checksums of all blocks.
  private(set) var content = SHA256()

  /// A block has about so many bytes: few enough that a lookup of a single word reads little, enough that reading all of
  /// them is a matter of memory, not of SQLite.
  private static let usualBytes = 1 << 14

  /// As many rows as fit in a block, at least one.
  static func rowsPerBlock(_ element: EmbeddingStore.VectorElement, dimension: Int) -> Int {
    max(1, usualBytes / element.rowBytes(dimension))
  }

  init(
    _ db: Database, set: Int64, kind: StoredSet.Kind, element: EmbeddingStore.VectorElement, dimension: Int
  ) throws {
    insertion = try db.makeStatement(
      sql: "INSERT INTO vectorBlock (setID, kind, number, checksum, data) VALUES (?, ?, ?, ?, ?)")
    setID = set
    self.kind = kind
    self.element = element
    rowBytes = element.rowBytes(dimension)
    rowsPerBlock = Self.rowsPerBlock(element, dimension: dimension)
    buffer = Data(count: rowBytes * rowsPerBlock)
  }

  /// Adds a row, and stores the block that it fills.
  mutating func append(_ row: UnsafeBufferPointer<Float>) throws {
    let place = used..<used + rowBytes
    buffer.withUnsafeMutableBytes {
      element.encode(row, into: UnsafeMutableRawBufferPointer(rebasing: $0[place]))
    }
    used += rowBytes
    if used == buffer.count { try flush() }
  }

  /// Stores what is left.
  mutating func finish() throws {
    if used > 0 { try flush() }
  }

  private mutating func flush() throws {
    let data = used == buffer.count ? buffer : buffer.prefix(used)
    let checksum = Self.checksum(of: data)
    try insertion.execute(arguments: [setID, kind.rawValue, number, checksum, data])
    withUnsafeBytes(of: checksum.bigEndian) { content.update(bufferPointer: $0) }
    used = 0
    number += 1
  }

  /// The first 8 bytes of the SHA-256, big-endian.
  static func checksum(of data: some DataProtocol) -> Int64 {
    Int64(bitPattern: SHA256.hash(data: data).prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }
}
