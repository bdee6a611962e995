import Foundation
import GRDB

/// Finished runs in an SQLite file: what has been trained once is only read the next time, also after a kill.
///
/// A run goes in whole, in one transaction, when it is done. Several processes may share a store; who comes second waits.
/// Calls from several threads are served one after the other.
public struct RunStore: Sendable {
  /// The store's file as the caller wrote it.
  public let path: String
  private let database: DatabaseQueue

  /// Opens the store, and makes it where there is none.
  ///
  /// - Throws: ``RunStoreError``. A file that is no store is left untouched.
  public init(path: String) throws {
    self.path = path
    try Self.inspect(path)
    var configuration = Configuration()
    configuration.label = "RunStore"
    configuration.busyMode = .timeout(30)
    // Absolute, so that no name can be taken for one of SQLite's special ones (`:memory:`, `file:…`).
    let address = URL(fileURLWithPath: path).path
    database = try RunStoreError.translating(path) {
      let database = try DatabaseQueue(path: address, configuration: configuration)
      guard try !database.read(Self.migrator.hasBeenSuperseded) else { throw RunStoreError.newerSchema(path) }
      try Self.migrator.migrate(database)
      return database
    }
  }

  /// A store in memory, for experiments that nobody will want to go on with.
  public init() throws {
    path = "memory"
    database = try DatabaseQueue()
    try Self.migrator.migrate(database)
  }

  /// How many runs there are.
  public func count() throws -> Int {
    try RunStoreError.translating(path) {
      try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM run") ?? 0 }
    }
  }

  /// Which of some runs are there, with all that they have to have.
  func finished(among runs: [(key: RunKey, needs: RunNeeds)]) throws -> Set<RunKey> {
    let sql = """
      SELECT EXISTS (
        SELECT 1 FROM run WHERE key = ?
          AND (NOT ? OR shuffledProbabilities IS NOT NULL) AND (NOT ? OR hasAttention))
      """
    return try RunStoreError.translating(path) {
      try database.read { db in
        try Set(
          runs.filter { run in
            let (isShuffled, hasAttention) = (
              run.needs.contains(.shuffledWeights), run.needs.contains(.attention)
            )
            return try Bool.fetchOne(db, sql: sql, arguments: [run.key.digest, isShuffled, hasAttention])
              ?? false
          }.map(\.key))
      }
    }
  }

  /// A run, if it is there.
  func run(_ key: RunKey) throws -> FinishedRun? {
    try RunStoreError.translating(path) {
      let kept = try database.read { db in
        try KeptRun.fetchOne(db, sql: "SELECT * FROM run WHERE key = ?", arguments: [key.digest])
      }
      guard let kept else { return nil }
      var run: FinishedRun
      do {
        run = try JSONDecoder().decode(FinishedRun.self, from: Data(kept.outcome.utf8))
      } catch {
        throw RunStoreError.damaged(path)
      }
      run.probabilities = Self.floats(kept.probabilities)
      run.shuffledProbabilities = kept.shuffledProbabilities.map(Self.floats)
      return run
    }
  }

  /// Keeps a run. What another one of the same key has found out besides stays: their bits are the same.
  func save(_ run: FinishedRun, for key: RunKey) throws {
    let known = try self.run(key)
    var run = run
    run.shuffledProbabilities = run.shuffledProbabilities ?? known?.shuffledProbabilities
    run.attention = run.attention ?? known?.attention
    try RunStoreError.translating(path) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
      }
      // The probabilities have columns of their own, as bytes.
      var outcome = run
      outcome.probabilities = []
      outcome.shuffledProbabilities = nil
      let texts = (key: try text(key), outcome: try text(outcome))
      try database.write { db in
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO run (
              key, configuration, finished, outcome, hasAttention, probabilities, shuffledProbabilities)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            key.digest, texts.key, Date().ISO8601Format(), texts.outcome, run.attention != nil,
            Self.data(run.probabilities),
            run.shuffledProbabilities.map(Self.data),
          ])
      }
    }
  }

  private static func data(_ values: [Float]) -> Data {
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
  }

  private static func floats(_ data: Data) -> [Float] {
    data.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { index in
        let bits = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: bits))
      }
    }
  }
}

extension RunStore {
  /// Marks the file as a store of runs ("TCNR"), in SQLite's header.
  private static let applicationID: UInt32 = 0x5443_4E52

  /// The schemas so far. A step that has been released is never changed.
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      // `configuration` is the key in words, for people who look into the file.
      try db.execute(
        sql: """
          CREATE TABLE run (
            key TEXT PRIMARY KEY CHECK (length(key) = 64),
            configuration TEXT NOT NULL,
            finished TEXT NOT NULL,
            outcome TEXT NOT NULL,
            hasAttention INTEGER NOT NULL CHECK (hasAttention IN (0, 1)),
            probabilities BLOB NOT NULL CHECK (length(probabilities) % 4 = 0),
            shuffledProbabilities BLOB CHECK (length(shuffledProbabilities) = length(probabilities))
          ) STRICT, WITHOUT ROWID
          """)
    }
    return migrator
  }

  /// Looks at the file, without SQLite, which would alter it.
  ///
  /// - Throws: `notAStore` or `unreadable` where something else is there; `unwritable` where none can be made.
  private static func inspect(_ path: String) throws(RunStoreError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      guard FileManager.default.isWritableFile(atPath: folder) else {
        throw .unwritable(path, reason: "its folder does not exist or is read-only")
      }
      return
    }
    guard !isFolder.boolValue else { throw .notAStore(path, reason: "it is a folder") }
    guard let file = FileHandle(forReadingAtPath: path), let head = try? file.read(upToCount: 100) ?? Data()
    else { throw .unreadable(path) }
    // SQLite's file format: a magic string of 16 bytes, and the application's number at byte 68, big-endian. An empty file
    // is an empty database.
    guard !head.isEmpty else { return }
    guard head.count == 100, head.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw .notAStore(path, reason: "not an SQLite file")
    }
    guard head[68..<72].reduce(UInt32(0), { $0 << 8 | UInt32($1) }) == applicationID else {
      throw .notAStore(path, reason: "an SQLite file of another kind")
    }
    guard FileManager.default.isWritableFile(atPath: path) else {
      throw .unwritable(path, reason: "the file is read-only")
    }
  }
}

/// What a run has found out. Decoded, since a damaged file may have anything in any column, which is an error then and no trap.
private struct KeptRun: Decodable, FetchableRecord {
  let outcome: String
  let probabilities: Data
  let shuffledProbabilities: Data?
}
