/// Reads the documents of a corpus one after the other, whatever its format, in bounded memory.
///
///     var reader = try DocumentReader(path: "reviews.tsv", options: ReadingOptions())
///     while let document = try reader.next() { print(reader.position, document.label, document.text) }
///
/// `CorpusReader` collects what comes from here; whoever cannot hold a corpus reads it here, as often as
/// needed, by a new reader of the same path and options: the documents and their order are the same each
/// time.
///
/// Blank lines are left out and counted. A bad record is thrown, or with `skippingBadLines` left out and
/// counted in `report`. After an error the reader has ended: `next` gives nil.
///
/// Memory is one block of 256 KiB and the longest record, besides the distinct label fields.
package struct DocumentReader: ~Copyable {
  /// What errors call the corpus: the path as it was given.
  package let name: String

  private var found = ReadingReport()

  private let records: any RecordReader
  private let skippingBadLines: Bool
  private var hasEnded = false

  /// Opens a corpus and finds out, from its beginning and its name, what the options do not say.
  ///
  /// - Throws: `CorpusError`: a file that cannot be read, is no text, or lacks the columns that were asked
  ///   for.
  package init(path: String, options: ReadingOptions = ReadingOptions()) throws(CorpusError) {
    name = path
    records = try Self.records(path, options)
    skippingBadLines = options.skippingBadLines
    found.labelSeparator = options.labelSeparator
  }

  private static func records(_ path: String, _ options: ReadingOptions) throws(CorpusError)
    -> any RecordReader
  {
    var lines: LineReader
    do throws(CorpusError) {
      lines = try LineReader(path: path, encoding: options.encoding, waits: true)
    } catch .isDirectory where options.format == nil || options.format == .folders {
      return try FolderRecordReader(path, options: options)
    }
    if options.format == .folders { throw .noLabelFolders(file: path) }
    let start = try lines.peek(1 << 16)
    // Told before a line of a gigabyte is taken for text.
    if let offset = start.prefix(4096).firstIndex(of: 0) {
      throw .notText(file: path, line: 1 + start[..<offset].count { $0 == 0x0A })
    }
    switch FormatRecognition.finding(
      in: start.span, isWhole: start.count < 1 << 16, name: path, options: options)
    {
    case .lines(let format):
      if let wanted = options.groupColumn ?? options.labelColumn ?? options.textColumns.first {
        throw .noColumns(file: path, wanted: wanted)
      }
      return LineRecordReader(lines, format: format, labelSeparator: options.labelSeparator)
    case .table(let delimiter, let preambleCount):
      return try TableRecordReader(
        lines, delimiter: delimiter, preambleCount: preambleCount, options: options)
    case .objects: return JSONRecordReader(lines, options: options)
    }
  }

  /// The next document; nil at the end.
  ///
  /// - Throws: `CorpusError`: the first bad record unless they are skipped, a file that cannot be read on.
  ///   A file without a document is no error here, but one of whoever needs one: `noDocuments` tells it. Only a table
  ///   without a row is one from the start, as it has no columns to be chosen.
  /// - Complexity: O(bytes of the record).
  package mutating func next() throws(CorpusError) -> LabeledText? {
    if hasEnded { return nil }
    do throws(CorpusError) {
      while let record = try records.next(&found) {
        switch record {
        case .document(let document):
          found.documentCount += 1
          return document
        case .blank: found.blankLineCount += 1
        case .fault(let fault) where skippingBadLines: found.skip(records.position, of: name, fault: fault)
        case .fault(let fault):
          throw .badLine(file: records.position.file, line: records.position.line, fault: fault)
        }
      }
    } catch {
      hasEnded = true
      throw error
    }
    hasEnded = true
    return nil
  }

  /// What was met so far. The format is known once there was a document.
  package var report: ReadingReport {
    var report = found
    let source = records.source
    report.compression = source.compression?.rawValue
    report.encoding = source.encoding
    report.encodingOrigin = source.encodingOrigin
    report.replacedSequenceCount += source.replacedSequenceCount
    return report
  }

  /// How many bytes of the file as it lies there were read, for showing how far it is.
  package var fileBytesRead: Int { records.source.fileBytesRead }

  /// The size of the file as it lies there; nil for a pipe or a folder.
  package var fileBytes: Int? { records.source.fileBytes }

  /// What the group column says of that document; nil without such a column.
  package var group: String? { records.group }

  /// Where the document begins that `next` gave last.
  package var position: DocumentPosition { records.position }
}

/// Where a document stands.
package struct DocumentPosition: Sendable, Equatable, CustomStringConvertible {
  /// The corpus, or where each document has a file of its own, that.
  package var file: String

  /// The line on which the record begins, from 1.
  package var line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package var description: String { "\(file):\(line)" }
}
