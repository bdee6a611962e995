import ArgumentParser
import EmbeddingStorage
import Foundation

/// `textcnn vectors import FILE --into STORE`.
struct VectorsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a file of word vectors into a store.",
    discussion: """
      Reads GloVe text, word2vec and fastText text (.vec), and word2vec binary; \
      which one it is shows in the content, not in the name. The store is created \
      if there is none, and what it held is replaced, in one transaction: an import \
      that fails or is killed leaves the store as it was.

      Example:
        textcnn vectors import glove.6B.300d.txt --into glove.sqlite
        textcnn vectors import GoogleNews.bin --into news.sqlite --limit 100000
      """)

  @Argument(help: "The file of word vectors.")
  var file: String

  @Option(name: .customLong("into"), help: ArgumentHelp("The store to fill.", valueName: "store"))
  var store: String

  @Flag(help: "Report bad lines and go on, instead of stopping at the first.")
  var skipBadLines = false

  @Option(help: ArgumentHelp("Take only the first words of the file.", valueName: "words"))
  var limit: Int?

  @Flag(help: "Scale every vector to length 1.")
  var normalize = false

  @Flag(help: "Keep the words in lower case; of words that become the same the first one wins.")
  var lowercase = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): give at least 1.") }
  }

  func run() throws {
    let progress = ProgressLine()
    let report: EmbeddingStore.ImportReport
    do {
      defer { progress.clear() }
      report = try EmbeddingStore.importVectors(
        from: file, into: store,
        options: .init(
          limit: limit, normalizes: normalize, lowercases: lowercase, skippingBadLines: skipBadLines),
        progress: progress.show)
    }
    for duplicate in report.firstDuplicates {
      talk("\(duplicate.position.description(in: file)): \"\(duplicate.word)\" again, left out")
    }
    tellRest(report.info.duplicates - report.firstDuplicates.count, "duplicates")
    for entry in report.firstBadEntries { talk(entry.description(in: file) + ", left out") }
    tellRest(report.info.badEntries - report.firstBadEntries.count, "bad lines")
    let info = report.info
    print("\(store): \(info.count) words, \(info.dimension) numbers each, from \(info.source)")
    print("left out: duplicates \(info.duplicates), bad lines \(info.badEntries)")
    if info.repairedWords > 0 { print("words repaired because they were not UTF-8: \(info.repairedWords)") }
  }

  private func tellRest(_ count: Int, _ what: String) {
    if count > 0 { talk("… and \(count) more \(what)") }
  }

  private func talk(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}

/// One line on stderr that is written over and over; silent unless a person is looking.
private final class ProgressLine {
  private let isVisible = isatty(FileHandle.standardError.fileDescriptor) == 1
  private var megabytesShown = -1

  func show(_ progress: EmbeddingStore.ImportProgress) {
    // Every ten megabytes is often enough to see it move.
    guard isVisible, progress.bytesRead / 10_000_000 > megabytesShown else { return }
    megabytesShown = progress.bytesRead / 10_000_000
    let share = progress.bytesTotal.map { " (\(100 * progress.bytesRead / max($0, 1)) %)" } ?? ""
    write("\r\(progress.words) words, \(progress.bytesRead / 1_000_000) MB\(share) ")
  }

  func clear() {
    if megabytesShown >= 0 { write("\r" + String(repeating: " ", count: 60) + "\r") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
