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

/// How the lines of a corpus file are written.
public enum CorpusFormat: String, Sendable, Codable {
  /// `label<TAB>text`.
  case tabSeparated

  /// `__label__x text`, fastText's.
  case fastText
}

/// What a reader met in a file besides documents.
public struct ReadingReport: Sendable, Equatable {
  /// A line that was left out, and why.
  public struct SkippedLine: Sendable, Equatable {
    /// From 1.
    public var line: Int
    public var fault: LineFault
  }

  /// How many skipped lines are kept one by one; the rest are only counted.
  public static let skippedLineLimit = 100

  /// Nil if nothing was read.
  public internal(set) var format: CorpusFormat?

  /// What stands between the labels of a tab-separated line; nil where a document has one label.
  public internal(set) var labelSeparator: String?

  public internal(set) var documentCount = 0

  /// Lines of nothing but blanks, left out without complaint.
  public internal(set) var blankLineCount = 0

  /// All bad lines left out, kept in `skippedLines` or not.
  public internal(set) var skippedLineCount = 0

  /// The first `skippedLineLimit` bad lines.
  public internal(set) var skippedLines: [SkippedLine] = []

  /// Invalid UTF-8 sequences that became U+FFFD, each maximal subpart counted once (Unicode 15, table 3-8).
  public internal(set) var replacedSequenceCount = 0

  public init() {}

  mutating func skip(line: Int, fault: LineFault) {
    skippedLineCount += 1
    if skippedLines.count < Self.skippedLineLimit {
      skippedLines.append(SkippedLine(line: line, fault: fault))
    }
  }
}
