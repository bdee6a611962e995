import ArgumentParser
import EmbeddingStorage
import Foundation
import ModelSerialization
import TextClassification
import TextCorpus

/// `textcnn tokenize [FILE|-]`.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Show the tokens of texts, one text a line.",
    discussion: """
      Example:
        echo "@anna's talk is at 12:30!" | textcnn tokenize --tokenizer unicode
        textcnn tokenize questions.txt --model questions.safetensors --ids
        textcnn tokenize questions.txt --model questions.safetensors --coverage

      A line in, a line out: its tokens with blanks between. With --model they are
      those that the model sees, and --ids gives their numbers in its vocabulary, 0
      for a word that it does not know. docs/tokenizers.md has the rules.
      """)

  @Argument(help: "Texts, one a line; - is standard input.", completion: .file())
  var file = "-"

  @Option(help: "Cut as this model does.", completion: .file())
  var model: String?

  @OptionGroup(title: "Tokens") var options: TokenizerOptions

  @Flag(help: "Print numbers of the model's vocabulary instead of tokens.")
  var ids = false

  @Flag(help: "Print a JSON object a line: tokens, and with --model their ids.")
  var json = false

  @Flag(
    help: ArgumentHelp(
      "Print, instead of the tokens, how many there are, and how many the model or the --store knows."))
  var coverage = false

  @Option(
    help: ArgumentHelp(
      "How characters are written as bytes. Default: found out, usually utf-8.", valueName: "encoding"))
  var encoding: TextEncoding?

  @Option(
    help: ArgumentHelp("A store of word vectors, for --coverage.", valueName: "store"), completion: .file())
  var store: String?

  @OptionGroup var chosen: SetOptions

  func validate() throws {
    try options.check()
    if model != nil, options.isGiven {
      throw ValidationError("--model brings its tokenizer; leave out the other options of tokens")
    }
    if ids, model == nil { throw ValidationError("--ids are of a model's vocabulary; name it with --model") }
    if ids, coverage { throw ValidationError("--ids and --coverage exclude each other; give one") }
    if store != nil, !coverage { throw ValidationError("--store is for --coverage; add it") }
    if chosen.sets != nil, store == nil {
      throw ValidationError("--sets are of a store; name it with --store")
    }
  }

  func run() throws {
    let classifier = try model.map { try ModelFile.read($0) }
    let tokenizer = Tokenizer(try classifier?.tokenizer ?? options.configuration())
    let store = try store.map { try EmbeddingStore(path: $0).view(chosen.sets) }
    var lines =
      file == "-"
      ? try LineReader(descriptor: 0, name: "standard input", encoding: encoding)
      : try LineReader(path: file, encoding: encoding)
    ReadingTalk.tell(lines.encoding, lines.encodingOrigin, of: file)
    if file == "-", isatty(0) == 1 { StandardError.line("type a text a line; Ctrl-D ends") }
    var output = TokenOutput(vocabulary: classifier?.vocabulary, showsIDs: ids, isJSON: json)
    var counts = WordCounts()
    var buffer = TokenBuffer()
    var (texts, replaced) = (0, 0)
    while try lines.advance() {
      lines.withLine { tokenizer.tokenize($0, into: &buffer) }
      texts += 1
      replaced += buffer.replacedSequenceCount
      if coverage {
        try counts.add(buffer, of: file == "-" ? "standard input" : file)
      } else {
        try output.add(buffer)
        if !lines.hasLineAtHand { try output.flush() }
      }
    }
    if !coverage { try output.flush() }
    ReadingTalk.tellReplaced(replaced + lines.replacedSequenceCount, lines.encoding, of: lines.name)
    guard coverage else { return }
    let shares = try TokenCoverage(
      counts, texts: texts, vocabulary: classifier?.vocabulary, store: store)
    if json { try StandardOutput.json(shares) } else { try StandardOutput.line(shares.text) }
  }
}
