/// What can be wrong with a corpus and with what is made of it.
public enum CorpusError: Error, Equatable, Sendable {
  /// Nothing is at the path.
  case noSuchFile(file: String)
  /// The path leads to a directory.
  case isDirectory(file: String)
  /// The system refuses to open or to read on.
  case unreadable(file: String, reason: String)
  /// The file begins in UTF-16.
  case notUTF8(file: String)
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
  /// No tab in a tab-separated file.
  case noTab
  /// Nothing before the tab, or nothing after `__label__`.
  case emptyLabel
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
  public var description: String {
    switch self {
    case .noSuchFile(let file):
      "\(file): no such file; check the path"
    case .isDirectory(let file):
      "\(file): a directory, not a file; name the file inside it"
    case .unreadable(let file, let reason):
      "\(file): cannot be read (\(reason)); check the file and its permissions"
    case .notUTF8(let file):
      "\(file): UTF-16 text; save it as UTF-8"
    case .notText(let file, let line):
      "\(file):\(line): a NUL byte, so this does not look like text; give an uncompressed UTF-8 text file"
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
    case .unknownFormat:
      "neither \"label<TAB>text\" nor \"__label__x text\"; put a tab between label and text"
    case .noTab: "no tab between label and text; put a tab after the label"
    case .emptyLabel: "the label is empty; write a label before the text"
    case .noLabel: "no __label__ at the start of the line; put \"__label__x \" before the text"
    case .severalLabels: "several __label__ words; keep one label, or train with --multi-label"
    case .emptyLabelAmongSeveral: "a label is empty; write one there or remove the separator"
    case .labelBehindText: "a __label__ word behind the text; put all labels before it"
    case .otherFormat: "a __label__ line in a tab-separated file; keep to one format"
    case .nulByte: "a NUL byte in the line; remove it"
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
