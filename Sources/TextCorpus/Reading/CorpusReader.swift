/// Reads labelled documents from a file or a folder.
///
///     let corpus = try CorpusReader().read("reviews.tsv")
///
/// How documents are written is told by the beginning of the file and its name (`FormatRecognition`),
/// unless the options say it:
///
/// - `label<TAB>text`. The first tab separates; the text goes to the end of the line and may be empty or
///   hold more tabs. The label is what stands before the tab, without the blanks around it. There is no
///   header and no quoting.
/// - `__label__x text`, fastText's, with exactly one label.
/// - A table with a header (`TableRow`), a JSON object a line (`JSONScanner`), or a folder of texts for
///   each label.
///
/// With a `labelSeparator` a document has any number of labels: a list of them, or nothing, where the label
/// stands; in fastText's format any number of `__label__` words before the text. A label that is repeated
/// counts once.
///
/// Compressed files are unpacked, and other encodings than UTF-8 recoded.
/// A byte order mark and CR LF are tolerated, lines of nothing but blanks are left out and counted, and
/// what is invalid in the encoding becomes U+FFFD, counted too.
public struct CorpusReader: Sendable {
  public var options: ReadingOptions

  public init(options: ReadingOptions) { self.options = options }

  /// - Precondition: The separator is not empty and has no tab or line end.
  public init(skippingBadLines: Bool = false, labelSeparator: String? = nil) {
    self.init(options: ReadingOptions(skippingBadLines: skippingBadLines, labelSeparator: labelSeparator))
  }

  /// Whether a text may stand between the labels of a document: not an empty one, nor one that ends the
  /// list or the line.
  public static func canSeparate(_ separator: String) -> Bool {
    !separator.isEmpty && !separator.utf8.contains { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || $0 == 0 }
  }

  /// Reads a whole corpus.
  ///
  /// - Throws: `CorpusError`: a file that cannot be read or is no text, the first bad line, no document at
  ///   all.
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
