import ArgumentParser
import ModelTraining
import TextCorpus

/// How corpora are read.
struct CorpusOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How documents are written: tsv, fasttext, csv, jsonl, folders. Default: found out from the file.",
      valueName: "format"))
  var format: CorpusFormat?

  @OptionGroup var columns: ColumnOptions

  /// Reads a corpus and says what was odd about it.
  ///
  /// - Parameter labelSeparator: What stands between labels; nil: a document has one.
  func read(_ path: String, labelSeparator: String? = nil) throws -> Corpus {
    let corpus = try CorpusReader(
      options: columns.options(format: format, labelSeparator: labelSeparator)
    ).read(path)
    ReadingTalk.tell(corpus.report, of: path, firstLabel: corpus.documents.first?.labels.first)
    return corpus
  }

  /// Goes through a corpus without holding it.
  func stream(_ path: String, labelSeparator: String?) -> DocumentStream {
    DocumentStream(path: path, options: columns.options(format: format, labelSeparator: labelSeparator))
  }

  /// Reads a corpus to learn from, which needs two labels, or documents that differ in theirs.
  func readTraining(_ path: String, labelSeparator: String? = nil) throws -> Corpus {
    let corpus = try read(path, labelSeparator: labelSeparator)
    if let first = corpus.documents.first, corpus.documents.allSatisfy({ $0.labels == first.labels }) {
      guard labelSeparator == nil else { throw TrainingError.sameLabels(file: path) }
      throw TrainingError.oneClass(file: path, label: first.label)
    }
    return corpus
  }

  /// Reads a corpus to be judged on, and says which of its labels can never be right.
  ///
  /// - Parameters:
  ///   - known: The labels that can be predicted.
  ///   - owner: Whose they are: the model's or the training corpus's file.
  func readHeldOut(
    _ path: String, known: LabelSet, owner: String, labelSeparator: String? = nil
  ) throws -> Corpus {
    let corpus = try read(path, labelSeparator: labelSeparator)
    let unknown = corpus.documents.lazy.compactMap { $0.labels.first { known.index(of: $0) == nil } }
    Self.tellUnknownLabel(unknown.first, count: unknown.count, of: path, owner: owner)
    return corpus
  }
}

/// Runs a training on the corpus in `file`, and names the file in errors that know only a number of
/// documents.
func naming<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as CorpusError {
    switch error {
    case .foldCount, .nothingToHoldOut: throw CommandFailure("\(file): \(error)")
    default: throw error
    }
  } catch let error as TrainingError where error == .notPrunable || error == .severalLabelsNotPrunable {
    throw CommandFailure("\(file): \(error)")
  }
}
