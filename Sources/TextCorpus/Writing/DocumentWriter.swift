/// Writes documents as the lines of a corpus, so that a reader of the same format and separator gives them
/// back.
///
///     var writer = DocumentWriter(format: .table, labelSeparator: nil)
///     output += writer.header
///     try writer.append(document, to: &output)
///
/// What a format cannot hold is either replaced and counted, or an error:
///
/// | format | text | label |
/// |---|---|---|
/// | `tsv` | LF, CR and NUL become blanks | none of tab, LF, CR, NUL; nor `__label__` or `{` at its start |
/// | `fasttext` | as above; no word may begin with `__label__` | no blanks |
/// | `csv` | NUL becomes a blank; no row beyond 16 MiB | no NUL |
/// | `jsonl` | anything | anything |
///
/// With a separator a label must not contain it, but for `jsonl`, which writes a list. Where `fasttext`
/// writes several labels, blanks at the start of a text are lost and counted, since they end the labels.
package struct DocumentWriter {
  package let format: CorpusFormat
  private let separator: [UInt8]?
  private var isAtStart = true

  /// Documents whose text is not what it was.
  package private(set) var changedTextCount = 0

  /// - Parameter labelSeparator: Nil: documents have one label each.
  /// - Precondition: The format is one of lines: not `folders`.
  package init(format: CorpusFormat, labelSeparator: String? = nil) {
    precondition(format != .folders, "folders are not written")
    self.format = format
    separator = labelSeparator.map { Array($0.utf8) }
  }

  /// What stands before the first document.
  package var header: [UInt8] { format == .table ? Array("label,text\n".utf8) : [] }

  /// Appends a document and its line end.
  ///
  /// - Throws: What the format cannot write; nothing is appended then.
  package mutating func append(
    _ document: LabeledText, to output: inout [UInt8]
  ) throws(UnwritableDocument) {
    let labels = document.labels.map { Array($0.utf8) }
    for label in labels { try check(label) }
    var text = Array(document.text.utf8)
    if format != .jsonLines { replaceUnwritable(&text) }
    let line: [UInt8]
    switch format {
    case .tabSeparated: line = joined(labels) + [0x09] + text
    case .fastText: line = try fastText(labels, &text)
    case .table:
      line = Self.quoted(joined(labels)) + [0x2C] + Self.quoted(text)
      if line.count > TableRecordReader.rowLimit { throw .rowTooLong }
    case .jsonLines: line = object(document)
    case .folders: preconditionFailure("folders are not written")
    }
    // At the start of a file a byte order mark is no part of the text; one that is has another before it.
    let mark = Array("\u{FEFF}".utf8)
    output += isAtStart && header.isEmpty && line.starts(with: mark) ? mark + line : line
    output.append(0x0A)
    isAtStart = false
    if format != .jsonLines, text.count != document.text.utf8.count || text != Array(document.text.utf8) {
      changedTextCount += 1
    }
  }

  private func check(_ label: [UInt8]) throws(UnwritableDocument) {
    // Bytes that were no UTF-8 have become three each, so that a label that was read may be too long.
    if label.count > LabelField.lengthLimit { throw .labelTooLong }
    guard format != .jsonLines else { return }
    if let separator, format != .fastText, label.span.hasPart(separator) { throw .separatorInLabel }
    let forbidden: [UInt8] =
      switch format {
      case .tabSeparated: [0x09, 0x0A, 0x0D, 0]
      case .fastText: [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0]
      default: [0]
      }
    if label.contains(where: { forbidden.contains($0) }) { throw .characterInLabel }
    let isMark = label.span.contains("__label__", at: 0) || label.first == UInt8(ascii: "{")
    if format == .tabSeparated, isMark { throw .markInLabel }
  }

  private func replaceUnwritable(_ text: inout [UInt8]) {
    for index in text.indices
    where text[index] == 0 || format != .table && [0x0A, 0x0D].contains(text[index]) {
      text[index] = 0x20
    }
  }

  private func joined(_ labels: [[UInt8]]) -> [UInt8] { Array(labels.joined(separator: separator ?? [0x2C])) }

  private func fastText(_ labels: [[UInt8]], _ text: inout [UInt8]) throws(UnwritableDocument) -> [UInt8] {
    if separator != nil { text.removeFirst(text.prefix { $0.isBlank }.count) }
    for start in text.indices where start == 0 || text[start - 1].isBlank {
      if text.span.contains("__label__", at: start) { throw .markInText }
    }
    if labels.isEmpty, text.allSatisfy({ $0 == 0x20 }) { throw .nothingToWrite }
    let marked = labels.map { Array("__label__".utf8) + $0 + [0x20] }
    return Array(marked.joined()) + text
  }

  /// A field of RFC 4180: quoted where it must be, and where blanks at its ends might be taken for padding.
  private static func quoted(_ field: [UInt8]) -> [UInt8] {
    let needs = field.contains { [0x22, 0x2C, 0x3B, 0x09, 0x7C, 0x0A, 0x0D].contains($0) }
    guard needs || field.first?.isBlank == true || field.last?.isBlank == true else { return field }
    var quoted: [UInt8] = [0x22]
    for byte in field {
      if byte == 0x22 { quoted.append(0x22) }
      quoted.append(byte)
    }
    return quoted + [0x22]
  }

  private func object(_ document: LabeledText) -> [UInt8] {
    let labels = document.labels.map { JSONString.quoted($0) }
    let label =
      separator == nil
      ? labels.first ?? Array("null".utf8) : [0x5B] + labels.joined(separator: [0x2C]) + [0x5D]
    return Array("{\"label\":".utf8) + label + Array(",\"text\":".utf8) + JSONString.quoted(document.text) + [
      0x7D
    ]
  }
}

/// Why a format cannot hold a document.
package enum UnwritableDocument: Error, Equatable, CustomStringConvertible {
  case separatorInLabel
  case characterInLabel
  case markInLabel
  case markInText
  case nothingToWrite
  case rowTooLong
  case labelTooLong

  package var description: String {
    switch self {
    case .separatorInLabel: "a label holds the separator; choose another one, or jsonl"
    case .characterInLabel:
      "a label holds a blank, tab or line end that the format cannot write; choose csv or jsonl"
    case .markInLabel: "a label begins as another format does; choose csv or jsonl"
    case .markInText:
      "a word of the text begins with __label__, which fastText takes for a label; choose another format"
    case .labelTooLong: "a label of more than \(LabelField.lengthLimit) bytes; shorten it"
    case .rowTooLong: "a row of more than 16 MiB, which readers of tables refuse; choose jsonl"
    case .nothingToWrite: "neither a label nor a word, which fastText cannot write; choose another format"
    }
  }
}

extension Span<UInt8> {
  fileprivate func hasPart(_ bytes: [UInt8]) -> Bool {
    for offset in indices where contains(bytes, at: offset) { return true }
    return false
  }
}
