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
      Memory is some 50 bytes a document. The exit code is 0 whatever is found,
      but with --strict 1 where anything is.
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
    let report = try reading.stream(corpus, labelSeparator: labels.separator).read {
      check.add($0.document, line: $0.line)
    }
    let testReport = try test.map { test in
      try reading.stream(test, labelSeparator: labels.separator).read {
        check.addTest($0.document, line: $0.line)
      }
    }
    let coverage = try vectors.map { try WordCoverage(check.words, in: $0) }
    if json {
      try StandardOutput.json(CorpusCheckContents(check, report, coverage, hasTest: test != nil))
    } else {
      var text = CorpusText(check: check, corpus: corpus, report: report, coverage: coverage)
      if let test, let testReport { text.test = (test, testReport) }
      try StandardOutput.line(text.text)
    }
    if strict, check.hasFindings {
      throw CommandFailure("\(corpus): not as it should be; mend what was found, or leave --strict out")
    }
  }
}

/// How many words of a corpus a store has: distinct ones, and all that stand in the texts.
struct WordCoverage {
  let wordCount: Int
  let missingWordCount: Int
  let tokenCount: Int
  let missingTokenCount: Int

  init(_ words: CountedWords, in store: VectorView) throws {
    var (missing, missingTokens) = (0, 0)
    let matches = try store.matches(
      forUTF8: (0..<words.distinctCount).map { words.word($0) }, triesLowercase: true)
    for (id, match) in matches.enumerated() where match == .missing {
      missing += 1
      missingTokens += words.counts[id]
    }
    (wordCount, missingWordCount) = (words.distinctCount, missing)
    (tokenCount, missingTokenCount) = (words.tokenCount, missingTokens)
  }
}

/// The JSON form; its names are part of the command's promise and do not follow the library's.
private struct CorpusCheckContents: Encodable {
  struct PlacesContents: Encodable {
    let count: Int
    let lines: [Int]

    init(_ places: Places) { (count, lines) = (places.count, places.first) }
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

    init(_ findings: CorpusCheck.Findings) {
      documents = findings.documentCount
      labels = findings.labels
      tokens = LengthContents(findings.tokens)
      bytes = LengthContents(findings.bytes)
      duplicates = PlacesContents(findings.duplicates)
      contradictions = PlacesContents(findings.contradictions)
      empty = PlacesContents(findings.empty)
      long = PlacesContents(findings.long)
      unlabeled = PlacesContents(findings.unlabeled)
      suspicious = Dictionary(
        uniqueKeysWithValues: findings.suspicions.map { ($0.key.rawValue, PlacesContents($0.value)) })
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
  let singleLabels: [String]
  let alikeLabels: [[String]]
  let vectors: Coverage?
  let found: Bool

  init(_ check: CorpusCheck, _ report: ReadingReport, _ coverage: WordCoverage?, hasTest: Bool) {
    format = report.format?.rawValue
    encoding = report.encoding.rawValue
    compression = report.compression
    training = Part(check.training)
    test = hasTest ? Part(check.test) : nil
    overlap =
      hasTest
      ? Overlap(
        documents: PlacesContents(check.overlap), contradicting: PlacesContents(check.contradictingOverlap),
        unknownLabels: PlacesContents(check.unknownLabels), labels: check.labelsOfTestAlone) : nil
    singleLabels = check.singleLabels
    alikeLabels = check.alikeLabels
    vectors = coverage.map {
      Coverage(
        words: $0.wordCount, missingWords: $0.missingWordCount, tokens: $0.tokenCount,
        missingTokens: $0.missingTokenCount)
    }
    found = check.hasFindings
  }
}
