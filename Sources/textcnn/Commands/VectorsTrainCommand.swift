import ArgumentParser
import EmbeddingStorage
import Foundation
import TextCorpus
import VectorTraining

/// `textcnn vectors train CORPUS… --into STORE`.
struct VectorsTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learn word vectors from text, and write them into a store.",
    discussion: """
      Example:
        textcnn vectors train news.txt --into own.sqlite
        textcnn vectors train reviews.tsv news.txt.gz --into own.sqlite --dimension 300
        textcnn vectors train news.txt --into own.sqlite --name pieces --subwords 3-6

      Skip-gram with negative sampling, as word2vec and, with --subwords, fastText. The
      texts may be corpora, whose labels do not matter, or plain text, a document a
      line, and are learned from together. They must fit in memory. A set of the same
      name is replaced, the others stay. docs/vectors-training.md has the rest.
      """)

  @Argument(help: "Corpora, or plain text, a document a line.", completion: .file())
  var corpora: [String]

  @Option(
    name: .customLong("into"), help: ArgumentHelp("The store to fill.", valueName: "store"),
    completion: .file())
  var store: String

  @Option(help: ArgumentHelp("What the set is called.", valueName: "name"))
  var name = "own"

  @Flag(help: "Take every line for a document without a label, whatever it looks like.")
  var unlabelled = false

  @OptionGroup(title: "Learning") var learning: VectorLearningOptions
  @OptionGroup(title: "Tokens") var tokens: TokenizerOptions
  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Print what the set is, as JSON.")
  var json = false

  func validate() throws {
    if !SetExpression.isName(name) {
      throw ValidationError("--name is \"\(name)\"; use a name without blanks, +, / and :")
    }
    if store.isEmpty { throw ValidationError("--into is empty; name a store") }
    try FileIdentity.checkDistinct(written: [("--into", store)], read: corpora)
  }

  func run() throws {
    Interruption.willFill(store)
    defer { StandardError.clearProgress() }
    // Minutes of learning should not end at a store that cannot be written.
    try EmbeddingStore.checkWritable(store)
    let configuration = learning.configuration
    let tokenizer = try tokens.configuration()
    let text = try readTexts()
    var progress = VectorTrainingProgressPrinter(epochs: configuration.epochs)
    let vectors = try VectorTrainer(configuration, threads: threads.count)
      .train(on: text, tokenizer: tokenizer) { progress.report($0) }
    let path = store
    let info = try EmbeddingStore.write(
      newVectors(vectors, configuration, isLowercased: tokenizer.isLowercased), into: store,
      waiting: { StandardError.line("\(path): waiting for another process that uses it") },
      committed: { Interruption.finish {} })
    StandardError.line(
      "\(store): \(name), \(Numbers.count(info.count, "word")), \(Numbers.count(info.dimension, "number")) each, "
        + "learned from \(info.source)")
    if json { try StandardOutput.json(SetContents(info)) }
  }

  /// All texts as one; what errors call it is the first file, or how many there are.
  private func readTexts() throws -> Corpus {
    var documents: [LabeledText] = []
    for path in corpora {
      if unlabelled {
        documents += try lines(of: path)
      } else {
        do {
          let labelled = try corpus.read(path)
          documents += labelled.documents
          let format = labelled.report.format.map { $0.rawValue } ?? "labelled"
          StandardError.line(
            "\(path): a corpus (\(format)), whose labels are left out; --unlabelled takes whole lines")
        } catch CorpusError.badLine(_, _, let fault) where [.unknownFormat, .jsonOfNoLines].contains(fault) {
          documents += try plainLines(of: path)
        } catch CorpusError.noDocuments(_, skippedLines: 1...) {
          // Nothing but bad lines, which were to be skipped.
          documents += try plainLines(of: path)
        }
      }
    }
    return Corpus(name: corpora.count == 1 ? corpora[0] : "\(corpora.count) texts", documents: documents)
  }

  private func plainLines(of path: String) throws -> [LabeledText] {
    StandardError.line("\(path): text without labels, a document a line")
    return try lines(of: path)
  }

  private func lines(of path: String) throws -> [LabeledText] {
    var reader = try LineReader(path: path, encoding: corpus.columns.encoding, waits: true)
    ReadingTalk.tell(reader.encoding, reader.encodingOrigin, of: path)
    var documents: [LabeledText] = []
    var replacedSequenceCount = 0
    while try reader.advance() {
      let text = reader.withLine { String(repairing: $0, replacedSequenceCount: &replacedSequenceCount) }
      if !text.isEmpty { documents.append(LabeledText(labels: [], text: text)) }
    }
    ReadingTalk.tellReplaced(
      replacedSequenceCount + reader.replacedSequenceCount, reader.encoding, of: path)
    return documents
  }

  private func newVectors(
    _ vectors: TrainedVectors, _ configuration: VectorTrainingConfiguration, isLowercased: Bool
  ) -> EmbeddingStore.NewVectors {
    var how =
      "skip-gram, window \(configuration.window), \(Numbers.count(configuration.negatives, "negative")), "
      + "\(Numbers.count(configuration.epochs, "epoch")), min count \(configuration.minimumCount), "
      + "sample \(configuration.sample), rate \(configuration.learningRate), seed \(configuration.seed)"
    if let subwords = configuration.subwords {
      how += ", pieces \(subwords.minimumLength)-\(subwords.maximumLength)"
    }
    return .init(
      name: name, source: corpora.map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: ", "),
      learning: how, dimension: vectors.dimension, words: vectors.words, values: vectors.values,
      isLowercased: isLowercased,
      pieces: configuration.subwords.map { subwords in
        .init(
          shortest: subwords.minimumLength, longest: subwords.maximumLength, buckets: subwords.buckets
        ) {
          vectors.vector(ofBucket: $0)
        }
      })
  }
}
