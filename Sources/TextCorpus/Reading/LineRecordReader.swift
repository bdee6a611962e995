/// Documents that are lines: `label<TAB>text` or fastText's.
final class LineRecordReader: RecordReader {
  private var lines: LineReader
  private var parser: LineParser
  private var interner = LabelInterner()

  init(_ lines: consuming LineReader, format: CorpusFormat?, labelSeparator: String?) {
    self.lines = lines
    parser = LineParser(labelSeparator: labelSeparator, format: format)
  }

  var source: TextSource { lines.source }

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
}
