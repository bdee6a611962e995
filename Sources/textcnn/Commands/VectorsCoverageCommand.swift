import ArgumentParser
import EmbeddingStorage
import TextCorpus

/// `textcnn vectors coverage CORPUS --store STORE`.
struct VectorsCoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Tell how many words of a corpus have a vector, and which ones lack it.",
    discussion: """
      Example:
        textcnn vectors coverage reviews.tsv --store glove.sqlite --missing 50

      Words are cut as a training with the same options would, and found as it finds
      them: as they stand, then in lower case, then by their pieces.
      """)

  @Argument(help: "The corpus.", completion: .file())
  var corpus: String

  @OptionGroup var options: StoreOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many words without a vector to list, most frequent first.", valueName: "count"))
  var missing = 20

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var reading: CorpusOptions
  @OptionGroup(title: "Tokens") var tokens: TokenizerOptions

  func validate() throws {
    try tokens.check()
    if missing < 0 { throw ValidationError("--missing is \(missing); use 0 or more") }
  }

  func run() throws {
    let view = try options.view()
    let tokenizer = Tokenizer(try tokens.configuration())
    var counts = WordCounts()
    try counts.add(reading.stream(corpus, labelSeparator: nil), tokenizer)
    let coverage = try StoreCoverage(counts, in: view, listing: missing)
    if json { try StandardOutput.json(coverage) } else { try StandardOutput.line(coverage.text) }
  }
}
