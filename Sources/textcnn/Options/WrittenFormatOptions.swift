import ArgumentParser
import ByteStreams
import Foundation
import ModelSerialization
import TextCorpus

/// For commands that read a corpus in one format and write it in another.
struct WrittenFormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How documents are written: tsv, fasttext, csv, jsonl. Default: what the ending of a named file says, else tsv.",
      valueName: "format"))
  var format: CorpusFormat?

  @Option(
    help: ArgumentHelp(
      "How the corpus that is read is written. Default: found out from the file.", valueName: "format"))
  var from: CorpusFormat?

  @OptionGroup var columns: ColumnOptions

  func validate() throws {
    if format == .folders { throw ValidationError("--format folders cannot be written; use another format") }
  }

  /// - Parameter path: A file to be written.
  /// - Throws: Where its ending promises what is not written.
  func format(of path: String) throws -> CorpusFormat {
    let ending = URL(filePath: path).pathExtension.lowercased()
    if Compression.endings.contains(ending) {
      throw CommandFailure(
        "\(path): corpora are not written compressed; leave out .\(ending), and compress the file then")
    }
    if let format { return format }
    if ending == CorpusFormat.folders.rawValue {
      throw CommandFailure("\(path): folders cannot be written; use another ending")
    }
    let others: [String: CorpusFormat] = ["json": .jsonLines, "ndjson": .jsonLines, "ft": .fastText]
    return CorpusFormat(rawValue: ending) ?? others[ending] ?? .tabSeparated
  }

  func stream(_ path: String, labelSeparator: String?, groupColumn: String? = nil) -> DocumentStream {
    DocumentStream(
      path: path,
      options: columns.options(format: from, labelSeparator: labelSeparator, groupColumn: groupColumn))
  }
}

/// A corpus on its way into a file.
struct CorpusOutput {
  private var writer: DocumentWriter
  private var bytes: [UInt8]
  private let output: AtomicFileOutput
  private(set) var documentCount = 0

  init(_ output: AtomicFileOutput, format: CorpusFormat, labelSeparator: String?) {
    self.output = output
    writer = DocumentWriter(format: format, labelSeparator: labelSeparator)
    bytes = writer.header
  }

  /// What became of texts that the format cannot hold as they are; nil: nothing.
  var changes: String? {
    guard writer.changedTextCount > 0 else { return nil }
    return
      "line ends and other signs became blanks in \(Numbers.count(writer.changedTextCount, "text")), --format jsonl keeps them"
  }

  /// - Throws: What the format cannot hold, named by where it was read.
  mutating func append(_ item: DocumentStream.Item) throws {
    do {
      try writer.append(item.document, to: &bytes)
    } catch {
      throw CommandFailure("\(item.position): cannot be written as \(writer.format.rawValue): \(error)")
    }
    documentCount += 1
    if bytes.count > 1 << 20 { try flush() }
  }

  mutating func flush() throws {
    try bytes.withUnsafeBytes { try output.write($0) }
    bytes.removeAll(keepingCapacity: true)
  }
}
