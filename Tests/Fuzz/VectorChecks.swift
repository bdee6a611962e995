import ByteStreams
import EmbeddingStorage
import Foundation

/// What is expected of every file of word vectors.
enum VectorChecks {
  /// How one file is imported.
  struct Options {
    var element = EmbeddingStore.VectorElement.float32
    var wordList: String?
    var normalizes = false
    var lowercases = false
  }

  private typealias Outcome = Result<EmbeddingStore.ImportReport, EmbeddingStoreError>

  /// Imports with and without stopping at bad entries; what comes in is finite, counted, and the same after an export.
  ///
  /// - Returns: How many words came in.
  static func examine(
    _ path: String, _ bytes: [UInt8], _ options: Options, in folder: String
  ) throws -> Int {
    let store = try EmbeddingStore(inMemoryNamed: "fuzz")
    let skipped = try outcome(path, options, skips: true, into: store)
    let stopped = try outcome(path, options, skips: false, into: try EmbeddingStore(inMemoryNamed: "stopped"))
    try compare(skipped, stopped)
    guard case .success(let report) = skipped else { return 0 }
    let words = try look(store, report)
    try packed(path, bytes, options, report, words, store)
    for format in EmbeddingStore.ExportFormat.allCases {
      try roundTrip(store, words, as: format, at: folder + "/exported")
    }
    return words.count
  }

  private static func outcome(
    _ path: String, _ options: Options, skips: Bool, into store: EmbeddingStore
  ) throws -> Outcome {
    let options = EmbeddingStore.ImportOptions(
      normalizes: options.normalizes, lowercases: options.lowercases, skippingBadLines: skips,
      element: options.element, wordList: options.wordList, date: Date(timeIntervalSince1970: 0))
    do {
      return .success(try store.importVectors(from: path, options: options))
    } catch let error as EmbeddingStoreError {
      guard !"\(error)".isEmpty else { throw Finding("an error without words") }
      return .failure(error)
    }
  }

  /// The first bad entry is the one that stops, and without one skipping changes nothing.
  private static func compare(_ skipped: Outcome, _ stopped: Outcome) throws {
    switch (skipped, stopped) {
    case (.success(let report), .failure(.badEntry(_, let entry))):
      guard report.firstBadEntries.first == entry else {
        throw Finding(
          "stops at \(entry) and skips \(report.firstBadEntries.first.map { "\($0)" } ?? "nothing")")
      }
    case (.success(let report), .success(let other)):
      guard report == other, report.info.badEntries == 0 else {
        throw Finding("skipping changes what is read")
      }
    case (.success, .failure(let error)): throw Finding("stops by \(error), where skipping goes on")
    case (.failure, .success): throw Finding("skipping fails, stopping does not")
    // Bad entries may be all that there is.
    case (.failure(.noVectors), .failure(.badEntry)): break
    case (.failure(let one), .failure(let other)):
      if case .badEntry = other { break }
      guard "\(one)" == "\(other)" else { throw Finding("fails by \(one) and by \(other)") }
    }
  }

  /// What comes in from a packed file is what comes in from the file; only files that are read at several places must not
  /// be packed.
  private static func packed(
    _ path: String, _ bytes: [UInt8], _ options: Options, _ report: EmbeddingStore.ImportReport,
    _ words: [String], _ store: EmbeddingStore
  ) throws {
    guard Compression(startOf: bytes) == nil else { return }
    try Checks.write(Packing.gzip(bytes), to: path)
    defer { try? Checks.write(bytes, to: path) }
    let other = try EmbeddingStore(inMemoryNamed: "packed")
    switch try outcome(path, options, skips: true, into: other) {
    case .success(let found):
      guard found.firstBadEntries == report.firstBadEntries, found.firstDuplicates == report.firstDuplicates,
        found.info.record.content == report.info.record.content, try other.words() == words,
        try other.vectors(for: words).values.map(\.bitPattern)
          == store.vectors(for: words).values.map(\.bitPattern)
      else { throw Finding("packed it reads otherwise") }
    case .failure(.notVectors(_, let reason)) where reason.contains("compressed"): break
    case .failure(let error): throw Finding("packed it does not read: \(error)")
    }
  }

  private static func look(
    _ store: EmbeddingStore, _ report: EmbeddingStore.ImportReport
  ) throws -> [String] {
    let problems = try store.check().problems
    guard problems.isEmpty else { throw Finding("\(problems)") }
    let words = try store.words()
    let info = report.info
    guard words.count == info.count, Set(words).count <= words.count, !words.contains("") else {
      throw Finding("\(words.count) words, \(info.count) told")
    }
    guard report.firstDuplicates.count == min(info.duplicates, EmbeddingStore.ImportReport.listLimit),
      report.firstBadEntries.count == min(info.badEntries, EmbeddingStore.ImportReport.listLimit)
    else {
      throw Finding("\(info.duplicates) duplicates and \(info.badEntries) bad entries told, others listed")
    }
    let found = try store.vectors(for: words)
    guard found.values.count == words.count * info.dimension, found.values.allSatisfy(\.isFinite) else {
      throw Finding("\(found.values.count) numbers for \(words.count) words of \(info.dimension)")
    }
    return words
  }

  /// What is written reads back with the same words and bits, unless the format cannot hold a word and says so.
  private static func roundTrip(
    _ store: EmbeddingStore, _ words: [String], as format: EmbeddingStore.ExportFormat, at path: String
  ) throws {
    var bytes: [UInt8] = []
    do {
      try store.view().export(as: format) { bytes += $0 }
    } catch EmbeddingStoreError.unwritableWord {
      return
    }
    try Checks.write(bytes, to: path)
    let back = try EmbeddingStore(inMemoryNamed: "back")
    do {
      _ = try back.importVectors(from: path)
    } catch let error as EmbeddingStoreError {
      throw Finding("\(format) that was written does not read: \(error)")
    }
    guard try back.words() == words else { throw Finding("other words written as \(format)") }
    let (one, other) = (try store.vectors(for: words).values, try back.vectors(for: words).values)
    guard one.count == other.count, zip(one, other).allSatisfy({ $0.bitPattern == $1.bitPattern }) else {
      throw Finding("other numbers written as \(format)")
    }
  }
}
