import ArgumentParser
import CorpusTools
import EmbeddingStorage
import TextCorpus

/// `textcnn corpus check CORPUS [--test TEST]`.
struct CorpusCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for what spoils a training or its test.",
    discussion: """
      Example:
        textcnn corpus check reviews.tsv --test held-out.tsv
        textcnn corpus check reviews.tsv --store news.sqlite --strict

      It looks for texts that come twice, and under two labels; for test documents
      that are among those to learn from; for labels that come once, that are
      written in two ways, or that only the test has; for texts that are empty, very
      long, or damaged by a wrong encoding. Texts are the same if their words are.
      Memory is some 50 bytes a document, and its name where it is a file. The exit
      code is 0 whatever is found, but with --strict 1 where anything is.
      """)

  @Argument(help: "The corpus: a file, or a folder of folders.", completion: .file())
  var corpus: String

  @Option(help: ArgumentHelp("A corpus to be tested on.", valueName: "corpus"), completion: .file())
  var test: String?

  @Option(
    help: ArgumentHelp("A store of word vectors: how many of the words it has.", valueName: "store"),
    completion: .file())
  var store: String?

  @OptionGroup var chosen: SetOptions

  @Flag(help: "Exit with 1 if anything is found.")
  var strict = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var tokens: TokenizerOptions
  @OptionGroup var reading: CorpusOptions
  @OptionGroup var labels: LabelOptions

  func validate() throws {
    try tokens.check()
    if chosen.sets != nil, store == nil {
      throw ValidationError("--sets are of a store; name it with --store")
    }
  }

  func run() throws {
    labels.tellIdleOptions()
    let vectors = try store.map { try EmbeddingStore(path: $0).view(chosen.sets) }
    var check = CorpusCheck(tokenizer: Tokenizer(try tokens.configuration()), countsWords: vectors != nil)
    var files = DocumentFiles()
    let report = try reading.stream(corpus, labelSeparator: labels.separator).read {
      files.add($0)
      try check.add($0.document, line: $0.line, of: corpus)
    }
    var testFiles = DocumentFiles()
    let testReport = try test.map { test in
      try reading.stream(test, labelSeparator: labels.separator).read {
        testFiles.add($0)
        try check.addTest($0.document, line: $0.line, of: test)
      }
    }
    let coverage = try vectors.map { try StoreCoverage(check.words, in: $0) }
    if json {
      try StandardOutput.json(
        CorpusCheckContents(check, report, coverage, files, test: test == nil ? nil : testFiles))
    } else {
      var text = CorpusText(check: check, corpus: corpus, report: report, files: files, coverage: coverage)
      if let test, let testReport { text.test = (test, testReport, testFiles) }
      try StandardOutput.line(text.text)
    }
    if strict, check.hasFindings {
      throw CommandFailure("\(corpus): not as it should be; mend what was found, or leave --strict out")
    }
  }
}

/// The JSON form; its names are part of the command's promise and do not follow the library's.
private struct CorpusCheckContents: Encodable {
  struct PlacesContents: Encodable {
    let count: Int
    /// nil where each document has a file.
    let lines: [Int]?
    let files: [String]?

    init(_ places: Places, _ files: DocumentFiles) {
      count = places.count
      (lines, self.files) = files.isEmpty ? (places.first, nil) : (nil, places.first.map { files[$0] })
    }
  }
  struct Part: Encodable {
    let documents: Int
    let labels: [String: Int]
    let tokens: LengthContents
    let bytes: LengthContents
    let duplicates: PlacesContents
    let contradictions: PlacesContents
    let empty: PlacesContents
    let long: PlacesContents
    let unlabeled: PlacesContents
    let suspicious: [String: PlacesContents]

    init(_ findings: CorpusCheck.Findings, _ files: DocumentFiles) {
      documents = findings.documentCount
      labels = findings.labels
      tokens = LengthContents(findings.tokens)
      bytes = LengthContents(findings.bytes)
      duplicates = PlacesContents(findings.duplicates, files)
      contradictions = PlacesContents(findings.contradictions, files)
      empty = PlacesContents(findings.empty, files)
      long = PlacesContents(findings.long, files)
      unlabeled = PlacesContents(findings.unlabeled, files)
      suspicious = Dictionary(
        uniqueKeysWithValues: findings.suspicions.map { ($0.key.rawValue, PlacesContents($0.value, files)) })
    }
  }
  struct Overlap: Encodable {
    let documents: PlacesContents
    let contradicting: PlacesContents
    let unknownLabels: PlacesContents
    let labels: [String]
  }
  struct Coverage: Encodable {
    let words: Int
    let missingWords: Int
    let tokens: Int
    let missingTokens: Int
  }
  let format: String?
  let encoding: String
  let compression: String?
  let training: Part
  let test: Part?
  let overlap: Overlap?
  let onlyLabel: String?
  let singleLabels: [String]
  let alikeLabels: [[String]]
  let vectors: Coverage?
  let found: Bool

  init(
    _ check: CorpusCheck, _ report: ReadingReport, _ coverage: StoreCoverage?, _ files: DocumentFiles,
    test testFiles: DocumentFiles?
  ) {
    format = report.format?.rawValue
    encoding = report.encoding.rawValue
    compression = report.compression
    training = Part(check.training, files)
    test = testFiles.map { Part(check.test, $0) }
    overlap = testFiles.map {
      Overlap(
        documents: PlacesContents(check.overlap, $0),
        contradicting: PlacesContents(check.contradictingOverlap, $0),
        unknownLabels: PlacesContents(check.unknownLabels, $0), labels: check.labelsOfTestAlone)
    }
    onlyLabel = check.onlyLabel
    singleLabels = check.singleLabels
    alikeLabels = check.alikeLabels
    vectors = coverage.map {
      Coverage(
        words: $0.all.words, missingWords: $0.missing.words, tokens: $0.all.runningWords,
        missingTokens: $0.missing.runningWords)
    }
    found = check.hasFindings
  }
}
