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
    var collector = MultiLabelCollector(predictor, ranks: ranks)
    for document in corpus.documents { collector.add(document) }
    return collector.finish(corpus: corpus.name).reports[0]
  }

  /// The same for documents that are read as they come.
  ///
  /// - Throws: What the source throws.
  public func evaluateMultiLabel(
    _ predictor: Predictor, on source: DocumentSource, ranks: [Int] = usualRanks
  ) throws -> HeldOutScores<MultiLabelReport> {
    var collector = MultiLabelCollector(predictor, ranks: ranks)
    try source.forEachDocument { collector.add($0) }
    return collector.finish(corpus: source.name)
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

  fileprivate static func thresholds(of predictor: Predictor) -> [Float] {
    guard let rule = predictor.classifier.multiLabel else {
      preconditionFailure("a classifier of one label a document, where one of several is expected")
    }
    return rule.thresholds
  }
}

/// Takes documents one at a time, and counts what a predictor says of them.
private struct MultiLabelCollector {
  private let predictor: Predictor
  private let known: LabelSet
  private let thresholds: [Float]
  private var unknown = UnknownLabels()
  private var counts: MultiLabelCounts
  private var blocks = HeldOutBlocks<Set<Int>>()

  init(_ predictor: Predictor, ranks: [Int]) {
    self.predictor = predictor
    known = predictor.classifier.labels
    thresholds = Evaluator.thresholds(of: predictor)
    counts = MultiLabelCounts(labelCount: known.count, ranks: ranks)
  }

  mutating func add(_ document: LabeledText) {
    var isKnown = true
    let truth = document.labels.map { label in
      if let index = known.index(of: label) { return index }
      isKnown = false
      return known.count + unknown.number(of: label)
    }
    if !isKnown { unknown.countDocument() }
    blocks.add(document.text, Set(truth))
    if blocks.isFull { countBlock() }
  }

  private mutating func countBlock() {
    let (texts, truths) = blocks.take()
    counts.grow(to: known.count + unknown.labels.count)
    for (truth, prediction) in zip(truths, predictor.predictions(for: texts)) {
      counts.add(truth: truth, probabilities: prediction.probabilities[...], thresholds: thresholds)
    }
  }

  consuming func finish(corpus: String) -> HeldOutScores<MultiLabelReport> {
    countBlock()
    let (labels, numbers) = unknown.sorted
    counts.reorder(Array(0..<known.count) + numbers.map { known.count + $0 })
    return HeldOutScores(
      reports: [
        MultiLabelReport(
          corpus: corpus, labels: known.labels + labels, thresholds: thresholds, counts: counts)
      ], unknown: unknown)
  }
}
