import CorpusTools
import TextCorpus

/// What `corpus check` and `corpus stats` say in words.
struct CorpusText {
  let check: CorpusCheck
  let corpus: String
  let report: ReadingReport
  let files: DocumentFiles
  let coverage: StoreCoverage?
  var test: (path: String, report: ReadingReport, files: DocumentFiles)?

  init(
    check: CorpusCheck, corpus: String, report: ReadingReport, files: DocumentFiles, coverage: StoreCoverage?
  ) {
    self.check = check
    self.corpus = corpus
    self.report = report
    self.files = files
    self.coverage = coverage
  }

  /// More labels are summed up in a line.
  private static let labelLimit = 30

  var text: String {
    var parts = [Self.heading(corpus, report)]
    if let test { parts[0] += "\n" + Self.heading(test.path, test.report) }
    parts.append(labels)
    parts.append(lengths)
    if let coverage { parts.append(Self.sentence(coverage)) }
    let found = self.found
    parts.append(
      found.isEmpty ? "Nothing suspicious." : "Found:\n" + found.map { "  " + $0 }.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private static func heading(_ path: String, _ report: ReadingReport) -> String {
    let format = report.format?.rawValue ?? "tsv"
    let packed = report.compression.map { ", \($0)" } ?? ""
    return
      "\(path): \(Numbers.count(report.documentCount, "document")), \(format), \(report.encoding.rawValue)\(packed)"
  }

  private var labels: String {
    let all = check.training.labels.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
    var table = TextTable(["label", "documents", "%"] + (test == nil ? [] : ["test", "%"]))
    table.rows = all.prefix(Self.labelLimit).map { label, count in
      let inTest = check.test.labels[label] ?? 0
      return [label, Numbers.count(count), Numbers.percent(count, of: check.training.documentCount)]
        + (test == nil ? [] : [Numbers.count(inTest), Numbers.percent(inTest, of: check.test.documentCount)])
    }
    let rest = all.dropFirst(Self.labelLimit)
    let more =
      rest.isEmpty
      ? ""
      : "\n… and \(Numbers.count(rest.count, "label")) more, of \(Numbers.count(rest.reduce(0) { $0 + $1.value }, "document"))"
    return table.text + more
  }

  private var lengths: String {
    let parts = test == nil ? [("", check.training)] : [("", check.training), ("test: ", check.test)]
    return Self.lengths(
      parts.flatMap { name, findings in
        [(name + "tokens", findings.tokens), (name + "bytes", findings.bytes)]
      })
  }

  static func lengths(_ tallies: [(name: String, tally: Tally)]) -> String {
    var table = TextTable(["of a text", "mean", "least", "5 %", "median", "95 %", "99 %", "most"])
    table.rows = tallies.map { name, tally in
      func quantile(_ share: Double) -> String { tally.quantile(share).map { Numbers.count($0) } ?? "–" }
      return [
        name, Numbers.decimal(tally.mean, digits: 1), tally.minimum.map { Numbers.count($0) } ?? "–",
        quantile(0.05),
        quantile(0.5), quantile(0.95), quantile(0.99), tally.maximum.map { Numbers.count($0) } ?? "–",
      ]
    }
    return table.text
  }

  private static func sentence(_ coverage: StoreCoverage) -> String {
    return
      "The store lacks \(Numbers.count(coverage.missing.words)) of \(Numbers.count(coverage.all.words, "distinct word")) "
      + "(\(Numbers.percent(coverage.missing.words, of: coverage.all.words)) %), which are "
      + "\(Numbers.percent(coverage.missing.runningWords, of: coverage.all.runningWords)) % of all tokens."
  }

  /// What was found, a sentence each.
  private var found: [String] {
    var lines = Self.found(in: check.training, files, of: "")
    if let label = check.onlyLabel {
      lines.append("every document has the label \(Self.list([label])); a classifier needs two or more")
    }
    if !check.singleLabels.isEmpty {
      let names = Self.list(check.singleLabels)
      let count = check.singleLabels.count
      lines.append("\(Numbers.count(count, "label")) of one document: \(names)")
    }
    let alike = check.alikeLabels
    for labels in alike.prefix(5) { lines.append("labels that may be one: \(Self.list(labels))") }
    if alike.count > 5 {
      lines.append("… and \(Numbers.count(alike.count - 5, "group")) more of such labels")
    }
    guard let test else { return lines }
    lines += Self.found(in: check.test, test.files, of: "test ")
    if check.overlap.count > 0 {
      lines.append(
        "\(Numbers.count(check.overlap.count, "test document")) with the words of one to learn from: "
          + Self.places(check.overlap, test.files))
      if check.contradictingOverlap.count > 0 {
        lines.append(
          "\(Numbers.count(check.contradictingOverlap.count)) of them under another label: "
            + Self.places(check.contradictingOverlap, test.files))
      }
    }
    if check.unknownLabels.count > 0 {
      lines.append(
        "\(Numbers.count(check.unknownLabels.count, "test document")) with a label that cannot be learned "
          + "(\(Self.list(check.labelsOfTestAlone))): \(Self.places(check.unknownLabels, test.files))")
    }
    return lines
  }

  private static func found(
    in findings: CorpusCheck.Findings, _ files: DocumentFiles, of kind: String
  ) -> [String] {
    var lines: [String] = []
    func add(_ places: Places, _ what: String, _ more: String = "") {
      guard places.count > 0 else { return }
      lines.append(
        "\(Numbers.count(places.count, kind + "document")) \(what): \(Self.places(places, files))\(more)")
    }
    add(findings.duplicates, "with the words of an earlier one")
    if findings.contradictions.count > 0 {
      let first = findings.contradicted.map { "; the first repeats \(Self.place($0, files))" } ?? ""
      lines.append(
        "\(Numbers.count(findings.contradictions.count)) of them under another label: "
          + Self.places(findings.contradictions, files) + first)
    }
    add(findings.empty, "without a word")
    add(findings.long, "of more than \(Numbers.count(CorpusCheck.longTokenCount)) tokens")
    add(findings.unlabeled, "without a label")
    for suspicion in Suspicion.allCases {
      guard let places = findings.suspicions[suspicion] else { continue }
      switch suspicion {
      case .replacementCharacters: add(places, "with U+FFFD, where an earlier conversion lost characters")
      case .mojibake: add(places, "with signs like \"Ã©\" or \"â€\", UTF-8 that was taken for Windows-1252")
      case .controlCharacters: add(places, "with control characters")
      }
    }
    return lines
  }

  /// "line 7", or the name of the document's file.
  private static func place(_ number: Int, _ files: DocumentFiles) -> String {
    files.isEmpty ? "line \(Numbers.count(number))" : files[number]
  }

  private static func places(_ places: Places, _ files: DocumentFiles) -> String {
    let numbers = places.first.map { files.isEmpty ? Numbers.count($0) : files[$0] }.joined(separator: ", ")
    let more = places.count > places.first.count ? ", …" : ""
    return (files.isEmpty ? (places.count == 1 ? "line " : "lines ") : "") + numbers + more
  }

  private static func list(_ labels: [String]) -> String {
    let shown = labels.prefix(5).map { String(reflecting: String($0.prefix(60))) }.joined(separator: ", ")
    return labels.count > 5 ? shown + ", …" : shown
  }

  /// What `corpus stats` prints.
  static func statistics(
    _ statistics: CorpusStatistics, _ report: ReadingReport, of path: String, top: Int
  ) -> String {
    let words = statistics.words
    var counts = TextTable([path, ""])
    counts.rows = [
      ["documents", Numbers.count(statistics.documentCount)],
      ["labels", Numbers.count(statistics.labels.count)],
      ["tokens", Numbers.count(words.total)],
      ["distinct words", Numbers.count(words.count)],
      ["of these once", Numbers.count(statistics.hapaxCount)],
      [
        "tokens for each word",
        Numbers.decimal(
          words.count == 0 ? nil : Double(words.total) / Double(words.count), digits: 1),
      ],
    ]
    var classes = TextTable(["label", "documents", "%"])
    classes.rows = statistics.classes.prefix(labelLimit).map {
      [
        $0.label, Numbers.count($0.count),
        Numbers.percent(Double($0.count) / Double(max(1, statistics.documentCount)), digits: 1),
      ]
    }
    let rest = statistics.classes.count - labelLimit
    var parts = [
      counts.text, classes.text + (rest > 0 ? "\n… and \(Numbers.count(rest, "label")) more" : ""),
    ]
    parts.append(lengths([(name: "tokens", tally: statistics.tokens)]))
    if top > 0 {
      var frequent = TextTable(["word", "count"])
      frequent.rows = words.ranked.prefix(top).map {
        [words.text(of: $0), Numbers.count(words.counts[$0])]
      }
      parts.append(frequent.text)
    }
    return parts.joined(separator: "\n\n")
  }
}
