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
    /// Whether the document has a file of its own.
    let hasFile: Bool
  }

  /// - Parameter isQuiet: Say nothing: the corpus is read again.
  @discardableResult
  func read(isQuiet: Bool = false, _ body: (Item) throws -> Void) throws -> ReadingReport {
    var count = 0
    var firstLabel: String?
    var reader = try DocumentReader(path: path, options: options)
    while let document = try reader.next() {
      count += 1
      if count == 1 { firstLabel = document.labels.first }
      let position = reader.position
      // A document of a file of its own begins on line 1, which says nothing.
      let hasFile = position.file != path
      try body(
        Item(
          document: document, line: hasFile ? count : position.line, group: reader.group, position: position,
          hasFile: hasFile))
    }
    let report = reader.report
    if !isQuiet { ReadingTalk.tell(report, of: path, firstLabel: firstLabel) }
    guard report.documentCount > 0 else {
      throw CorpusError.noDocuments(file: path, skippedLines: report.skippedLineCount)
    }
    return report
  }
}

extension WordCounts {
  /// Counts the tokens of a corpus.
  mutating func add(_ stream: DocumentStream, _ tokenizer: Tokenizer) throws {
    var buffer = TokenBuffer()
    try stream.read { item in
      tokenizer.tokenize(item.document.text, into: &buffer)
      try add(buffer, of: stream.path)
    }
  }
}
