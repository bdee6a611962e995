import TextClassification
import TextCorpus

// Documents that have any number of labels.
extension Evaluator {
  /// The k at which precision and recall of the most probable labels are told.
  public static let usualRanks = [1, 3, 5]

  /// Classifies every document of a corpus and compares with its labels.
  ///
  /// A label that the classifier does not know is listed after its own; no document is ever given it.
  /// - Parameter ranks: The k of precision and recall at k.
  /// - Precondition: The classifier gives documents any number of labels.
  /// - Complexity: O(tokens · filters + documents · C · ln C).
  public func evaluateMultiLabel(
    _ predictor: Predictor, on corpus: Corpus, ranks: [Int] = usualRanks
  ) -> MultiLabelReport {
    let known = predictor.classifier.labels
    let thresholds = Self.thresholds(of: predictor)
    let foreign = LabelSet(corpus.documents.lazy.flatMap(\.labels).filter { known.index(of: $0) == nil })
    var counts = MultiLabelCounts(labelCount: known.count + foreign.count, ranks: ranks)
    // A block at a time, so that memory does not grow with the corpus.
    for block in stride(from: 0, to: corpus.documents.count, by: 4096) {
      let documents = corpus.documents[block..<min(block + 4096, corpus.documents.count)]
      for (document, prediction) in zip(documents, predictor.predictions(for: documents.map(\.text))) {
        let truth = document.labels.map { label in
          // Every label that is not known is foreign.
          known.index(of: label) ?? known.count + (foreign.index(of: label) ?? 0)
        }
        counts.add(truth: Set(truth), probabilities: prediction.probabilities[...], thresholds: thresholds)
      }
    }
    return MultiLabelReport(
      corpus: corpus.name, labels: known.labels + foreign.labels, thresholds: thresholds, counts: counts)
  }

  /// The same for documents that are encoded already; `combinations` says what their class numbers mean.
  ///
  /// - Throws: `TemporaryFileError.cannotRead`.
  package func evaluateMultiLabel(
    _ predictor: Predictor, on documents: DocumentSelection, combinations: LabelCombinations, name: String
  ) throws -> MultiLabelReport {
    let labels = predictor.classifier.labels
    let thresholds = Self.thresholds(of: predictor)
    var counts = MultiLabelCounts(labelCount: labels.count, ranks: [])
    try documents.forEachBlock { text in
      let probabilities = predictor.probabilities(of: text)
      for index in 0..<text.count {
        counts.add(
          truth: Set(combinations[text.labels[index]].map { Int($0) }),
          probabilities: probabilities[index * labels.count..<(index + 1) * labels.count],
          thresholds: thresholds)
      }
    }
    return MultiLabelReport(corpus: name, labels: labels.labels, thresholds: thresholds, counts: counts)
  }

  /// For each label the threshold with the greatest F1 on some documents, `[C]`.
  ///
  /// - Throws: `TemporaryFileError.cannotRead`.
  /// - Complexity: O(tokens · filters + C · documents · ln documents); 5 bytes a document and label of memory.
  package func thresholds(
    fitting predictor: Predictor, on documents: DocumentSelection, combinations: LabelCombinations
  ) throws -> [Float] {
    let classes = predictor.classifier.labels.count
    var probabilities: [Float] = []
    var isPresent = [Bool](repeating: false, count: documents.count * classes)
    var first = 0
    try documents.forEachBlock { text in
      probabilities += predictor.probabilities(of: text)
      for (document, number) in text.labels.enumerated() {
        for label in combinations[number] { isPresent[(first + document) * classes + Int(label)] = true }
      }
      first += text.count
    }
    return (0..<classes).map { label in
      thresholdOfGreatestF1(
        stride(from: label, to: probabilities.count, by: classes).map { (probabilities[$0], isPresent[$0]) })
    }
  }

  private static func thresholds(of predictor: Predictor) -> [Float] {
    guard let rule = predictor.classifier.multiLabel else {
      preconditionFailure("a classifier of one label a document, where one of several is expected")
    }
    return rule.thresholds
  }
}
