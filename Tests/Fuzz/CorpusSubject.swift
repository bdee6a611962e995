import TextCorpus

/// Files of labelled documents, and texts for tokenizers.
struct CorpusSubject: Subject {
  private(set) var count = 0
  let unit = "documents"
  private let folder: String
  private var mutator: Mutator
  private var options = ReadingOptions()

  private static let small: [[UInt8]] = [
    Array("pos\tx y\nneg\tz\n".utf8), Array("__label__a b c\n__label__d __label__e f\n".utf8), [],
  ]

  init(folder: String, seed: UInt64) throws {
    self.folder = folder
    mutator = Mutator(seeds: try Fixtures.files(of: "TextCorpusTests") + Self.small, seed: seed)
  }

  mutating func next() -> Input {
    let name = "input" + mutator.choice([".tsv", ".csv", ".jsonl", ".txt", ""])
    let bytes = mutator.input()
    options = ReadingOptions(
      labelSeparator: mutator.choice([nil, nil, ",", ";", "||"]),
      format: mutator.choice([nil, nil, nil, .tabSeparated, .fastText, .table, .jsonLines]),
      encoding: mutator.choice([nil, nil, nil, nil] + TextEncoding.allCases.map { $0 }))
    return Input(name: name, bytes: bytes, manner: "\(options)")
  }

  mutating func examine(_ bytes: [UInt8], at path: String) throws {
    let reading = try Checks.read(path, bytes, options)
    try Checks.packed(path, bytes, reading, options)
    try Checks.lines(path, blockSize: 1 + mutator.number(below: 100))
    try Checks.inFolder(bytes, options, at: folder + "/corpus")
    try Checks.spooled(reading.documents, in: folder)
    for format in [CorpusFormat.tabSeparated, .fastText, .table, .jsonLines] {
      try Checks.roundTrip(
        reading.documents, as: format, separator: options.labelSeparator, at: folder + "/written")
    }
    for tokenizer in Tokenizers.all { try Checks.tokenize(bytes, tokenizer) }
    count += reading.documents.count
  }
}
