/// Cuts a line of a corpus into label and text.
///
/// The first line that is not blank decides the format: fastText if it begins with `__label__`, else
/// tab-separated if it has a tab.
struct LineParser {
  enum Line {
    case blank
    /// Byte ranges of the line; the text may be empty.
    case document(label: Range<Int>, text: Range<Int>)
    case fault(LineFault)
  }

  private(set) var format: CorpusFormat?

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

  private func parseTabSeparated(_ line: Span<UInt8>, _ beginsWithLabel: Bool) -> Line {
    if beginsWithLabel { return .fault(.otherFormat) }
    guard let tab = line.firstOffset(of: 0x09, in: line.indices) else { return .fault(.noTab) }
    var label = 0..<tab
    while let first = label.first, line[first].isBlank { label = first + 1..<tab }
    while let last = label.last, line[last].isBlank { label = label.lowerBound..<last }
    return label.isEmpty ? .fault(.emptyLabel) : .document(label: label, text: tab + 1..<line.count)
  }

  private func parseFastText(_ line: Span<UInt8>, _ beginsWithLabel: Bool) -> Line {
    guard beginsWithLabel else { return .fault(.noLabel) }
    let labelStart = 9
    var labelEnd = labelStart
    while labelEnd < line.count, !line[labelEnd].isBlank { labelEnd += 1 }
    // fastText takes a __label__ word for a label wherever it stands.
    var offset = labelEnd
    while let underscore = line.firstOffset(of: 0x5F, in: offset..<line.count) {
      if line[underscore - 1].isBlank, line.contains("__label__", at: underscore) {
        return .fault(.severalLabels)
      }
      offset = underscore + 1
    }
    if labelEnd == labelStart { return .fault(.emptyLabel) }
    return .document(label: labelStart..<labelEnd, text: min(labelEnd + 1, line.count)..<line.count)
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
}
