/// Reads the documents of a corpus one after the other, whatever its format, in bounded memory.
///
///     var reader = try DocumentReader(path: "reviews.tsv", options: ReadingOptions())
///     while let document = try reader.next() { print(reader.position, document.label, document.text) }
///
/// `CorpusReader` collects what comes from here; whoever cannot hold a corpus reads it here, as often as needed, by a
/// new reader of the same path and options: the documents and their order are the same each time.
///
/// Blank lines are left out and counted. A bad record is thrown, or with `skippingBadLines` left out and counted in
/// `report`. After an error the reader has ended: `next` gives nil.
///
/// Memory is one block of 256 KiB and the longest record, besides the distinct label fields.
package struct DocumentReader: ~Copyable {
  /// What errors call the corpus: the path as it was given.
  package let name: String

  /// What was met so far. The format is known once there was a document.
  package private(set) var report = ReadingReport()

  private let records: any RecordReader
  private let skippingBadLines: Bool
  private var hasEnded = false

  /// Opens a corpus and looks at its beginning.
  ///
  /// - Throws: `CorpusError`: a file that cannot be read or is no text.
  package init(path: String, options: ReadingOptions = ReadingOptions()) throws(CorpusError) {
    self.init(
      try LineRecordReader(try LineReader(path: path), options: options), name: path, options: options)
  }

  private init(_ records: any RecordReader, name: String, options: ReadingOptions) {
    self.records = records
    self.name = name
    skippingBadLines = options.skippingBadLines
    report.labelSeparator = options.labelSeparator
  }

  /// The next document; nil at the end.
  ///
  /// - Throws: `CorpusError`: the first bad record unless they are skipped, a file that cannot be read on. A file without a
  ///   document is no error here, but one of whoever needs one: `noDocuments` tells it.
  /// - Complexity: O(bytes of the record).
  package mutating func next() throws(CorpusError) -> LabeledText? {
    if hasEnded { return nil }
    do throws(CorpusError) {
      while let record = try records.next(&report) {
        switch record {
        case .document(let document):
          report.documentCount += 1
          return document
        case .blank: report.blankLineCount += 1
        case .fault(let fault) where skippingBadLines: report.skip(line: records.position.line, fault: fault)
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
