import Foundation
import GRDB

extension EmbeddingStore {
  /// What was looked at, and what is wrong.
  public struct CheckReport: Equatable, Sendable {
    /// Sets, words and blocks that were looked at.
    public internal(set) var sets = 0
    public internal(set) var words = 0
    public internal(set) var blocks = 0
    /// Sentences that name the set, table, block and words; at most `listLimit`.
    public internal(set) var problems: [String] = []
    /// How many problems there are.
    public internal(set) var problemCount = 0

    /// How many problems are told one by one.
    public static let listLimit = 100

    mutating func add(_ problem: String) {
      problemCount += 1
      if problems.count < Self.listLimit { problems.append(problem) }
    }
  }

  /// Reads all of the store and compares it with what it says about itself: SQLite's own check, words and ranks without gaps,
  /// the length, the checksum and the numbers of every block, rows that belong to no set.
  ///
  /// - Throws: `EmbeddingStoreError` only where the store cannot be opened or read at all; what is damaged is in the report.
  /// - Complexity: O(bytes); memory does not grow with the store.
  public func check() throws -> CheckReport {
    try EmbeddingStoreError.translating(path) { try database.unsafeRead(look) }
  }

  private func look(_ db: Database) throws -> CheckReport {
    var report = CheckReport()
    // One view of the store, without GRDB's own transaction, which would fail as a whole for a damaged page met in it.
    try? db.beginTransaction(.deferred)
    defer { try? db.rollback() }
    report.guarding("table vectorSet") { report in
      let sets = try StoredSet.fetchAll(db)
      for set in sets { check(set, db, into: &report) }
      if try db.tableExists("vectorSet") { try checkOrphans(sets, db, into: &report) }
    }
    report.guarding("the file") { report in
      for message in try String.fetchAll(db, sql: "PRAGMA integrity_check(\(CheckReport.listLimit))")
      where message != "ok" {
        report.add("SQLite: \(message.replacing("\n", with: "; "))")
      }
    }
    return report
  }

  private func check(_ set: StoredSet, _ db: Database, into report: inout CheckReport) {
    report.sets += 1
    let name = "set \(set.info.name)"
    report.guarding("\(name), words") { report in
      let table = set.storage == .rows ? "embedding" : "word WHERE setID = \(set.id)"
      let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
      let least = try Int.fetchOne(db, sql: "SELECT min(rank) FROM \(table)") ?? 0
      let most = try Int.fetchOne(db, sql: "SELECT max(rank) FROM \(table)") ?? 0
      report.words += count
      if count != set.info.count { report.add("\(name): has \(count) words, expected \(set.info.count)") }
      if count > 0, least != 1 || most != count {
        report.add("\(name): its words have the ranks \(least) to \(most), expected 1 to \(count)")
      }
    }
    checkBlocks(of: set, .words, rows: set.info.count, db, into: &report)
    if let pieces = set.info.record.subwords {
      checkBlocks(of: set, .subwords, rows: pieces.buckets, db, into: &report)
    }
  }

  private func checkBlocks(
    of set: StoredSet, _ kind: StoredSet.Kind, rows: Int, _ db: Database, into report: inout CheckReport
  ) {
    let what = "set \(set.info.name), \(kind == .words ? "words" : "pieces")"
    report.guarding(what) { report in
      let expected = (rows + set.rowsPerBlock - 1) / set.rowsPerBlock
      let query =
        set.storage == .rows
        ? "SELECT rank - 1, NULL, vector FROM embedding ORDER BY rank"
        : "SELECT number, checksum, data FROM vectorBlock WHERE setID = \(set.id) AND kind = \(kind.rawValue) ORDER BY number"
      let cursor = try Row.fetchCursor(db, sql: query)
      var found = 0
      while let row = try cursor.next() {
        // A damaged row may have anything in any column.
        guard let number = Int.fromDatabaseValue(row[0]), (0...Int(Int32.max)).contains(number) else {
          report.add("\(what): a block has the number \(row[0] as DatabaseValue)")
          continue
        }
        if number != found { report.add("\(what): block \(found) is missing") }
        found = number + 1
        report.blocks += 1
        let first = number * set.rowsPerBlock
        let count = min(set.rowsPerBlock, rows - first)
        let fault = try row.withUnsafeData(atIndex: 2) {
          Self.fault(
            in: $0 ?? Data(), of: set, rows: count, checksum: Int64.fromDatabaseValue(row[1]))
        }
        guard let fault else { continue }
        let words = kind == .words ? try Self.span(of: set, first..<first + max(1, count), db) : ""
        report.add("\(what): block \(number)\(words) \(fault)")
      }
      if found < expected { report.add("\(what): has \(found) blocks, expected \(expected)") }
    }
  }

  /// What is wrong with a block; nil for nothing.
  private static func fault(in data: Data, of set: StoredSet, rows: Int, checksum: Int64?) -> String? {
    let (element, dimension) = (set.info.element, set.info.dimension)
    let rowBytes = element.rowBytes(dimension)
    guard rows > 0, data.count == rows * rowBytes else {
      return "has \(data.count) bytes, expected \(max(0, rows) * rowBytes)"
    }
    // Rows of schema 1 have none.
    if set.storage == .blocks, checksum != BlockWriter.checksum(of: data) {
      return "does not have its checksum"
    }
    var row = [Float](repeating: 0, count: dimension)
    for number in 0..<rows {
      data.withUnsafeBytes { bytes in
        row.withUnsafeMutableBufferPointer {
          element.decode(
            UnsafeRawBufferPointer(rebasing: bytes[number * rowBytes..<(number + 1) * rowBytes]), into: $0)
        }
      }
      if let component = row.firstIndex(where: { !$0.isFinite }) {
        return "has a number that is not finite, number \(component + 1) of row \(number + 1)"
      }
    }
    return nil
  }

  /// The words of a block: ` ("the" to "of")`.
  private static func span(of set: StoredSet, _ places: Range<Int>, _ db: Database) throws -> String {
    let reader = try SetReader(set, db, path: "")
    let ends = [places.lowerBound, places.upperBound - 1].map { place in
      (try? reader.word(at: place)).map { "\"\(String(decoding: $0, as: UTF8.self))\"" } ?? "?"
    }
    return ends[0] == ends[1] ? " (\(ends[0]))" : " (\(ends[0]) to \(ends[1]))"
  }

  private func checkOrphans(_ sets: [StoredSet], _ db: Database, into report: inout CheckReport) throws {
    let known = sets.map { "\($0.id)" }.joined(separator: ", ")
    for table in ["word", "vectorBlock"] {
      let orphans =
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table) WHERE setID NOT IN (\(known))") ?? 0
      if orphans > 0 { report.add("table \(table): \(orphans) rows belong to no set") }
    }
  }
}

extension EmbeddingStore.CheckReport {
  /// Runs a part of the check; where SQLite cannot go on, that is a problem of that part, and the others follow.
  fileprivate mutating func guarding(_ part: String, _ body: (inout Self) throws -> Void) {
    do {
      try body(&self)
    } catch let error as DatabaseError {
      add("\(part): \(error.message ?? "code \(error.resultCode.rawValue)")")
    } catch {
      add("\(part): \(error)")
    }
  }
}
