import ByteStreams

/// Tells from the beginning of a file, and from its name, how its documents are written.
///
/// In this order, with the first line that is not blank:
///
/// 1. `sep=;`, Excel's mark, begins a table with that delimiter.
/// 2. A JSON object that is the whole line: JSON lines.
/// 3. `__label__`: fastText lines.
/// 4. A name that ends in `.csv`, columns that were asked for, or a header with usual names for label and
///    text (`ColumnNames`): a table. Its delimiter is that of `,`, `;`, tab and `|` which cuts the first
///    rows into equally many columns, the most of them.
/// 5. Anything else: lines `label<TAB>text`, decided by the first good one (`LineParser`).
struct FormatRecognition {
  enum Finding: Equatable {
    case lines(CorpusFormat?)
    /// - preambleCount: Lines before the header.
    case table(delimiter: UInt8, preambleCount: Int)
    case objects
  }

  /// - Parameters:
  ///   - start: The first bytes of the text.
  ///   - isWhole: Whether that is all of it; otherwise it may end within a line.
  ///   - name: The path, whose ending may be that of a compression.
  static func finding(in start: Span<UInt8>, isWhole: Bool = true, name: String, options: ReadingOptions)
    -> Finding
  {
    switch options.format {
    case .tabSeparated, .fastText, .folders: return .lines(options.format)
    case .jsonLines: return .objects
    case .table, nil: break
    }
    var text = start
    if text.contains("\u{FEFF}", at: 0) { text = text.extracting(3..<text.count) }
    let (range, lineNumber, hasEnd) = firstLine(of: text)
    let line = text.extracting(range)
    if let delimiter = excelDelimiter(line) {
      return .table(delimiter: delimiter, preambleCount: lineNumber)
    }
    if options.format == nil {
      let beginsObject = line.count > 0 && line[0] == UInt8(ascii: "{")
      if beginsObject, hasEnd || isWhole ? JSONScanner.isObject(line) : beginsMember(line) {
        return .objects
      }
      if line.contains("__label__", at: 0) { return .lines(nil) }
      let isChosen = options.labelColumn != nil || !options.textColumns.isEmpty || !options.hasHeader
      guard isCSV(name) || isChosen || hasUsualHeader(text) else { return .lines(nil) }
    }
    return .table(delimiter: delimiter(of: text), preambleCount: 0)
  }

  /// The first line that is not blank, or what there is of it, and its number.
  private static func firstLine(of text: Span<UInt8>) -> (range: Range<Int>, number: Int, hasEnd: Bool) {
    var start = 0
    var number = 1
    while true {
      let end = text.firstOffset(of: 0x0A, in: start..<text.count)
      let line = text.trimmed(start..<(end ?? text.count))
      guard line.isEmpty, let end else { return (line, number, end != nil) }
      start = end + 1
      number += 1
    }
  }

  /// Whether `{` and a quote stand at the start of a line whose end is not there to be seen.
  private static func beginsMember(_ line: Span<UInt8>) -> Bool {
    let rest = line.trimmed(1..<line.count)
    return !rest.isEmpty && line[rest.lowerBound] == 0x22
  }

  private static func excelDelimiter(_ line: Span<UInt8>) -> UInt8? {
    guard line.contains("sep=", at: 0) || line.contains("SEP=", at: 0), line.count <= 5 else { return nil }
    // A tab was taken for a blank at the end.
    return line.count == 5 ? line[4] : 0x09
  }

  private static func isCSV(_ name: String) -> Bool {
    var name = name[...]
    for ending in Compression.endings where name.lowercased().hasSuffix("." + ending) {
      name = name.dropLast(ending.count + 1)
    }
    return name.lowercased().hasSuffix(".csv")
  }

  /// Whether the first row has a column for the label and another for the text, by names that are usual.
  private static func hasUsualHeader(_ text: Span<UInt8>) -> Bool {
    candidates.contains { delimiter in
      guard let header = rows(of: text, delimiter: delimiter, limit: 1).first else { return false }
      // The first line may be a text, and comparing that with many names takes long.
      return ColumnNames.areUsual(header.filter { $0.utf8.count <= 16 }.map { $0.lowercased() })
    }
  }

  private static let candidates = [UInt8]([0x09, 0x2C, 0x3B, 0x7C])

  private static func delimiter(of text: Span<UInt8>) -> UInt8 {
    var best = (delimiter: UInt8(ascii: ","), columnCount: 1)
    for delimiter in candidates {
      let counts = rows(of: text, delimiter: delimiter, limit: 20).map(\.count)
      guard let first = counts.first, counts.allSatisfy({ $0 == first }), first > best.columnCount else {
        continue
      }
      best = (delimiter, first)
    }
    if best.columnCount > 1 { return best.delimiter }
    // A bad row is told as one later; the header decides.
    for delimiter in candidates {
      let count = rows(of: text, delimiter: delimiter, limit: 1).first?.count ?? 0
      if count > best.columnCount { best = (delimiter, count) }
    }
    return best.delimiter
  }

  /// The first rows of a table, but for one that the end of the block may have cut.
  private static func rows(of text: Span<UInt8>, delimiter: UInt8, limit: Int) -> [[String]] {
    var rows: [[String]] = []
    var start = 0
    while rows.count < limit, start < text.count {
      var row = TableRow(delimiter: delimiter)
      var end = start
      repeat {
        let lineEnd = text.firstOffset(of: 0x0A, in: end..<text.count) ?? text.count
        let hasReturn = lineEnd > start && text[lineEnd - 1] == 0x0D
        row.scan(text.extracting(start..<(hasReturn ? lineEnd - 1 : lineEnd)))
        end = min(lineEnd + 1, text.count)
      } while row.isOpen && end < text.count
      if row.isOpen || end == text.count && !rows.isEmpty && text[end - 1] != 0x0A { break }
      let bytes = text.extracting(start..<end)
      if row.fields.count > 1 || !text.extracting(text.trimmed(start..<end)).isEmpty {
        rows.append(row.fields.indices.map { String(decoding: row.value($0, in: bytes), as: UTF8.self) })
      }
      start = end
    }
    return rows
  }
}
