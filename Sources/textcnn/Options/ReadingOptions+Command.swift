import ArgumentParser
import TextCorpus

extension CorpusFormat: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

/// What a corpus file does not always tell of itself, whatever its format is.
struct ColumnOptions: ParsableArguments {
  @Flag(help: "Leave out lines that cannot be read and say how many, instead of stopping at the first.")
  var skipBadLines = false

  @Option(
    help: ArgumentHelp(
      "How characters are written as bytes. Default: found out, usually utf-8.", valueName: "encoding"))
  var encoding: TextEncoding?

  @Option(
    name: [.customLong("label-column"), .customLong("label-field")],
    help: ArgumentHelp(
      "Of a table or JSON lines: the label's column, by name or number. Default: one of a usual name.",
      valueName: "column"))
  var labelColumn: String?

  @Option(
    name: [.customLong("text-column"), .customLong("text-field")],
    help: ArgumentHelp(
      "Of a table or JSON lines: the text's column; given several times, they are joined. Default: one of a usual name.",
      valueName: "column"))
  var textColumns: [String] = []

  @Flag(help: "The first row of a table is a document; columns are chosen by their numbers, from 1.")
  var noHeader = false

  func options(format: CorpusFormat?, labelSeparator: String?, groupColumn: String? = nil) -> ReadingOptions {
    ReadingOptions(
      skippingBadLines: skipBadLines, labelSeparator: labelSeparator, format: format, encoding: encoding,
      labelColumn: labelColumn, textColumns: textColumns, hasHeader: !noHeader, groupColumn: groupColumn)
  }
}

/// Says on standard error what a reader found out by itself, and what was odd.
enum ReadingTalk {
  /// - Parameter firstLabel: That of the first document, which may be a header.
  static func tell(_ report: ReadingReport, of path: String, firstLabel: String?) {
    if report.format == .tabSeparated, let firstLabel, ColumnNames.isLabelColumn(firstLabel) {
      StandardError.line(
        "\(path): the first line is taken for a document of the label \(quoted(firstLabel)); "
          + "if it is a header, --format csv reads the columns by their names")
    }
    if let columns = report.columns, columns.isGuessed {
      let texts = columns.texts.map(quoted).joined(separator: ", ")
      StandardError.line("\(path): the label is in \(quoted(columns.label)), the text in \(texts)")
    }
    tell(report.encoding, report.encodingOrigin, of: path)
    if let first = report.skippedLines.first {
      let place = first.file.map { "\($0):\(first.line)" } ?? "line \(first.line)"
      StandardError.line(
        "\(path): left out \(Numbers.count(report.skippedLineCount, "bad line")), "
          + "the first at \(place): \(first.fault)")
    }
    tellReplaced(report.replacedSequenceCount, report.encoding, of: path)
    if report.loneSurrogateCount > 0 {
      StandardError.line(
        "\(path): replaced \(Numbers.count(report.loneSurrogateCount, "surrogate")) without a partner in JSON's escapes"
      )
    }
  }

  static func tellReplaced(_ count: Int, _ encoding: TextEncoding, of path: String) {
    guard count > 0 else { return }
    StandardError.line(
      "\(path): replaced \(Numbers.count(count, "sequence")) of bytes "
        + "that are not \(encoding == .utf8 ? "UTF-8" : encoding.rawValue)")
  }

  static func tell(_ encoding: TextEncoding, _ origin: EncodingOrigin, of path: String) {
    guard origin == .guess else { return }
    StandardError.line("\(path): no UTF-8, so taken for \(encoding.rawValue); --encoding decides otherwise")
  }

  private static func quoted(_ column: String) -> String { String(reflecting: String(column.prefix(60))) }
}
