import TextCorpus

/// Goes through a corpus that need not fit into memory, and says what was odd about it.
struct DocumentStream {
  let path: String
  let options: ReadingOptions

  /// A document on its way.
  struct Item {
    let document: LabeledText
    /// The line it begins on; where each has a file of its own, its number.
    let line: Int
    let group: String?
    let position: DocumentPosition
  }

  /// - Parameter isQuiet: Say nothing: the corpus is read again.
  @discardableResult
  func read(isQuiet: Bool = false, _ body: (Item) throws -> Void) throws -> ReadingReport {
    var reader = try DocumentReader(path: path, options: options)
    while let document = try reader.next() {
      let report = reader.report
      let line = report.format == .folders ? report.documentCount : reader.position.line
      try body(Item(document: document, line: line, group: reader.group, position: reader.position))
    }
    let report = reader.report
    if !isQuiet { ReadingTalk.tell(report, of: path) }
    guard report.documentCount > 0 else {
      throw CorpusError.noDocuments(file: path, skippedLines: report.skippedLineCount)
    }
    return report
  }
}
