import ArgumentParser
import ModelSerialization
import TextCorpus

/// `textcnn tokenizer train CORPUS…`.
struct TokenizerTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learn from corpora how to cut words into pieces (byte-pair encoding).",
    discussion: """
      Example:
        textcnn tokenizer train reviews.tsv --vocabulary 8000 --output pieces.tokenizer
        textcnn tokenize reviews.txt --tokenizer-file pieces.tokenizer

      Begins with characters, and merges the two pieces that stand side by side most
      often, again and again. Frequent words become whole again, rare ones stay in
      pieces: those that do not begin a word are written with ## before them. Labels
      play no part. The same corpora and options give the same file.
      """)

  @Argument(help: "The corpora.", completion: .file())
  var corpora: [String]

  @Option(
    name: [.short, .long], help: ArgumentHelp("Where to write the tokenizer.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many pieces, single characters among them.", valueName: "count"))
  var vocabulary = 8000

  @Option(
    help: ArgumentHelp(
      "What cuts text into the words that are cut into pieces: words or unicode.", valueName: "tokenizer"))
  var base = TokenizerKind.words

  @OptionGroup var form: TextFormOptions
  @OptionGroup var reading: CorpusOptions

  func validate() throws {
    if corpora.isEmpty { throw ValidationError("no corpus; name one or more") }
    if vocabulary < 2 { throw ValidationError("--vocabulary is \(vocabulary); use at least 2") }
    guard TokenizerConfiguration.bases.contains(base) else {
      throw ValidationError("--base is \(base.rawValue); use words or unicode")
    }
    try FileIdentity.checkDistinct(written: [(option: "--output", path: output)], read: corpora)
  }

  func run() throws {
    try TokenizerFile.checkWritable(output)
    var configuration = TokenizerConfiguration(kind: base)
    form.apply(to: &configuration)
    let tokenizer = Tokenizer(configuration)
    var counts = WordCounts()
    for path in corpora { try counts.add(reading.stream(path, labelSeparator: nil), tokenizer) }
    let merges = try BytePairMerges(learningFrom: counts, symbols: vocabulary)
    try TokenizerFile.write(TokenizerConfiguration(.merges(merges), like: configuration), to: output)
    StandardError.line(
      "\(output): \(Numbers.count(merges.count, "piece")), \(Numbers.count(merges.mergeCount, "merge")), learned from "
        + "\(Numbers.count(counts.total, "word")), \(Numbers.count(counts.count)) of them distinct")
  }
}
