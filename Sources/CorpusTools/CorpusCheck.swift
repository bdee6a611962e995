import Foundation
import TextCorpus

/// Looks for what spoils a training or its test: in a stream of documents, keeping 64 bits of each.
///
///     var check = CorpusCheck(tokenizer: Tokenizer())
///     while let document = try reader.next() { try check.add(document, line: reader.position.line, of: "a.tsv") }
///     while let document = try test.next() { try check.addTest(document, line: test.position.line, of: "b.tsv") }
///     print(check.training.duplicates.count, check.overlap.count)
///
/// Texts are the same if their words are (`TextHasher`).
package struct CorpusCheck {
  /// What is found in one corpus.
  package struct Findings: Sendable, Equatable {
    package var documentCount = 0
    /// Documents of each label; of a document of several labels each counts.
    package var labels: [String: Int] = [:]
    package var tokens = Tally()
    package var bytes = Tally()
    /// Documents with the words of an earlier one.
    package var duplicates = Places()
    /// Those among them that have another label than the first of these words.
    package var contradictions = Places()
    /// The line that the first contradiction contradicts.
    package var contradicted: Int?
    /// Texts without a word.
    package var empty = Places()
    /// Texts of more than `longTokenCount` words.
    package var long = Places()
    package var suspicions: [Suspicion: Places] = [:]
    /// Documents without a label, where several may be given.
    package var unlabeled = Places()
  }

  package static let longTokenCount = 1000

  package private(set) var training = Findings()
  package private(set) var test = Findings()
  /// Test documents with the words of a training document.
  package private(set) var overlap = Places()
  /// Those among them whose label is another.
  package private(set) var contradictingOverlap = Places()
  /// Test documents with a label that no training document has.
  package private(set) var unknownLabels = Places()

  /// Distinct words of both corpora and their counts; empty unless asked for.
  package private(set) var words = WordCounts()

  private var seen: [UInt64: Seen] = [:]
  private var testSeen: [UInt64: Seen] = [:]
  private var hasher: TextHasher
  private let countsWords: Bool

  /// - Parameter countsWords: Keep the distinct words, for asking a store of vectors for them.
  package init(tokenizer: Tokenizer, countsWords: Bool = false) {
    hasher = TextHasher(tokenizer)
    self.countsWords = countsWords
  }

  /// - Parameters:
  ///   - line: Where the document is.
  ///   - file: What it is from, for the error.
  /// - Throws: `CorpusError.tooManyWords`, only where words are counted.
  package mutating func add(_ document: LabeledText, line: Int, of file: String) throws(CorpusError) {
    let (hash, tokenCount) = try look(at: document, of: file)
    training.add(document, line: line, hash, tokenCount, &seen)
  }

  /// As `add`, a document to be tested on.
  package mutating func addTest(_ document: LabeledText, line: Int, of file: String) throws(CorpusError) {
    let (hash, tokenCount) = try look(at: document, of: file)
    test.add(document, line: line, hash, tokenCount, &testSeen)
    if let hash, let known = seen[hash] {
      overlap.add(line)
      if known.labels != labelHash(document.labels) { contradictingOverlap.add(line) }
    }
    if document.labels.contains(where: { training.labels[$0] == nil }) { unknownLabels.add(line) }
  }

  /// Labels of a single document, in order.
  package var singleLabels: [String] { training.labels.filter { $0.value == 1 }.keys.sorted() }

  /// The label that every document to learn from has, which leaves nothing to learn; nil: there are several, or none.
  package var onlyLabel: String? {
    training.labels.count == 1 && training.unlabeled.count == 0 ? training.labels.keys.first : nil
  }

  /// Labels of the test that training lacks, in order.
  package var labelsOfTestAlone: [String] {
    test.labels.keys.filter { training.labels[$0] == nil }.sorted()
  }

  /// Labels that differ only in case, and in blanks, `-` and `_` between letters, and so may be one by mistake written in
  /// several ways. -1 and 1 are two, and so are 1-2 and 12.
  package var alikeLabels: [[String]] {
    let groups = Dictionary(grouping: training.labels.keys) { label in
      let words = label.lowercased().split(whereSeparator: \.isWhitespace)
      let signs = Array(words.joined(separator: " "))
      return String(
        signs.indices.filter { place in
          !(" -_".contains(signs[place]) && place > 0 && place + 1 < signs.count
            && signs[place - 1].isLetter && signs[place + 1].isLetter)
        }.map { signs[$0] })
    }
    return groups.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  /// Whether anything was found that is more than a number.
  package var hasFindings: Bool {
    [training, test].contains {
      $0.duplicates.count + $0.empty.count + $0.long.count + $0.unlabeled.count > 0 || !$0.suspicions.isEmpty
    } || overlap.count + unknownLabels.count > 0 || !singleLabels.isEmpty || !alikeLabels.isEmpty
      || onlyLabel != nil
  }

  private mutating func look(
    at document: LabeledText, of file: String
  ) throws(CorpusError) -> (hash: UInt64?, tokenCount: Int) {
    let found = hasher.hash(of: document.text)
    if countsWords { try words.add(hasher.tokens, of: file) }
    return found
  }
}

/// The first document of its words.
private struct Seen {
  var line: Int
  var labels: UInt64
}

extension CorpusCheck.Findings {
  fileprivate mutating func add(
    _ document: LabeledText, line: Int, _ hash: UInt64?, _ tokenCount: Int, _ seen: inout [UInt64: Seen]
  ) {
    documentCount += 1
    for label in document.labels { labels[label, default: 0] += 1 }
    if document.labels.isEmpty { unlabeled.add(line) }
    let utf8 = Array(document.text.utf8)
    bytes.add(utf8.count)
    tokens.add(tokenCount)
    if tokenCount > CorpusCheck.longTokenCount { long.add(line) }
    for suspicion in Suspicion.all(in: utf8.span) { suspicions[suspicion, default: Places()].add(line) }
    guard let hash else {
      empty.add(line)
      return
    }
    let labels = labelHash(document.labels)
    guard let first = seen[hash] else {
      seen[hash] = Seen(line: line, labels: labels)
      return
    }
    duplicates.add(line)
    guard first.labels != labels else { return }
    if contradicted == nil { contradicted = first.line }
    contradictions.add(line)
  }
}

/// Of a set of labels, whatever their order; labels that Unicode has for equal are.
private func labelHash(_ labels: [String]) -> UInt64 {
  labels.reduce(0) { sum, label in
    let isPlain = label.utf8.allSatisfy { $0 < 0x80 }
    return sum &+ TextHasher.hash(ofBytes: isPlain ? label : label.precomposedStringWithCanonicalMapping)
  }
}
