import ArgumentParser
import EmbeddingStorage
import Foundation

/// `textcnn vectors import FILE --into STORE`.
struct VectorsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a file of word vectors into a store.",
    discussion: """
      Example:
        textcnn vectors import glove.6B.300d.txt --into glove.sqlite
        textcnn vectors import GoogleNews.bin --into news.sqlite --limit 100000

      Reads GloVe text, word2vec and fastText text (.vec), and word2vec binary; which
      one it is shows in the content, not in the name. The store is created if there
      is none, and what it held is replaced, in one transaction: an import that fails
      or is killed leaves the store as it was.
      """)

  @Argument(help: "The file of word vectors.", completion: .file())
  var file: String

  @Option(
    name: .customLong("into"), help: ArgumentHelp("The store to fill.", valueName: "store"),
    completion: .file())
  var store: String

  @Flag(help: "Leave out bad lines and report them, instead of stopping at the first.")
  var skipBadLines = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Take only so many words, the first of the file.", valueName: "count"))
  var limit: Int?

  @Flag(help: "Scale every vector to length 1.")
  var normalize = false

  @Flag(help: "Keep the words in lower case; of words that become the same the first one wins.")
  var lowercase = false

  func validate() throws {
    if store.isEmpty { throw ValidationError("--into is empty; name a store") }
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); use at least 1") }
  }

  func run() throws {
    prepareForInterruption()
    defer { StandardError.clearProgress() }
    var progress = ImportProgressPrinter()
    let report = try EmbeddingStore.importVectors(
      from: file, into: store,
      options: .init(
        limit: limit, normalizes: normalize, lowercases: lowercase, skippingBadLines: skipBadLines)
    ) { progress.report($0) }
    Interruption.finish {}
    tell(report)
  }

  /// An interrupted transaction leaves an old store as it was; a new one should not be left at all.
  private func prepareForInterruption() {
    let path = store
    var status = stat()
    let isNew = lstat(path, &status) != 0
    Interruption.willWrite(path) {
      if isNew { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) } }
    }
  }

  private func tell(_ report: EmbeddingStore.ImportReport) {
    for duplicate in report.firstDuplicates {
      StandardError.line("\(duplicate.position.description(in: file)): \"\(duplicate.word)\" again, left out")
    }
    tellRest(report.info.duplicates - report.firstDuplicates.count, "duplicate")
    for entry in report.firstBadEntries { StandardError.line(entry.description(in: file) + ", left out") }
    tellRest(report.info.badEntries - report.firstBadEntries.count, "bad line")
    let info = report.info
    var summary =
      "\(store): \(Numbers.count(info.count, "word")), \(Numbers.count(info.dimension, "number")) each, "
      + "from \(info.source); left out \(Numbers.count(info.duplicates, "duplicate")), "
      + Numbers.count(info.badEntries, "bad line")
    if info.repairedWords > 0 {
      summary += "; \(Numbers.count(info.repairedWords, "word")) repaired that were not UTF-8"
    }
    StandardError.line(summary)
  }

  private func tellRest(_ count: Int, _ what: String) {
    if count > 0 { StandardError.line("… and \(Numbers.count(count, what)) more") }
  }
}

/// A line that is written over and over; silent unless a person is looking.
private struct ImportProgressPrinter {
  private var megabytesShown = -1

  mutating func report(_ progress: EmbeddingStore.ImportProgress) {
    // Every ten megabytes is often enough to see it move.
    guard progress.bytesRead / 10_000_000 > megabytesShown else { return }
    megabytesShown = progress.bytesRead / 10_000_000
    let share = progress.bytesTotal.map { " (\(100 * progress.bytesRead / max($0, 1)) %)" } ?? ""
    StandardError.progress(
      "\(Numbers.count(progress.words, "word")), \(Numbers.count(progress.bytesRead / 1_000_000)) MB\(share)")
  }
}
