/// Documents that are rows of a table whose delimiter is known.
final class TableRecordReader: RecordReader {
  private var lines: LineReader
  private let delimiter: UInt8
  private let columns: Columns
  /// The first row where it is no header: it was cut to count the columns, and is the next record.
  private var waiting: (row: TableRow, line: Int)?
  /// Bad rows before it, the last one first.
  private var bad: [(fault: LineFault, line: Int)]
  private let field: LabelField
  private var interner = LabelInterner()
  private(set) var group: String?
  private(set) var position: DocumentPosition

  private struct Columns {
    var count: Int
    var label: Int
    var texts: [Int]
    var group: Int?
    var names: CorpusColumns
  }

  /// A longer row is a fault, since a quote that is never closed would take in the rest of the file.
  static let rowLimit = 1 << 24

  /// Reads the first row.
  ///
  /// - Throws: `noColumn` where it lacks what was asked for, or nothing was and no name is usual.
  init(
    _ lines: consuming LineReader, delimiter: UInt8, preambleCount: Int, options: ReadingOptions
  ) throws(CorpusError) {
    self.delimiter = delimiter
    field = LabelField(separator: options.labelSeparator)
    position = DocumentPosition(file: lines.name, line: 0)
    for _ in 0..<preambleCount { _ = try lines.advance() }
    // Without a header a bad row may be one of those that are left out.
    let skips = options.skippingBadLines && !options.hasHeader
    let (row, line, bad) = try Self.firstRow(&lines, delimiter, skipping: skips)
    self.bad = bad.reversed()
    var names = row.fields.indices.map { String($0 + 1) }
    if options.hasHeader { names = lines.withLine { Self.names(row, in: $0) } }
    let chosen = try ColumnChoice(names, options, byNumber: true, file: lines.name, line: line)
    columns = Columns(
      count: names.count, label: chosen.label, texts: chosen.texts, group: chosen.group, names: chosen.names)
    waiting = options.hasHeader ? nil : (row, line)
    self.lines = lines
  }

  var source: TextSource { lines.source }

  func next(_ report: inout ReadingReport) throws(CorpusError) -> CorpusRecord? {
    if report.columns == nil {
      report.format = .table
      report.columns = columns.names
    }
    if let (fault, line) = bad.popLast() {
      position.line = line
      return .fault(fault)
    }
    if let (row, line) = waiting {
      waiting = nil
      position.line = line
      return lines.withLine { record(of: $0, row, &report) }
    }
    guard try lines.advance() else { return nil }
    position.line = lines.lineNumber
    let mark = lines.mark
    let found = try Self.row(&lines, delimiter, columnLimit: columns.count)
    guard let row = found, row.fault == nil else {
      // The rows that the quote took in may be sound.
      lines.goBack(to: mark)
      return .fault(found?.fault ?? .quoteNotClosed)
    }
    return lines.withLine { record(of: $0, row, &report) }
  }

  private func record(of bytes: Span<UInt8>, _ row: TableRow, _ report: inout ReadingReport) -> CorpusRecord {
    if row.fieldCount <= 1, bytes.isBlank { return .blank }
    if bytes.firstOffset(of: 0, in: bytes.indices) != nil { return .fault(.nulByte) }
    guard row.fieldCount == columns.count else {
      return .fault(.columnCount(row.fieldCount, header: columns.count))
    }
    let labelBytes = row.value(columns.label, in: bytes)
    let label = labelBytes.span.extracting(labelBytes.span.trimmed(labelBytes.indices))
    if let fault = field.fault(in: label) { return .fault(fault) }
    var text: [UInt8] = []
    for (place, column) in columns.texts.enumerated() {
      if place > 0 { text.append(0x20) }
      text += row.value(column, in: bytes)
    }
    // An empty cell is no group.
    group = columns.group.map { row.value($0, in: bytes) }
      .flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
    let labels = interner.labels(
      in: label, replacedSequenceCount: &report.replacedSequenceCount, cut: field.labels(in:))
    return .document(
      LabeledText(
        labels: labels,
        text: String(repairing: text.span, replacedSequenceCount: &report.replacedSequenceCount)))
  }

  /// Cuts the current line, and as many behind it as the row takes; nil if a quote is not closed, or only beyond all
  /// columns: no line is then passed over more often than there are columns.
  private static func row(
    _ lines: inout LineReader, _ delimiter: UInt8, columnLimit: Int = .max
  ) throws(CorpusError) -> TableRow? {
    var row = TableRow(delimiter: delimiter, fieldLimit: columnLimit)
    lines.withLine { row.scan($0) }
    while row.isOpen {
      guard row.fieldCount < columnLimit, lines.withLine({ $0.count }) <= rowLimit, try lines.extend() else {
        return nil
      }
      lines.withLine { row.scan($0) }
    }
    return row
  }

  /// The first row that is not blank, and its line.
  private static func firstRow(
    _ lines: inout LineReader, _ delimiter: UInt8, skipping: Bool
  ) throws(CorpusError) -> (TableRow, line: Int, bad: [(fault: LineFault, line: Int)]) {
    var bad: [(fault: LineFault, line: Int)] = []
    // How many columns there are is not known yet, so that nothing else keeps bytes from being passed over again and again.
    var passed = 0
    while try lines.advance() {
      let line = lines.lineNumber
      let mark = lines.mark
      let found = try row(&lines, delimiter)
      guard let row = found, row.fault == nil else {
        let fault = found?.fault ?? .quoteNotClosed
        passed += lines.withLine { $0.count }
        guard skipping, passed <= rowLimit else {
          throw .badLine(file: lines.name, line: line, fault: fault)
        }
        bad.append((fault, line))
        lines.goBack(to: mark)
        continue
      }
      if row.fields.count > 1 || !lines.withLine({ $0.isBlank }) { return (row, line, bad) }
    }
    throw .noDocuments(file: lines.name, skippedLines: bad.count)
  }

  private static func names(_ row: TableRow, in bytes: Span<UInt8>) -> [String] {
    row.fields.indices.map { String(decoding: row.value($0, in: bytes), as: UTF8.self) }
  }
}
