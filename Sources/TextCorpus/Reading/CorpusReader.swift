/// Reads labelled documents from a UTF-8 file.
///
///     let corpus = try CorpusReader().read("reviews.tsv")
///
/// Two formats are told apart by the first line that is not blank, and every line must then keep to it:
///
/// - `label<TAB>text`. The first tab separates; the text goes to the end of the line and may be empty or hold more
///   tabs. The label is what stands before the tab, without the blanks around it. There is no header and no quoting.
/// - `__label__x text`, fastText's, with exactly one label.
///
/// With a `labelSeparator` a document has any number of labels: in the first format a list of them, or nothing, before
/// the tab, in the second any number of `__label__` words before the text. A label that is repeated counts once.
///
/// A byte order mark and CR LF are tolerated, lines of nothing but blanks are left out and counted, and invalid
/// UTF-8 becomes U+FFFD, counted too.
public struct CorpusReader: Sendable {
  public var options: ReadingOptions

  public init(options: ReadingOptions) { self.options = options }

  /// - Precondition: The separator is not empty and has no tab or line end.
  public init(skippingBadLines: Bool = false, labelSeparator: String? = nil) {
    self.init(options: ReadingOptions(skippingBadLines: skippingBadLines, labelSeparator: labelSeparator))
  }

  /// Whether a text may stand between the labels of a document: not an empty one, nor one that ends the list or the line.
  public static func canSeparate(_ separator: String) -> Bool {
    !separator.isEmpty && !separator.utf8.contains { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || $0 == 0 }
  }

  /// Reads a whole corpus.
  ///
  /// - Throws: `CorpusError`: a file that cannot be read or is no text, the first bad line, no document at all.
  /// - Complexity: O(bytes), in one pass; memory is that of the documents and of the longest line.
  public func read(_ path: String) throws(CorpusError) -> Corpus {
    var reader = try DocumentReader(path: path, options: options)
    var documents: [LabeledText] = []
    while let document = try reader.next() { documents.append(document) }
    guard !documents.isEmpty else {
      throw .noDocuments(file: path, skippedLines: reader.report.skippedLineCount)
    }
    return Corpus(name: path, documents: documents, report: reader.report)
  }
}
