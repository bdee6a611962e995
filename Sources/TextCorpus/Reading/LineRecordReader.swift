/// Documents that are lines: `label<TAB>text` or fastText's.
final class LineRecordReader: RecordReader {
  private var lines: LineReader
  private var parser: LineParser
  private var interner = LabelInterner()

  init(_ lines: consuming LineReader, options: ReadingOptions) throws(CorpusError) {
    self.lines = lines
    parser = LineParser(labelSeparator: options.labelSeparator, format: options.format)
    try checkText()
  }

  var position: DocumentPosition { DocumentPosition(file: lines.name, line: lines.lineNumber) }

  func next(_ report: inout ReadingReport) throws(CorpusError) -> CorpusRecord? {
    guard try lines.advance() else { return nil }
    return lines.withLine { record(of: $0, &report) }
  }

  private func record(of line: Span<UInt8>, _ report: inout ReadingReport) -> CorpusRecord {
    switch parser.parse(line) {
    case .blank: return .blank
    case .fault(let fault): return .fault(fault)
    case .document(let labels, let text):
      report.format = parser.format
      let labels = interner.labels(
        in: line.extracting(labels), replacedSequenceCount: &report.replacedSequenceCount,
        cut: parser.labels(in:))
      let text = String(
        repairing: line.extracting(text), replacedSequenceCount: &report.replacedSequenceCount)
      return .document(LabeledText(labels: labels, text: text))
    }
  }

  /// Looks for NUL among the first 4,096 bytes, before a line of a gigabyte is taken for text.
  private func checkText() throws(CorpusError) {
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
