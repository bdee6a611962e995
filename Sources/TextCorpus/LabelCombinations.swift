/// Which labels each document of a corpus has, where it may have any number of them.
///
/// Each distinct combination has a number, in the order of appearance, so that a document still has one number, as where
/// it has one label.
package struct LabelCombinations: Sendable, Equatable {
  /// The class numbers of each combination, ascending and distinct; may be empty.
  package private(set) var combinations: [[Int32]] = []

  /// The combination of each document, `[documents]`.
  package private(set) var numbers: [Int32] = []

  private var known: [[Int32]: Int32] = [:]

  /// No documents.
  package init() {}

  /// - Throws: `unknownLabel` at the first document with a label that is none of these.
  /// - Complexity: O(documents · labels of each) on average.
  package init(_ corpus: Corpus, labels: LabelSet) throws(CorpusError) {
    numbers.reserveCapacity(corpus.documents.count)
    for (document, text) in corpus.documents.enumerated() {
      guard let number = add(text.labels, labels) else {
        throw Self.unknownLabel(in: text.labels, labels, file: corpus.name, document: document)
      }
      numbers.append(number)
    }
  }

  /// Those of documents whose labels have been collected.
  ///
  /// - Precondition: Every label is one of `labels`.
  package init(_ collected: CollectedLabels, labels: LabelSet) {
    // The first document of a combination is the first one of a list, so the order of appearance is the same.
    let combinations = collected.lists.map { list in
      guard let number = add(list, labels) else {
        preconditionFailure("a label that is not among all labels")
      }
      return number
    }
    numbers = collected.numbers.map { combinations[Int($0)] }
  }

  /// The number of a combination, a new one if it is new; nil where a label is none of these.
  package mutating func add(_ list: [String], _ labels: LabelSet) -> Int32? {
    var classes: Set<Int32> = []
    for label in list {
      guard let index = labels.index(of: label) else { return nil }
      classes.insert(Int32(index))
    }
    let combination = classes.sorted()
    if let number = known[combination] { return number }
    let number = Int32(combinations.count)
    combinations.append(combination)
    known[combination] = number
    return number
  }

  /// What is wrong where `add` gives nil.
  package static func unknownLabel(
    in list: [String], _ labels: LabelSet, file: String, document: Int
  ) -> CorpusError {
    .unknownLabel(
      file: file, label: list.first { labels.index(of: $0) == nil } ?? "", document: document)
  }

  /// The combinations alone, where the documents are known elsewhere.
  package var withoutDocuments: LabelCombinations {
    var result = self
    result.numbers = []
    return result
  }

  /// The class numbers of a combination.
  package subscript(number: Int32) -> [Int32] { combinations[Int(number)] }

  /// How many of some documents have each label, `[C]`.
  ///
  /// - Parameter numbers: The combinations of the documents.
  package func counts(of numbers: some Sequence<Int32>, classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for number in numbers { for label in self[number] { counts[Int(label)] += 1 } }
    return counts
  }

  /// The same from how many documents have each combination.
  package func counts(ofCombinations documents: [Int], classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for (number, count) in documents.enumerated() {
      for label in combinations[number] { counts[Int(label)] += count }
    }
    return counts
  }

  /// What to stratify the documents by: the rarest label of each, the first one where two are equally rare; −1 for a
  /// document without labels. A rare label is so divided evenly, whatever stands beside it; frequent ones come out even
  /// by their number.
  package func strata(classes: Int) -> [Int32] {
    let counts = counts(of: numbers, classes: classes)
    let rarest = combinations.map { combination in
      combination.min { (counts[Int($0)], $0) < (counts[Int($1)], $1) } ?? -1
    }
    return numbers.map { rarest[Int($0)] }
  }
}
