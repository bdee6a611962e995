/// How a corpus is read; all that is nil is found out from the file and told in the `ReadingReport`.
public struct ReadingOptions: Sendable, Equatable {
  /// Leave bad records out and list them in the report, instead of stopping at the first.
  public var skippingBadLines: Bool

  /// What stands between the labels of a document, such as a comma; nil: each document has exactly one label, whatever
  /// is in it.
  public var labelSeparator: String?

  /// How the documents are written.
  public var format: CorpusFormat?

  /// - Precondition: The separator is not empty and has no tab or line end.
  public init(
    skippingBadLines: Bool = false, labelSeparator: String? = nil, format: CorpusFormat? = nil
  ) {
    precondition(
      labelSeparator.map(CorpusReader.canSeparate) ?? true, "a label separator that cannot separate")
    self.skippingBadLines = skippingBadLines
    self.labelSeparator = labelSeparator
    self.format = format
  }
}
