/// Labelled documents in the order of their file.
public struct Corpus: Sendable {
  /// Where the documents come from, as errors and reports call it: the path as it was given.
  public var name: String

  public var documents: [LabeledText]

  /// What the reader saw on its way; all zero for a corpus that was not read from a file.
  public var report: ReadingReport

  public init(name: String, documents: [LabeledText], report: ReadingReport = ReadingReport()) {
    self.name = name
    self.documents = documents
    self.report = report
  }

  /// The corpus cut down to some documents, in the order asked for; the report stays that of the whole.
  ///
  /// - Precondition: Every index is one of `documents`.
  public func selecting(_ indices: [Int]) -> Corpus {
    Corpus(name: name, documents: indices.map { documents[$0] }, report: report)
  }
}

/// How the documents of a corpus are written.
public enum CorpusFormat: String, Sendable, Codable, CaseIterable {
  /// A line each, `label<TAB>text`.
  case tabSeparated = "tsv"

  /// A line each, `__label__x text`, fastText's.
  case fastText = "fasttext"

  /// Rows of a table with a header, quoted as RFC 4180 has it, between commas, semicolons, tabs or `|`.
  case table = "csv"

  /// A JSON object each, one a line.
  case jsonLines = "jsonl"

  /// A file each, in a folder for each label.
  case folders
}

/// What a reader met in a file besides documents.
public struct ReadingReport: Sendable, Equatable {
  /// A line that was left out, and why.
  public struct SkippedLine: Sendable, Equatable {
    /// The file it stands in where each document has one of its own; nil: the corpus.
    public var file: String?
    /// From 1.
    public var line: Int
    public var fault: LineFault
  }

  /// How many skipped lines are kept one by one; the rest are only counted.
  public static let skippedLineLimit = 100

  /// Nil if nothing was read.
  public internal(set) var format: CorpusFormat?

  /// The columns or fields that were read; nil where a line is cut by a mark.
  public internal(set) var columns: CorpusColumns?

  /// How the file is compressed, such as `gzip`; nil where it is not.
  public internal(set) var compression: String?

  public internal(set) var encoding = TextEncoding.utf8

  public internal(set) var encodingOrigin = EncodingOrigin.usual

  /// What stands between the labels of a tab-separated line; nil where a document has one label.
  public internal(set) var labelSeparator: String?

  public internal(set) var documentCount = 0

  /// Lines of nothing but blanks, left out without complaint.
  public internal(set) var blankLineCount = 0

  /// All bad lines left out, kept in `skippedLines` or not.
  public internal(set) var skippedLineCount = 0

  /// The first `skippedLineLimit` bad lines.
  public internal(set) var skippedLines: [SkippedLine] = []

  /// Invalid sequences that became U+FFFD; of UTF-8 each maximal subpart counted once (Unicode 15, table
  /// 3-8).
  public internal(set) var replacedSequenceCount = 0

  /// Surrogates without their partner in the escapes of JSON that became U+FFFD.
  public internal(set) var loneSurrogateCount = 0

  public init() {}

  mutating func skip(_ position: DocumentPosition, of corpus: String, fault: LineFault) {
    skippedLineCount += 1
    if skippedLines.count < Self.skippedLineLimit {
      let file = position.file == corpus ? nil : position.file
      skippedLines.append(SkippedLine(file: file, line: position.line, fault: fault))
    }
  }
}
