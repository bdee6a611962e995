/// Reads labelled documents, one on a line, from a UTF-8 file.
///
///     let corpus = try CorpusReader().read("reviews.tsv")
///
/// Two formats are told apart by the first line that is not blank, and every line must then keep to it:
///
/// - `label<TAB>text`. The first tab separates; the text goes to the end of the line and may be empty or hold more
///   tabs. The label is what stands before the tab, without the blanks around it. There is no header and no quoting.
/// - `__label__x text`, fastText's, with exactly one label.
///
/// With a `labelSeparator` a document has any number of labels: in the first format a list of them, or nothing, before
/// the tab, in the second any number of `__label__` words before the text. A label that is repeated counts once.
///
/// A byte order mark and CR LF are tolerated, lines of nothing but blanks are left out and counted, and invalid
/// UTF-8 becomes U+FFFD, counted too.
public struct CorpusReader: Sendable {
  /// Leave bad lines out and list them in the report, instead of stopping at the first.
  public var skippingBadLines: Bool

  /// What stands between the labels of a document, such as a comma; nil: each document has exactly one label, whatever
  /// is in it.
  public var labelSeparator: String?

  /// - Precondition: The separator is not empty and has no tab or line end.
  public init(skippingBadLines: Bool = false, labelSeparator: String? = nil) {
    precondition(labelSeparator.map(Self.canSeparate) ?? true, "a label separator that cannot separate")
    self.skippingBadLines = skippingBadLines
    self.labelSeparator = labelSeparator
  }

  /// Whether a text may stand between the labels of a document: not an empty one, nor one that ends the list or the line.
  public static func canSeparate(_ separator: String) -> Bool {
    !separator.isEmpty && !separator.utf8.contains { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || $0 == 0 }
  }

  /// Reads a whole file.
  ///
  /// - Throws: `CorpusError`: a file that cannot be read or is no text, the first bad line, no document at all.
  /// - Complexity: O(bytes), in one pass; memory is that of the documents and of the longest line.
  public func read(_ path: String) throws(CorpusError) -> Corpus {
    var lines = try LineReader(path: path)
    return try read(&lines)
  }

  /// Reads all that comes from an opened file.
  package func read(_ lines: inout LineReader) throws(CorpusError) -> Corpus {
    try checkText(&lines)
    var parser = LineParser(labelSeparator: labelSeparator)
    var builder = CorpusBuilder()
    while try lines.advance() {
      switch lines.withLine({ builder.add($0, parsedBy: &parser) }) {
      case nil: continue
      case let fault? where skippingBadLines: builder.report.skip(line: lines.lineNumber, fault: fault)
      case let fault?: throw .badLine(file: lines.name, line: lines.lineNumber, fault: fault)
      }
    }
    builder.report.format = parser.format
    builder.report.labelSeparator = labelSeparator
    builder.report.documentCount = builder.documents.count
    guard !builder.documents.isEmpty else {
      throw .noDocuments(file: lines.name, skippedLines: builder.report.skippedLineCount)
    }
    return Corpus(name: lines.name, documents: builder.documents, report: builder.report)
  }

  /// Looks for NUL among the first 4,096 bytes, before a line of a gigabyte is taken for text.
  private func checkText(_ lines: inout LineReader) throws(CorpusError) {
    let start = try lines.peek(4096)
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw .notUTF8(file: lines.name)
    }
    if let offset = start.firstIndex(of: 0) {
      let line = 1 + start[..<offset].count { $0 == 0x0A }
      throw .notText(file: lines.name, line: line)
    }
  }
}

/// Collects documents; those whose labels are written alike share one array of them.
private struct CorpusBuilder {
  var documents: [LabeledText] = []
  var report = ReadingReport()
  private var labelTable = WordTable()
  private var labels: [(strings: [String], replacedSequenceCount: Int)] = []

  mutating func add(_ line: Span<UInt8>, parsedBy parser: inout LineParser) -> LineFault? {
    switch parser.parse(line) {
    case .blank:
      report.blankLineCount += 1
      return nil
    case .fault(let fault):
      return fault
    case .document(let labels, let text):
      let labels = strings(forLabels: line.extracting(labels), parser)
      let text = String(
        repairing: line.extracting(text), replacedSequenceCount: &report.replacedSequenceCount)
      documents.append(LabeledText(labels: labels, text: text))
      return nil
    }
  }

  private mutating func strings(forLabels bytes: Span<UInt8>, _ parser: LineParser) -> [String] {
    // The table has no empty word.
    if bytes.isEmpty { return [] }
    if let id = labelTable.id(of: bytes) {
      report.replacedSequenceCount += labels[Int(id)].replacedSequenceCount
      return labels[Int(id)].strings
    }
    var replaced = 0
    var strings: [String] = []
    for range in parser.labels(in: bytes) {
      let label = String(repairing: bytes.extracting(range), replacedSequenceCount: &replaced)
      if !strings.contains(label) { strings.append(label) }
    }
    if labelTable.insert(bytes) != nil { labels.append((strings, replaced)) }
    report.replacedSequenceCount += replaced
    return strings
  }
}
