import Foundation
import GRDB

extension EmbeddingStore {
  /// What is at a path, told from its first bytes and without SQLite, which would create or alter files.
  enum Contents {
    case nothing
    case empty
    case store
  }

  /// Looks at the file at `path`.
  ///
  /// - Throws: `notAStore` or `unreadable` where something else is there.
  static func inspect(_ path: String) throws -> Contents {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return .nothing }
      throw EmbeddingStoreError.unreadable(path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw EmbeddingStoreError.notAStore(path, reason: "it is a folder or a device")
    }
    let head: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      head = try file.read(upToCount: 100) ?? Data()
    } catch {
      throw EmbeddingStoreError.unreadable(path, reason: "no permission")
    }
    guard !head.isEmpty else { return .empty }
    // SQLite's file format: a magic string of 16 bytes, and the application's number at byte 68, big-endian.
    guard head.starts(with: Array("SQLite format 3\0".utf8)), head.count == 100 else {
      throw EmbeddingStoreError.notAStore(path, reason: "not an SQLite file")
    }
    let number = head[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard number == applicationID else {
      throw EmbeddingStoreError.notAStore(path, reason: "an SQLite file of another program")
    }
    return .store
  }

  /// Finds out beforehand what would keep a store from being written in the end.
  ///
  /// - Throws: `EmbeddingStoreError`, as opening it for writing would; nothing is created.
  public static func checkWritable(_ path: String) throws {
    if try inspect(path) == .store { _ = try EmbeddingStore(path: path).sets() }
    try checkPermissions(path)
  }

  private static func checkPermissions(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder) else {
      throw EmbeddingStoreError.unwritable(path, reason: "the folder does not exist")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw EmbeddingStoreError.unwritable(path, reason: "the folder is read-only")
    }
    guard !FileManager.default.fileExists(atPath: path) || FileManager.default.isWritableFile(atPath: path)
    else {
      throw EmbeddingStoreError.unwritable(path, reason: "the file is read-only")
    }
  }

  static func openForWriting(_ path: String, busyMode: Database.BusyMode) throws -> DatabaseQueue {
    try checkPermissions(path)
    var configuration = configuration()
    configuration.busyMode = busyMode
    let database = try DatabaseQueue(path: absolute(path), configuration: configuration)
    try refuseNewerSchema(database, path: path)
    try migrator.migrate(database)
    // A store without vectors has nothing that readers could miss, so its first import goes straight into the
    // file, which takes half the room; `importVectors` turns WAL on after it.
    if try !database.read(StoredSet.fetchAll).isEmpty { try database.writeWithoutTransaction(turnOnWAL) }
    return database
  }

  /// Lets readers go on while an import writes; the file remembers it.
  static func turnOnWAL(_ db: Database) throws {
    // Where the file system cannot do it SQLite keeps the journal it has, which is as safe.
    _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
    try db.execute(sql: "PRAGMA synchronous = NORMAL")
  }

  /// Opens a store in one of two ways.
  ///
  /// Where it may be written, SQLite gets to clean up what a killed import left, and takes its own auxiliary
  /// files away at the end. Where it may not, the file is declared immutable: SQLite then needs no auxiliary
  /// files, for which there is no place.
  static func openForReading(_ path: String) throws -> DatabaseQueue {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let isWritable = [path, folder].allSatisfy(FileManager.default.isWritableFile)
    let database: DatabaseQueue
    if isWritable {
      database = try DatabaseQueue(path: absolute(path), configuration: configuration())
    } else {
      var configuration = configuration()
      configuration.readonly = true
      // An immutable file is read without its journals, so where there is one SQLite must see to it.
      let hasJournal = ["-wal", "-journal"].contains { suffix in
        var status = stat()
        return stat(path + suffix, &status) == 0 && status.st_size > 0
      }
      let address = hasJournal ? absolute(path) : immutableAddress(path)
      database = try DatabaseQueue(path: address, configuration: configuration)
    }
    try refuseNewerSchema(database, path: path)
    // A store of an older schema is read as it is.
    guard try database.read(migrator.appliedMigrations).contains("v1") else {
      throw EmbeddingStoreError.notAStore(path, reason: "its making was cut short")
    }
    return database
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.label = "EmbeddingStore"
    configuration.busyMode = .timeout(5)
    // Pages are read where the file lies in memory: half the time of a search through all vectors.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA mmap_size = \(1 << 40)") }
    return configuration
  }

  private static func refuseNewerSchema(_ database: DatabaseQueue, path: String) throws {
    guard try !database.read(migrator.hasBeenSuperseded) else { throw EmbeddingStoreError.newerSchema(path) }
  }

  /// Absolute, so that no name can be taken for one of SQLite's special ones (`:memory:`, `file:…`).
  private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }

  private static func immutableAddress(_ path: String) -> String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#%"))
    let escaped = absolute(path).addingPercentEncoding(withAllowedCharacters: allowed) ?? absolute(path)
    return "file://\(escaped)?immutable=1"
  }
}
