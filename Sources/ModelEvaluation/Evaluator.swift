import TextClassification
import TextCorpus

/// Scores a classifier on held-out documents.
public struct Evaluator: Sendable {
  public init() {}

  /// Classifies every document of a corpus and compares with its label.
  ///
  /// A label that the classifier does not know is listed after its own; its documents count as wrong.
  /// - Precondition: Each document has one label.
  /// - Complexity: O(tokens · filters).
  public func evaluate(_ predictor: Predictor, on corpus: Corpus) -> ClassificationReport {
    var collector = LabelScoreCollector([predictor])
    for document in corpus.documents { collector.add(document) }
    return collector.finish(corpus: corpus.name).reports[0]
  }

  /// The same for documents that are read as they come, once for several classifiers.
  ///
  /// - Parameter predictors: Those of classifiers with the same labels, such as an ensemble and its members.
  /// - Throws: What the source throws; `CorpusError.labelCount` for a document of no label or several.
  /// - Precondition: There is a predictor.
  public func evaluate(
    _ predictors: [Predictor], on source: DocumentSource
  ) throws -> HeldOutScores<ClassificationReport> {
    var collector = LabelScoreCollector(predictors)
    var number = 0
    try source.forEachDocument { document in
      guard document.labels.count == 1 else {
        throw CorpusError.labelCount(file: source.name, count: document.labels.count, document: number)
      }
      collector.add(document)
      number += 1
    }
    return collector.finish(corpus: source.name)
  }

  /// The same for documents that are encoded already, with the classes of the model.
  ///
  /// - Throws: `TemporaryFileError.cannotRead`.
  package func evaluate(
    _ predictor: Predictor, on documents: DocumentSelection, name: String
  ) throws -> ClassificationReport {
    let labels = predictor.classifier.labels
    var scores = ScoreCollector(temperature: predictor.classifier.temperature)
    try documents.forEachBlock { text in
      let probabilities = predictor.probabilities(of: text)
      for index in 0..<text.count {
        scores.add(
          probabilities[index * labels.count..<(index + 1) * labels.count], truth: Int(text.labels[index]))
      }
    }
    return scores.report(corpus: name, labels: labels.labels)
  }
}

/// Takes documents one at a time, and scores what some predictors say of them.
private struct LabelScoreCollector {
  private let predictors: [Predictor]
  private let known: LabelSet
  private var unknown = UnknownLabels()
  private var scores: [ScoreCollector]
  private var blocks = HeldOutBlocks<Int>()

  init(_ predictors: [Predictor]) {
    self.predictors = predictors
    known = predictors[0].classifier.labels
    scores = predictors.map { ScoreCollector(temperature: $0.classifier.temperature) }
  }

  mutating func add(_ document: LabeledText) {
    let truth: Int
    if let index = known.index(of: document.label) {
      truth = index
    } else {
      truth = known.count + unknown.number(of: document.label)
      unknown.countDocument()
    }
    blocks.add(document.text, truth)
    if blocks.isFull { scoreBlock() }
  }

  private mutating func scoreBlock() {
    let (texts, truths) = blocks.take()
    for (index, predictor) in predictors.enumerated() {
      for (truth, prediction) in zip(truths, predictor.predictions(for: texts)) {
        scores[index].add(prediction.probabilities[...], truth: truth)
      }
    }
  }

  consuming func finish(corpus: String) -> HeldOutScores<ClassificationReport> {
    scoreBlock()
    let (labels, numbers) = unknown.sorted
    let order = Array(0..<known.count) + numbers.map { known.count + $0 }
    return HeldOutScores(
      reports: scores.map { $0.report(corpus: corpus, labels: known.labels + labels, order: order) },
      unknown: unknown)
  }
}
