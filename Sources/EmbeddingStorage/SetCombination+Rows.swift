import Foundation
import GRDB

/// Some rows of a combination, one behind the other.
struct VectorRun {
  /// The place of the first row among all.
  let first: Int
  /// Their words; empty where they were not asked for and cost extra.
  let words: [Data]
  /// `[rows, d]`
  let rows: UnsafeBufferPointer<Float>
}

extension SetCombination {
  /// Calls `body` with the rows of all words, in order: those of the first set, then those of the next that are new.
  ///
  /// - Complexity: O(count · d), and with several sets a lookup of every word in each; memory does not grow with the sets.
  func forEachRun(_ db: Database, path: String, withWords: Bool, _ body: (VectorRun) throws -> Void) throws {
    if let set = onlySet {
      let reader = try SetReader(set, db, path: path)
      let words = withWords ? try WordCursor(reader) : nil
      try reader.forEachRun { first, rows in
        let words = try words?.next(rows.count / set.info.dimension) ?? []
        try body(VectorRun(first: first, words: words, rows: rows))
      }
      return
    }
    var first = 0
    try forEachWords(db, path: path, runLength: 256) { words in
      let values = try lookup(db, path: path, count: words.count, triesLowercase: false) { words[$0] }.values
      try values.withUnsafeBufferPointer { try body(VectorRun(first: first, words: words, rows: $0)) }
      first += words.count
      return true
    }
  }

  /// Calls `body` with all words in order, in runs, until it has enough.
  func forEachWords(
    _ db: Database, path: String, runLength: Int, _ body: ([Data]) throws -> Bool
  ) throws {
    let readers = try sets.map { try SetReader($0, db, path: path) }
    var run: [Data] = []
    for (number, reader) in readers.enumerated() {
      var goesOn = true
      try reader.forEachWord { word in
        for earlier in readers[..<number] where try earlier.position(of: word) != nil { return true }
        run.append(word)
        if run.count == runLength {
          goesOn = try body(run)
          run.removeAll(keepingCapacity: true)
        }
        return goesOn
      }
      guard goesOn else { return }
    }
    if !run.isEmpty { _ = try body(run) }
  }

  /// How many words have a vector.
  func count(_ db: Database, path: String) throws -> Int {
    if let onlySet { return onlySet.info.count }
    var count = 0
    try forEachWords(db, path: path, runLength: 1024) {
      count += $0.count
      return true
    }
    return count
  }

  /// The variance of the rows, as `Info.variance`.
  ///
  ///     concatenated   Σ dᵢ·varianceᵢ / Σ dᵢ, where the rows that lack a part are left out of that part
  ///     averaged       measured, as it depends on how alike the sets are
  func variance(_ db: Database, path: String) throws -> Double {
    var sum = 0.0
    for term in terms {
      let dimension = term[0].info.dimension
      guard term.count > 1 else {
        sum += Double(dimension) * term[0].info.variance
        continue
      }
      var spread = VectorSpread(dimension: dimension)
      try SetCombination(terms: [term]).forEachRun(db, path: path, withWords: false) { run in
        for start in stride(from: 0, to: run.rows.count, by: dimension) {
          spread.add(UnsafeBufferPointer(rebasing: run.rows[start..<start + dimension]))
        }
      }
      sum += Double(dimension) * spread.variance
    }
    return sum / Double(dimension)
  }

  private init(terms: [[StoredSet]]) { self.terms = terms }
}

/// Gives the words of a set run by run.
private final class WordCursor {
  private let rows: RowCursor

  init(_ reader: SetReader) throws { rows = try reader.makeWordCursor() }

  func next(_ count: Int) throws -> [Data] {
    var words: [Data] = []
    words.reserveCapacity(count)
    while words.count < count, let row = try rows.next() {
      words.append(try row.withUnsafeData(atIndex: 0) { Data($0 ?? Data()) })
    }
    guard words.count == count else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return words
  }
}
