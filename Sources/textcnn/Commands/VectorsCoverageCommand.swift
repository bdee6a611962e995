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
    var counter = WordCounts.Counter()
    var buffer = TokenBuffer()
    try reading.stream(corpus, labelSeparator: nil).read { item in
      tokenizer.tokenize(item.document.text, into: &buffer)
      try counter.add(buffer, of: corpus)
    }
    let counts = counter.finished()
    let words = (0..<counts.count).map { Array(counts.utf8(of: $0)) }
    let coverage = StoreCoverage(
      words: words, counts: counts.counts, matches: try view.matches(forUTF8: words, triesLowercase: true),
      missing: missing)
    if json { try StandardOutput.json(coverage) } else { try StandardOutput.line(coverage.text) }
  }
}

/// How the words of a corpus are found in a store.
private struct StoreCoverage: Encodable {
  struct Share: Encodable {
    var words = 0
    var runningWords = 0

    mutating func add(_ count: Int) {
      words += 1
      runningWords += count
    }
  }

  struct MissingWord: Encodable {
    let word: String
    let count: Int
  }

  private(set) var all = Share()
  private(set) var exact = Share()
  private(set) var lowercase = Share()
  private(set) var pieces = Share()
  private(set) var missing = Share()
  let missingWords: [MissingWord]

  init(words: [[UInt8]], counts: [Int], matches: [EmbeddingStore.Match], missing most: Int) {
    let lacking = words.indices.filter { matches[$0] == .missing }
    // Equally frequent ones in the order of their first appearance.
    missingWords = lacking.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(most).map {
      MissingWord(word: String(decoding: words[$0], as: UTF8.self), count: counts[$0])
    }
    for (match, count) in zip(matches, counts) {
      all.add(count)
      switch match {
      case .exact: exact.add(count)
      case .lowercased: lowercase.add(count)
      case .subwords: pieces.add(count)
      case .missing: missing.add(count)
      }
    }
  }

  var text: String {
    var table = TextTable(["", "words", "%", "running words", "%"])
    let rows = [
      ("as they stand", exact), ("in lower case", lowercase), ("by their pieces", pieces),
      ("missing", missing),
      ("all", all),
    ]
    table.rows = rows.map { name, share in
      [
        name, Numbers.count(share.words), percent(share.words, all.words), Numbers.count(share.runningWords),
        percent(share.runningWords, all.runningWords),
      ]
    }
    guard !missingWords.isEmpty else { return table.text }
    var list = TextTable(["missing", "count"])
    list.rows = missingWords.map { [$0.word, Numbers.count($0.count)] }
    return table.text + "\n\n" + list.text
  }

  private func percent(_ part: Int, _ whole: Int) -> String {
    Numbers.percent(whole > 0 ? Double(part) / Double(whole) : nil, digits: 1)
  }
}
