import ArgumentParser
import EmbeddingStorage
import Foundation
import TextCorpus

extension EmbeddingStore.VectorElement: ExpressibleByArgument {}

/// `textcnn vectors import FILE --into STORE`.
struct VectorsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a file of word vectors into a store.",
    discussion: """
      Example:
        textcnn vectors import glove.6B.300d.txt --into vectors.sqlite
        textcnn vectors import GoogleNews.bin.gz --into vectors.sqlite --name news
        textcnn vectors import wiki.npy --words wiki.txt --into vectors.sqlite

      Reads GloVe text, word2vec text and binary, fastText text (.vec) and models
      (.bin), NumPy arrays (.npy) and safetensors, packed by gzip, zstd, xz, bzip2 or
      zip; which one it is shows in the content, not in the name. The store is created
      if there is none. A set of the same name is replaced, the others stay, in one
      transaction: an import that fails or is killed leaves the store as it was.
      """)

  @Argument(help: "The file of word vectors.", completion: .file())
  var file: String

  @Option(
    name: .customLong("into"), help: ArgumentHelp("The store to fill.", valueName: "store"),
    completion: .file())
  var store: String

  @Option(help: ArgumentHelp("What the set is called.", valueName: "name"))
  var name = "default"

  @Flag(help: "Leave out bad lines and report them, instead of stopping at the first.")
  var skipBadLines = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Take only so many words, the first of the file.", valueName: "count"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Take only words that this corpus has.", valueName: "corpus"), completion: .file())
  var onlyWordsOf: String?

  @Option(
    help: ArgumentHelp(
      "What a word of --only-words-of is. Default: \(Defaults.training.tokenizer.kind.rawValue).",
      valueName: "tokenizer"))
  var tokenizer: TokenizerKind?

  @Option(
    help: ArgumentHelp("Take only words of this list, which has one a line.", valueName: "file"),
    completion: .file())
  var onlyWords: String?

  @Flag(help: "Scale every vector to length 1.")
  var normalize = false

  @Flag(help: "Keep the words in lower case; of words that become the same the first one wins.")
  var lowercase = false

  @Option(
    help: ArgumentHelp(
      "What numbers are kept as: float32, float16 or int8, a byte a number. What the rounding costs is told.",
      valueName: "type"))
  var dtype = EmbeddingStore.VectorElement.float32

  @Flag(
    inversion: .prefixedNo,
    help: "Whether to keep the pieces of words that a fastText model has, for words that it lacks.")
  var subwords = true

  @Option(
    help: ArgumentHelp("The words of an array, one a line.", valueName: "file"), completion: .file())
  var words: String?

  @Option(help: ArgumentHelp("Which tensor of a safetensors file has the vectors.", valueName: "name"))
  var tensor: String?

  @Flag(help: "Print what the set is, as JSON.")
  var json = false

  func validate() throws {
    if let tokenizer, tokenizer.needsTable {
      throw ValidationError(
        "--tokenizer \(tokenizer.rawValue) needs a tokenizer file; write the words that textcnn tokenize gives into a list, "
          + "and name it with --only-words")
    }
    if !SetExpression.isName(name) {
      throw ValidationError("--name is \"\(name)\"; use a name without blanks, +, / and :")
    }
    if onlyWords != nil, onlyWordsOf != nil {
      throw ValidationError("--only-words and --only-words-of exclude each other; give one")
    }
    if tokenizer != nil, onlyWordsOf == nil {
      throw ValidationError("--tokenizer cuts the corpus of --only-words-of; name it")
    }
    if store.isEmpty { throw ValidationError("--into is empty; name a store") }
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); use at least 1") }
  }

  func run() throws {
    Interruption.willFill(store)
    defer { StandardError.clearProgress() }
    var progress = ImportProgressPrinter()
    let report = try EmbeddingStore.importVectors(
      from: file, into: store,
      options: .init(
        name: name, limit: limit, onlyWords: try wordFilter(), normalizes: normalize, lowercases: lowercase,
        skippingBadLines: skipBadLines, element: dtype, keepsSubwords: subwords, wordList: words,
        tensor: tensor), progress: { progress.report($0) }, committed: { Interruption.finish {} })
    tell(report)
    if json { try StandardOutput.json(SetContents(report.info)) }
  }

  private func wordFilter() throws -> EmbeddingStore.WordFilter? {
    if let onlyWordsOf {
      let configuration = tokenizer.map { TokenizerConfiguration(kind: $0) } ?? Defaults.training.tokenizer
      return try .init(corpus: onlyWordsOf, tokenizer: configuration)
    }
    return try onlyWords.map { try .init(list: $0) }
  }

  private func tell(_ report: EmbeddingStore.ImportReport) {
    for duplicate in report.firstDuplicates {
      StandardError.line("\(duplicate.position.description(in: file)): \"\(duplicate.word)\" again, left out")
    }
    tellRest(report.info.duplicates - report.firstDuplicates.count, "duplicate")
    for entry in report.firstBadEntries { StandardError.line(entry.description(in: file) + ", left out") }
    tellRest(report.info.badEntries - report.firstBadEntries.count, "bad line")
    let info = report.info
    var summary =
      "\(store): \(name == "default" ? "" : "\(name), ")\(Numbers.count(info.count, "word")), \(Numbers.count(info.dimension, "number")) each, "
      + "from \(info.source); left out \(Numbers.count(info.duplicates, "duplicate")), "
      + Numbers.count(info.badEntries, "bad line")
    if info.repairedWords > 0 {
      summary += "; \(Numbers.count(info.repairedWords, "word")) repaired that were not UTF-8"
    }
    if let filter = info.record.onlyWordsOf { summary += "; only words of \(filter)" }
    StandardError.line(summary)
    if let pieces = info.record.subwords {
      StandardError.line(
        "other words get vectors from pieces of \(pieces.shortest) to \(pieces.longest) characters in "
          + "\(Numbers.count(pieces.buckets, "bucket"))")
    }
    if let loss = info.record.loss { StandardError.line(SetContents.lossText(loss, info.element)) }
  }

  private func tellRest(_ count: Int, _ what: String) {
    if count > 0 { StandardError.line("… and \(Numbers.count(count, what)) more") }
  }
}

/// A line that is written over and over; silent unless a person is looking.
private struct ImportProgressPrinter {
  private var megabytesShown = -1

  mutating func report(_ progress: EmbeddingStore.ImportProgress) {
    // Every ten megabytes is often enough to see it move.
    guard progress.bytesRead / 10_000_000 > megabytesShown else { return }
    megabytesShown = progress.bytesRead / 10_000_000
    let share = progress.bytesTotal.map { " (\(100 * progress.bytesRead / max($0, 1)) %)" } ?? ""
    StandardError.progress(
      "\(Numbers.count(progress.words, "word")), \(Numbers.count(progress.bytesRead / 1_000_000)) MB\(share)")
  }
}
