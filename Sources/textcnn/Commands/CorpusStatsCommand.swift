import ArgumentParser
import CorpusTools
import ModelSerialization
import TextCorpus

/// `textcnn corpus stats CORPUS`.
struct CorpusStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Show the classes, lengths and words of a corpus.",
    discussion: """
      Example:
        textcnn corpus stats reviews.tsv
        textcnn corpus stats reviews.tsv --svg reviews.svg
      """)

  @Argument(help: "The corpus: a file, or a folder of folders.", completion: .file())
  var corpus: String

  @Option(
    help: ArgumentHelp("Draw classes, lengths and ranks of words.", valueName: "file"), completion: .file())
  var svg: String?

  @Option(help: ArgumentHelp("How many of the most frequent words.", valueName: "count"))
  var top = 10

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var tokens: TokenizerOptions
  @OptionGroup var reading: CorpusOptions
  @OptionGroup var labels: LabelOptions

  func validate() throws {
    try tokens.check()
    if top < 0 { throw ValidationError("--top is \(top); use at least 0") }
  }

  func run() throws {
    if let svg { try FileIdentity.checkDistinct(written: [(option: "--svg", path: svg)], read: [corpus]) }
    labels.tellIdleOptions()
    var statistics = CorpusStatistics(tokenizer: Tokenizer(try tokens.configuration()))
    let report = try reading.stream(corpus, labelSeparator: labels.separator).read {
      try statistics.add($0.document, of: corpus)
    }
    if json {
      try StandardOutput.json(CorpusStatsContents(statistics, report, top: top))
    } else {
      try StandardOutput.line(CorpusText.statistics(statistics, report, of: corpus, top: top))
    }
    if let svg {
      let drawing = CorpusDrawing(statistics, name: corpus).svg
      try AtomicFile.write(to: svg) { try $0.write(drawing) }
    }
  }
}

/// The JSON form; its names are part of the command's promise and do not follow the library's.
private struct CorpusStatsContents: Encodable {
  struct Word: Encodable {
    let word: String
    let count: Int
  }
  let format: String?
  let documents: Int
  let labels: [String: Int]
  let tokens: Int
  let words: Int
  let once: Int
  let length: LengthContents
  let frequent: [Word]

  init(_ statistics: CorpusStatistics, _ report: ReadingReport, top: Int) {
    format = report.format?.rawValue
    documents = statistics.documentCount
    labels = statistics.labels
    tokens = statistics.words.total
    words = statistics.words.count
    once = statistics.hapaxCount
    length = LengthContents(statistics.tokens)
    frequent = statistics.words.ranked.prefix(top).map {
      Word(word: statistics.words.text(of: $0), count: statistics.words.counts[$0])
    }
  }
}

/// Quantiles of lengths, as JSON.
struct LengthContents: Encodable {
  let mean: Double?
  let minimum: Int?
  let q05: Int?
  let median: Int?
  let q95: Int?
  let q99: Int?
  let maximum: Int?

  init(_ tally: Tally) {
    mean = tally.mean
    minimum = tally.minimum
    (q05, median, q95, q99) = (
      tally.quantile(0.05), tally.quantile(0.5), tally.quantile(0.95), tally.quantile(0.99)
    )
    maximum = tally.maximum
  }
}
