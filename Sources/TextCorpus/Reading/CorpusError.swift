/// What can be wrong with a corpus and with what is made of it.
public enum CorpusError: Error, Equatable, Sendable {
  /// Nothing is at the path.
  case noSuchFile(file: String)
  /// The path leads to a directory.
  case isDirectory(file: String)
  /// The system refuses to open or to read on.
  case unreadable(file: String, reason: String)
  /// What is compressed cannot be unpacked.
  case damaged(file: String, reason: String)
  /// An archive of several files, none of them named.
  case severalMembers(file: String, members: [String])
  /// An archive without the file that is named, or without any.
  case noMember(file: String, member: String?)
  /// The system cannot recode this encoding.
  case unknownEncoding(file: String, TextEncoding)
  /// A folder without a folder of texts for each label.
  case noLabelFolders(file: String)
  /// A column was asked for, and the format has none.
  case noColumns(file: String, wanted: String)
  /// No column, or field of an object, for the label or the text: what was asked for, or nil: none of a
  /// usual name.
  case noColumn(file: String, line: Int, wanted: String?, columns: [String])
  /// A NUL byte among the first bytes: not a text file.
  case notText(file: String, line: Int)
  /// A line that is no document.
  case badLine(file: String, line: Int, fault: LineFault)
  /// The file ended without a document.
  case noDocuments(file: String, skippedLines: Int)
  /// The label of a document is not among those of the model.
  case unknownLabel(file: String, label: String, document: Int)
  /// A document has none or several labels, and what is made of it has one.
  case labelCount(file: String, count: Int, document: Int)
  /// The distinct words need more than 2 GiB.
  case tooManyWords(file: String)
  /// The stored vocabulary contradicts itself.
  case brokenVocabulary(VocabularyFault)
  /// A number of folds below 2 or above the number of documents.
  case foldCount(Int, documents: Int)
  /// A held-out share that is not between 0 and 1.
  case heldOutFraction(Double)
  /// No class has two documents, so that nothing can be held out.
  case nothingToHoldOut(documents: Int)
}

/// Why a line is no document.
public enum LineFault: Sendable, Equatable {
  /// The first line is of neither format.
  case unknownFormat
  /// The first line begins as JSON does, and is no object.
  case jsonOfNoLines
  /// No tab in a tab-separated file.
  case noTab
  /// Nothing before the tab, or nothing after `__label__`.
  case emptyLabel
  /// More than 1,024 bytes, or a field of separated labels of 16 MiB.
  case labelTooLong
  /// A fastText file, and the line does not begin with `__label__`.
  case noLabel
  /// More than one `__label__` word, where a document has one label.
  case severalLabels
  /// Nothing between two separators, where a document may have several labels.
  case emptyLabelAmongSeveral
  /// A `__label__` word behind the text, where a document may have several labels.
  case labelBehindText
  /// A tab-separated file, and the line begins with `__label__`.
  case otherFormat
  /// A byte that no text contains.
  case nulByte
  /// More bytes than are read as one.
  case tooLong
  /// A row of a table with more or fewer columns than its header.
  case columnCount(Int, header: Int)
  /// A quote that nothing closes.
  case quoteNotClosed
  /// Characters between a closing quote and the delimiter.
  case textBehindQuote
  /// A line that is no JSON object.
  case notAnObject
  /// The field of the label is missing, or is neither a string, a number nor a boolean.
  case fieldWithoutLabel
  /// A list of labels, where a document has one.
  case severalLabelsInList
  /// The field of the text is missing, or is no string.
  case fieldWithoutText
  /// The field of the group is a list or an object.
  case groupWithoutName
}

/// What contradicts what in a stored vocabulary.
public enum VocabularyFault: Sendable, Equatable {
  /// The offsets do not begin with the empty word 0, or do not end where the bytes end.
  case offsetsDoNotSpanBytes
  /// A word that is empty or ends before it begins.
  case offsetsNotAscending(word: Int)
  case notUTF8(word: Int)
  case duplicate(word: Int, first: Int)
}

extension CorpusError: CustomStringConvertible {
  private static func list(_ columns: [String]) -> String {
    let shown = columns.prefix(12).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
    return columns.count > 12 ? shown + ", …" : shown
  }

  public var description: String {
    switch self {
    case .noSuchFile(let file):
      "\(file): no such file; check the path"
    case .isDirectory(let file):
      "\(file): a directory, not a file; name the file inside it"
    case .unreadable(let file, let reason):
      "\(file): cannot be read (\(reason)); check the file and its permissions"
    case .damaged(let file, let reason):
      "\(file): cannot be unpacked (\(reason)); get the file anew"
    case .severalMembers(let file, let members):
      "\(file): holds \(members.count) files; name one, such as \(file)/\(members.first ?? "")"
    case .noMember(let file, let member?): "\(file): holds no file \"\(member)\"; name one that it has"
    case .noMember(let file, nil): "\(file): holds no file; give another"
    case .unknownEncoding(let file, let encoding):
      "\(file): this system has no tables for \(encoding.rawValue); convert the file to UTF-8 elsewhere"
    case .noLabelFolders(let file):
      "\(file): a folder without folders of texts in it; name a file, or put the texts of each label "
        + "into a folder of its name"
    case .noColumns(let file, let wanted):
      "\(file): documents without columns have no column \"\(wanted)\"; leave the option out, or give a table or JSON lines"
    case .noColumn(let file, let line, let wanted?, let columns):
      "\(file):\(line): no column \"\(wanted)\"; take one of \(Self.list(columns))"
    case .noColumn(let file, let line, nil, let columns):
      "\(file):\(line): no column with a usual name for the label or the text; choose with --label-column and "
        + "--text-column among \(Self.list(columns))"
    case .notText(let file, let line):
      "\(file):\(line): a NUL byte, so this does not look like text; give a text file, or its --encoding if it is UTF-16"
    case .badLine(let file, let line, let fault):
      "\(file):\(line): \(fault)"
    case .noDocuments(let file, 0):
      "\(file): no documents; write one on a line, \"label<TAB>text\""
    case .noDocuments(let file, let skipped):
      "\(file): no documents, only bad lines (\(skipped)); write one on a line, \"label<TAB>text\""
    case .unknownLabel(let file, let label, let document):
      "\(file): label \"\(label.prefix(60))\" of document \(document + 1) is not one the model knows; "
        + "correct it or train with it"
    case .labelCount(let file, let count, let document):
      "\(file): document \(document + 1) has \(count) labels; give it one, or train with several labels a document"
    case .tooManyWords(let file):
      "\(file): its distinct words need more than 2 GiB; split the corpus or tokenize it otherwise"
    case .brokenVocabulary(let fault):
      "vocabulary: \(fault); take an undamaged copy"
    case .foldCount(let count, let documents):
      "\(count) folds of \(documents) documents cannot be; take 2 to \(documents)"
    case .heldOutFraction(let fraction):
      "\(fraction) of the documents cannot be held out; take a share between 0 and 1"
    case .nothingToHoldOut(let documents):
      "\(documents) documents: no class has two of them, so none can be held out; add documents"
    }
  }
}

extension LineFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .jsonOfNoLines:
      "begins as JSON, but is no object of one line; write an object on each line, as jq -c '.[]' does with an array"
    case .unknownFormat:
      "neither \"label<TAB>text\" nor \"__label__x text\"; put a tab between label and text"
    case .noTab: "no tab between label and text; put a tab after the label"
    case .emptyLabel: "the label is empty; write a label before the text"
    case .labelTooLong:
      "a label of more than \(LabelField.lengthLimit) bytes; is the text where the label should be?"
    case .noLabel: "no __label__ at the start of the line; put \"__label__x \" before the text"
    case .severalLabels: "several __label__ words; keep one label, or train with --multi-label"
    case .emptyLabelAmongSeveral: "a label is empty; write one there or remove the separator"
    case .labelBehindText: "a __label__ word behind the text; put all labels before it"
    case .otherFormat: "a __label__ line in a tab-separated file; keep to one format"
    case .nulByte: "a NUL byte in the line; remove it"
    case .tooLong: "more than 256 MiB without an end; cut the document, or check the file"
    case .columnCount(let count, let header):
      "\(count) columns, where the header has \(header); put quotes around a text with delimiters in it"
    case .quoteNotClosed: "a quote that is not closed; close it, or double it where it is part of the text"
    case .textBehindQuote: "text behind a closing quote; double the quotes that are part of the text"
    case .notAnObject: "no JSON object; write one a line"
    case .fieldWithoutLabel: "no label in its field; give a string, a number or a boolean"
    case .severalLabelsInList: "a list of several labels; keep one label, or train with --multi-label"
    case .fieldWithoutText: "no text in its field; give a string"
    case .groupWithoutName:
      "the group is a list or an object; give a string, a number, a boolean or null"
    }
  }
}

extension VocabularyFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .offsetsDoNotSpanBytes: "the offsets do not span the bytes"
    case .offsetsNotAscending(let word): "word \(word) does not end after it begins"
    case .notUTF8(let word): "word \(word) is not valid UTF-8"
    case .duplicate(let word, let first): "word \(word) repeats word \(first)"
    }
  }
}
