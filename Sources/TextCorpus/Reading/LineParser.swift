/// Cuts a line of a corpus into labels and text.
///
/// The first line that is not blank decides the format: fastText if it begins with `__label__`, else
/// tab-separated if it has a tab.
struct LineParser {
  enum Line {
    case blank
    /// Byte ranges of the line: the label, or where there may be several the field that `labels(in:)` cuts;
    /// and the text. The text may be empty, and so may a field of several labels.
    case document(labels: Range<Int>, text: Range<Int>)
    case fault(LineFault)
  }

  private(set) var format: CorpusFormat?

  private let field: LabelField

  init(labelSeparator: String? = nil, format: CorpusFormat? = nil) {
    field = LabelField(separator: labelSeparator)
    self.format = format
  }

  private var allowsSeveral: Bool { field.separator != nil }

  mutating func parse(_ line: Span<UInt8>) -> Line {
    if line.isBlank { return .blank }
    if line.firstOffset(of: 0, in: line.indices) != nil { return .fault(.nulByte) }
    let beginsWithLabel = line.contains("__label__", at: 0)
    switch format {
    case .fastText: return parseFastText(line, beginsWithLabel)
    case .tabSeparated: return parseTabSeparated(line, beginsWithLabel)
    // Of the other formats no line comes here.
    case nil, .table, .jsonLines, .folders:
      // A bad line does not decide, so that a reader that skips it goes on with the first good one.
      let result = beginsWithLabel ? parseFastText(line, true) : parseTabSeparated(line, false)
      switch result {
      case .document: format = beginsWithLabel ? .fastText : .tabSeparated
      case .fault(.noTab):
        let start = line.trimmed(line.indices).first.map { line[$0] }
        return .fault(start == 0x5B || start == 0x7B ? .jsonOfNoLines : .unknownFormat)
      default: break
      }
      return result
    }
  }

  /// The labels in the field of a document, as byte ranges of it; none is empty, as `parse` has found.
  func labels(in field: Span<UInt8>) -> [Range<Int>] {
    format == .fastText && allowsSeveral ? markedWords(in: field) : self.field.labels(in: field)
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

  private func parseTabSeparated(_ line: Span<UInt8>, _ beginsWithLabel: Bool) -> Line {
    if beginsWithLabel { return .fault(.otherFormat) }
    guard let tab = line.firstOffset(of: 0x09, in: line.indices) else { return .fault(.noTab) }
    let labels = line.trimmed(0..<tab)
    if let fault = field.fault(in: line.extracting(labels)) { return .fault(fault) }
    return .document(labels: labels, text: tab + 1..<line.count)
  }

  private func parseFastText(_ line: Span<UInt8>, _ beginsWithLabel: Bool) -> Line {
    guard beginsWithLabel || allowsSeveral else { return .fault(.noLabel) }
    var labelsEnd = 0
    var textStart = 0
    // One word or, where there may be several labels, as many as begin with the mark.
    while line.contains("__label__", at: textStart), textStart == 0 || allowsSeveral {
      let labelStart = textStart + 9
      labelsEnd = labelStart
      while labelsEnd < line.count, !line[labelsEnd].isBlank { labelsEnd += 1 }
      if labelsEnd == labelStart { return .fault(.emptyLabel) }
      if labelsEnd - labelStart > LabelField.lengthLimit { return .fault(.labelTooLong) }
      textStart = min(labelsEnd + 1, line.count)
      while allowsSeveral, textStart < line.count, line[textStart].isBlank { textStart += 1 }
    }
    // fastText takes a __label__ word for a label wherever it stands.
    var offset = labelsEnd
    while let underscore = line.firstOffset(of: 0x5F, in: offset..<line.count) {
      if underscore > 0, line[underscore - 1].isBlank, line.contains("__label__", at: underscore) {
        return .fault(!allowsSeveral ? .severalLabels : .labelBehindText)
      }
      offset = underscore + 1
    }
    let start = !allowsSeveral ? 9 : 0
    return .document(labels: start..<labelsEnd, text: textStart..<line.count)
  }
}
