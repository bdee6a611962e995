import Foundation
import GRDB

/// Reads words and rows of one set, within one view of the store.
struct SetReader {
  let set: StoredSet
  private let database: Database
  private let rankOfWord: Statement
  private let block: Statement
  private let path: String

  init(_ set: StoredSet, _ db: Database, path: String) throws {
    self.set = set
    database = db
    self.path = path
    switch set.storage {
    case .rows:
      rankOfWord = try db.makeStatement(sql: "SELECT rank FROM embedding WHERE word = CAST(? AS TEXT)")
      block = try db.makeStatement(sql: "SELECT vector FROM embedding WHERE rank = ? + 1")
    case .blocks:
      rankOfWord = try db.makeStatement(
        sql: "SELECT rank FROM word WHERE setID = \(set.id) AND word = CAST(? AS TEXT)")
      block = try db.makeStatement(
        sql: "SELECT data FROM vectorBlock WHERE setID = \(set.id) AND number = ? AND kind = ?")
    }
  }

  private var dimension: Int { self.set.info.dimension }
  private var rowBytes: Int { self.set.info.element.rowBytes(dimension) }

  /// The place of a word among the set's, from 0; nil where the set lacks it. O(log count).
  func position(of word: Data) throws -> Int? {
    guard let rank = try Int.fetchOne(rankOfWord, arguments: [word]) else { return nil }
    guard rank >= 1 else { throw EmbeddingStoreError.damaged(path) }
    return rank - 1
  }

  /// Calls `body` with each row that is asked for, in the order of their blocks, each block read once.
  ///
  /// - Parameter requests: Positions of rows, and whom they are for; sorted by position.
  func forEachRow(
    _ requests: [(position: Int, owner: Int)], kind: StoredSet.Kind = .words,
    _ body: (_ owner: Int, _ row: UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: dimension) { row in
      var next = 0
      while next < requests.count {
        let number = requests[next].position / set.rowsPerBlock
        try withBlock(number, kind) { bytes in
          while next < requests.count, requests[next].position / set.rowsPerBlock == number {
            let start = requests[next].position % set.rowsPerBlock * rowBytes
            guard start + rowBytes <= bytes.count else { throw EmbeddingStoreError.damaged(path) }
            set.info.element.decode(
              UnsafeRawBufferPointer(rebasing: bytes[start..<start + rowBytes]), into: row)
            try body(requests[next].owner, UnsafeBufferPointer(row))
            next += 1
          }
        }
      }
    }
  }

  private func withBlock(
    _ number: Int, _ kind: StoredSet.Kind, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let arguments: StatementArguments = set.storage == .rows ? [number] : [number, kind.rawValue]
    let rows = try Row.fetchCursor(block, arguments: arguments)
    guard let found = try rows.next() else { throw EmbeddingStoreError.damaged(path) }
    try found.withUnsafeData(atIndex: 0) { try ($0 ?? Data()).withUnsafeBytes(body) }
  }

  /// Calls `body` with all rows in order, some hundred at once: `[rows, d]`, and the position of the first.
  func forEachRun(_ body: (_ first: Int, _ rows: UnsafeBufferPointer<Float>) throws -> Void) throws {
    let cursor =
      switch set.storage {
      case .rows: try Row.fetchCursor(database, sql: "SELECT vector FROM embedding ORDER BY rank")
      case .blocks:
        try Row.fetchCursor(
          database,
          sql: "SELECT data FROM vectorBlock WHERE setID = \(set.id) AND kind = 0 ORDER BY number")
      }
    let room = max(min(set.rowsPerBlock, set.info.count), 256)
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: room * dimension) { rows in
      var first = 0
      var count = 0
      while let found = try cursor.next() {
        if count + set.rowsPerBlock > room {
          try body(first, UnsafeBufferPointer(rebasing: rows[..<(count * dimension)]))
          first += count
          count = 0
        }
        count += try found.withUnsafeData(atIndex: 0) { data in
          try (data ?? Data()).withUnsafeBytes { try decodeBlock($0, into: rows, at: count) }
        }
      }
      if count > 0 { try body(first, UnsafeBufferPointer(rebasing: rows[..<(count * dimension)])) }
      guard first + count == set.info.count else { throw EmbeddingStoreError.damaged(path) }
    }
  }

  /// Decodes all rows of a block; how many they are.
  private func decodeBlock(
    _ bytes: UnsafeRawBufferPointer, into rows: UnsafeMutableBufferPointer<Float>, at first: Int
  ) throws -> Int {
    let count = bytes.count / rowBytes
    guard bytes.count % rowBytes == 0, (1...set.rowsPerBlock).contains(count) else {
      throw EmbeddingStoreError.damaged(path)
    }
    for row in 0..<count {
      let place = (first + row) * dimension
      set.info.element.decode(
        UnsafeRawBufferPointer(rebasing: bytes[row * rowBytes..<(row + 1) * rowBytes]),
        into: UnsafeMutableBufferPointer(rebasing: rows[place..<place + dimension]))
    }
    return count
  }

  /// Calls `body` with every word in order until it says that it has enough.
  func forEachWord(_ body: (Data) throws -> Bool) throws {
    let rows = try makeWordCursor()
    while let row = try rows.next() {
      guard try body(row.withUnsafeData(atIndex: 0) { Data($0 ?? Data()) }) else { return }
    }
  }

  /// All words in order, in column 0.
  func makeWordCursor() throws -> RowCursor {
    switch set.storage {
    case .rows: try Row.fetchCursor(database, sql: "SELECT word FROM embedding ORDER BY rank")
    case .blocks:
      try Row.fetchCursor(database, sql: "SELECT word FROM word WHERE setID = \(set.id) ORDER BY rank")
    }
  }

  /// The word at a position.
  func word(at position: Int) throws -> Data {
    let table = set.storage == .rows ? "embedding WHERE" : "word WHERE setID = \(set.id) AND"
    let row = try Row.fetchOne(database, sql: "SELECT word FROM \(table) rank = ?", arguments: [position + 1])
    guard let row else { throw EmbeddingStoreError.damaged(path) }
    return try row.withUnsafeData(atIndex: 0) { Data($0 ?? Data()) }
  }
}
