/// Cuts a line of a corpus into labels and text.
///
/// The first line that is not blank decides the format: fastText if it begins with `__label__`, else
/// tab-separated if it has a tab.
struct LineParser {
  enum Line {
    case blank
    /// Byte ranges of the line: the label, or where there may be several the field that `labels(in:)` cuts; and the text.
    /// The text may be empty, and so may a field of several labels.
    case document(labels: Range<Int>, text: Range<Int>)
    case fault(LineFault)
  }

  private(set) var format: CorpusFormat?

  /// What stands between labels, as UTF-8; nil where a document has one label.
  private let separator: [UInt8]?

  init(labelSeparator: String? = nil, format: CorpusFormat? = nil) {
    separator = labelSeparator.map { Array($0.utf8) }
    self.format = format
  }

  mutating func parse(_ line: Span<UInt8>) -> Line {
    if line.isBlank { return .blank }
    if line.firstOffset(of: 0, in: line.indices) != nil { return .fault(.nulByte) }
    let beginsWithLabel = line.contains("__label__", at: 0)
    switch format {
    case .fastText: return parseFastText(line, beginsWithLabel)
    case .tabSeparated: return parseTabSeparated(line, beginsWithLabel)
    case nil:
      // A bad line does not decide, so that a reader that skips it goes on with the first good one.
      let result = beginsWithLabel ? parseFastText(line, true) : parseTabSeparated(line, false)
      switch result {
      case .document: format = beginsWithLabel ? .fastText : .tabSeparated
      case .fault(.noTab): return .fault(.unknownFormat)
      default: break
      }
      return result
    }
  }

  /// The labels in the field of a document, as byte ranges of it; none is empty, as `parse` has found.
  func labels(in field: Span<UInt8>) -> [Range<Int>] {
    guard let separator else { return [field.indices] }
    if field.isEmpty { return [] }
    return format == .fastText ? markedWords(in: field) : parts(of: field, between: separator)
  }

  /// The words of a field without the `__label__` before each.
  private func markedWords(in field: Span<UInt8>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    for end in 0...field.count where end == field.count || field[end].isBlank {
      if end > start { words.append(start + 9..<end) }
      start = end + 1
    }
    return words
  }

  /// What stands between separators, without the blanks around it.
  private func parts(of field: Span<UInt8>, between separator: [UInt8]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    var offset = 0
    while offset < field.count {
      if field.contains(separator, at: offset) {
        parts.append(field.trimmed(start..<offset))
        offset += separator.count
        start = offset
      } else {
        offset += 1
      }
    }
    return parts + [field.trimmed(start..<field.count)]
  }

  private func parseTabSeparated(_ line: Span<UInt8>, _ beginsWithLabel: Bool) -> Line {
    if beginsWithLabel { return .fault(.otherFormat) }
    guard let tab = line.firstOffset(of: 0x09, in: line.indices) else { return .fault(.noTab) }
    let labels = line.trimmed(0..<tab)
    if separator != nil {
      let parts = self.labels(in: line.extracting(labels))
      if parts.contains(where: \.isEmpty) { return .fault(.emptyLabelAmongSeveral) }
    } else if labels.isEmpty {
      return .fault(.emptyLabel)
    }
    return .document(labels: labels, text: tab + 1..<line.count)
  }

  private func parseFastText(_ line: Span<UInt8>, _ beginsWithLabel: Bool) -> Line {
    guard beginsWithLabel || separator != nil else { return .fault(.noLabel) }
    var labelsEnd = 0
    var textStart = 0
    // One word or, where there may be several labels, as many as begin with the mark.
    while line.contains("__label__", at: textStart), textStart == 0 || separator != nil {
      let labelStart = textStart + 9
      labelsEnd = labelStart
      while labelsEnd < line.count, !line[labelsEnd].isBlank { labelsEnd += 1 }
      if labelsEnd == labelStart { return .fault(.emptyLabel) }
      textStart = min(labelsEnd + 1, line.count)
      while separator != nil, textStart < line.count, line[textStart].isBlank { textStart += 1 }
    }
    // fastText takes a __label__ word for a label wherever it stands.
    var offset = labelsEnd
    while let underscore = line.firstOffset(of: 0x5F, in: offset..<line.count) {
      if underscore > 0, line[underscore - 1].isBlank, line.contains("__label__", at: underscore) {
        return .fault(separator == nil ? .severalLabels : .labelBehindText)
      }
      offset = underscore + 1
    }
    let start = separator == nil ? 9 : 0
    return .document(labels: start..<labelsEnd, text: textStart..<line.count)
  }
}

extension UInt8 {
  /// A blank, or one of tab, line feed, vertical tab, form feed and carriage return.
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension Span<UInt8> {
  /// Nothing but blanks; a tab is more than that, for it separates an empty label from an empty text.
  fileprivate var isBlank: Bool {
    for index in indices where self[index] != 0x20 { return false }
    return true
  }

  /// A range without the blanks at its ends.
  fileprivate func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, self[first].isBlank { range = first + 1..<range.upperBound }
    while let last = range.last, self[last].isBlank { range = range.lowerBound..<last }
    return range
  }

  fileprivate func contains(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard count - offset >= bytes.count else { return false }
    for index in bytes.indices where self[offset + index] != bytes[index] { return false }
    return true
  }
}
