/// Which labels each document of a corpus has, where it may have any number of them.
///
/// Each distinct combination has a number, in the order of appearance, so that a document still has one number, as where
/// it has one label.
package struct LabelCombinations: Sendable, Equatable {
  /// The class numbers of each combination, ascending and distinct; may be empty.
  package private(set) var combinations: [[Int32]] = []

  /// The combination of each document, `[documents]`.
  package private(set) var numbers: [Int32] = []

  /// - Throws: `unknownLabel` at the first document with a label that is none of these.
  /// - Complexity: O(documents · labels of each) on average.
  package init(_ corpus: Corpus, labels: LabelSet) throws(CorpusError) {
    var known: [[Int32]: Int32] = [:]
    numbers.reserveCapacity(corpus.documents.count)
    for (document, text) in corpus.documents.enumerated() {
      var classes: Set<Int32> = []
      for label in text.labels {
        guard let index = labels.index(of: label) else {
          throw .unknownLabel(file: corpus.name, label: label, document: document)
        }
        classes.insert(Int32(index))
      }
      let combination = classes.sorted()
      if known[combination] == nil {
        known[combination] = Int32(combinations.count)
        combinations.append(combination)
      }
      numbers.append(known[combination]!)
    }
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
