/// How a corpus is read; all that is nil is found out from the file and told in the `ReadingReport`.
public struct ReadingOptions: Sendable, Equatable {
  /// Leave bad records out and list them in the report, instead of stopping at the first.
  public var skippingBadLines: Bool

  /// What stands between the labels of a document, such as a comma; nil: each document has exactly one
  /// label, whatever is in it.
  public var labelSeparator: String?

  /// How the documents are written.
  public var format: CorpusFormat?

  /// How its characters are written as bytes.
  public var encoding: TextEncoding?

  /// The column of a table that is the label, by its name or, from 1, its number; the field of an object by
  /// its name.
  public var labelColumn: String?

  /// The columns or fields that are the text; several are joined by a blank. Empty: found out.
  public var textColumns: [String]

  /// Whether the first row of a table names its columns; without it they are called "1", "2", ….
  public var hasHeader: Bool

  /// The column or field that tells which documents belong together, for `DocumentReader.group`.
  public var groupColumn: String?

  /// - Precondition: The separator is not empty and has no tab or line end.
  public init(
    skippingBadLines: Bool = false, labelSeparator: String? = nil, format: CorpusFormat? = nil,
    encoding: TextEncoding? = nil, labelColumn: String? = nil, textColumns: [String] = [],
    hasHeader: Bool = true, groupColumn: String? = nil
  ) {
    precondition(
      labelSeparator.map(CorpusReader.canSeparate) ?? true, "a label separator that cannot separate")
    self.skippingBadLines = skippingBadLines
    self.labelSeparator = labelSeparator
    self.format = format
    self.encoding = encoding
    self.labelColumn = labelColumn
    self.textColumns = textColumns
    self.hasHeader = hasHeader
    self.groupColumn = groupColumn
  }
}
