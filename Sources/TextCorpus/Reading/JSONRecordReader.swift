/// Documents that are JSON objects, one a line.
///
/// The label is a string, a number or a boolean, as it is written; or a list of these, of one label unless a
/// document may have several; or null, where it may have none. Of keys that are repeated the last counts.
final class JSONRecordReader: RecordReader {
  private var lines: LineReader
  private let options: ReadingOptions
  private let field: LabelField
  private var columns: CorpusColumns?
  private var labelKey: [UInt8] = []
  private var textKeys: [[UInt8]] = []
  private var groupKey: [UInt8]?
  private(set) var group: String?
  /// Strings are cut at the separator, what stands in a list is not: the same bytes mean different labels.
  private var fields = LabelInterner()
  private var elements = LabelInterner()

  init(_ lines: consuming LineReader, options: ReadingOptions) {
    self.lines = lines
    self.options = options
    field = LabelField(separator: options.labelSeparator)
  }

  var source: TextSource { lines.source }
  var position: DocumentPosition { DocumentPosition(file: lines.name, line: lines.lineNumber) }

  func next(_ report: inout ReadingReport) throws(CorpusError) -> CorpusRecord? {
    report.format = .jsonLines
    guard try lines.advance() else { return nil }
    if columns == nil, let names = lines.withLine(keys(of:)) {
      try choose(names)
      report.columns = columns
    }
    return lines.withLine { record(of: $0, &report) }
  }

  /// The first good object decides which fields are read.
  private func choose(_ names: [String]) throws(CorpusError) {
    let chosen = try ColumnChoice(names, options, byNumber: false, file: lines.name, line: lines.lineNumber)
    columns = chosen.names
    labelKey = Array(chosen.names.label.utf8)
    groupKey = chosen.group.map { Array(names[$0].utf8) }
    textKeys = chosen.names.texts.map { Array($0.utf8) }
  }

  private func keys(of line: Span<UInt8>) -> [String]? {
    var scanner = JSONScanner()
    var names = DistinctLabels()
    let isObject = scanner.members(of: line) { key, hasEscapes, _ in
      let name = String(decoding: bytes(.string(key, hasEscapes: hasEscapes), in: line).bytes, as: UTF8.self)
      names.add(name)
    }
    return isObject ? names.strings : nil
  }

  private func record(of line: Span<UInt8>, _ report: inout ReadingReport) -> CorpusRecord {
    if line.isBlank { return .blank }
    var scanner = JSONScanner()
    var label: JSONScanner.Value?
    var groupValue: JSONScanner.Value?
    var texts = [JSONScanner.Value?](repeating: nil, count: textKeys.count)
    let isObject = scanner.members(of: line) { key, hasEscapes, value in
      let isLabel = matches(labelKey, key, hasEscapes, line)
      if isLabel { label = value }
      if let groupKey, matches(groupKey, key, hasEscapes, line) { groupValue = value }
      for index in textKeys.indices where matches(textKeys[index], key, hasEscapes, line) {
        texts[index] = value
      }
    }
    guard isObject else { return .fault(.notAnObject) }
    switch groupValue {
    case .list, .object: return .fault(.groupWithoutName)
    default: group = groupValue.flatMap { group($0, in: line) }
    }
    var labels: [String] = []
    if let fault = read(label, in: line, into: &labels, &report) { return .fault(fault) }
    var text: [UInt8] = []
    for (index, value) in texts.enumerated() {
      guard case .string? = value, let value else { return .fault(.fieldWithoutText) }
      if index > 0 { text.append(0x20) }
      let (bytes, lone) = bytes(value, in: line)
      text += bytes
      report.loneSurrogateCount += lone
    }
    return .document(
      LabeledText(
        labels: labels,
        text: String(repairing: text.span, replacedSequenceCount: &report.replacedSequenceCount)))
  }

  /// The labels of a value; what is wrong with it, or nil.
  private func read(
    _ value: JSONScanner.Value?, in line: Span<UInt8>, into labels: inout [String],
    _ report: inout ReadingReport
  ) -> LineFault? {
    switch value {
    case nil, .object, .list(nil): return .fieldWithoutLabel
    case .null: return field.separator == nil ? .fieldWithoutLabel : nil
    case .list(let values?):
      if field.separator == nil, values.count != 1 {
        return values.isEmpty ? .fieldWithoutLabel : .severalLabelsInList
      }
      var found = DistinctLabels()
      for value in values {
        let bytes = label(value, in: line, &report)
        if bytes.isEmpty { return field.separator == nil ? .emptyLabel : .emptyLabelAmongSeveral }
        if bytes.count > LabelField.lengthLimit { return .labelTooLong }
        found.add(elements.label(bytes.span, replacedSequenceCount: &report.replacedSequenceCount))
      }
      labels = found.strings
      return nil
    case let value?:
      let bytes = label(value, in: line, &report)
      if let fault = field.fault(in: bytes.span) { return fault }
      labels = fields.labels(
        in: bytes.span, replacedSequenceCount: &report.replacedSequenceCount, cut: field.labels(in:))
      return nil
    }
  }

  /// Null and the empty string are no group.
  private func group(_ value: JSONScanner.Value, in line: Span<UInt8>) -> String? {
    let name = bytes(value, in: line).bytes
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }

  private func label(
    _ value: JSONScanner.Value, in line: Span<UInt8>, _ report: inout ReadingReport
  ) -> [UInt8] {
    let (bytes, lone) = bytes(value, in: line)
    report.loneSurrogateCount += lone
    let trimmed = bytes.span.trimmed(bytes.indices)
    return trimmed == bytes.indices ? bytes : Array(bytes[trimmed])
  }

  private func matches(_ wanted: [UInt8], _ key: Range<Int>, _ hasEscapes: Bool, _ line: Span<UInt8>) -> Bool
  {
    if hasEscapes { return bytes(.string(key, hasEscapes: true), in: line).bytes == wanted }
    return key.count == wanted.count && line.contains(wanted, at: key.lowerBound)
  }

  /// What a string says, or how another value is written; and how many lone surrogates were replaced.
  private func bytes(_ value: JSONScanner.Value, in line: Span<UInt8>) -> (bytes: [UInt8], loneCount: Int) {
    var loneCount = 0
    switch value {
    case .string(let range, hasEscapes: true):
      let bytes = JSONString.unescaped(line.extracting(range), loneSurrogateCount: &loneCount)
      return (bytes, loneCount)
    case .string(let range, hasEscapes: false), .number(let range):
      return (line.extracting(range).withUnsafeBufferPointer { Array($0) }, 0)
    case .boolean(let isTrue): return (Array((isTrue ? "true" : "false").utf8), 0)
    case .null, .list, .object: return ([], 0)
    }
  }
}
