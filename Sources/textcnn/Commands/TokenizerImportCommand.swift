import ArgumentParser
import ModelSerialization
import TextCorpus

/// `textcnn tokenizer import FILE`.
struct TokenizerImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take a list of words and their counts, to cut Chinese by.",
    discussion: """
      Example:
        textcnn tokenizer import dict.txt --output chinese.tokenizer
        textcnn tokenize reviews.txt --tokenizer-file chinese.tokenizer

      A line of the list is a word, how often it is met and, if you like, a tag, with
      blanks between, as in jieba's dict.txt. Of all ways to cut a text into words the
      one that is most probable by those counts is taken.
      """)

  @Argument(help: "The list of words.", completion: .file())
  var file: String

  @Option(
    name: [.short, .long], help: ArgumentHelp("Where to write the tokenizer.", valueName: "file"),
    completion: .file())
  var output: String

  @OptionGroup var form: TextFormOptions

  func validate() throws {
    try FileIdentity.checkDistinct(written: [(option: "--output", path: output)], read: [file])
  }

  func run() throws {
    try TokenizerFile.checkWritable(output)
    var configuration = TokenizerConfiguration()
    form.apply(to: &configuration)
    let words = try WordFrequencies(contentsOf: file, for: configuration)
    try TokenizerFile.write(TokenizerConfiguration(.words(words), like: configuration), to: output)
    StandardError.line("\(output): \(Numbers.count(words.count, "word"))")
  }
}
