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
    let known = predictor.classifier.labels
    let foreign = LabelSet(corpus.documents.lazy.map(\.label).filter { known.index(of: $0) == nil })
    let truth = corpus.documents.map { document in
      // Every label that is not known is foreign.
      known.index(of: document.label) ?? known.count + (foreign.index(of: document.label) ?? 0)
    }
    var scores = ScoreCollector(temperature: predictor.classifier.temperature)
    // A block at a time, so that memory does not grow with the corpus.
    for block in stride(from: 0, to: corpus.documents.count, by: 4096) {
      let documents = corpus.documents[block..<min(block + 4096, corpus.documents.count)]
      for (offset, prediction) in predictor.predictions(for: documents.map(\.text)).enumerated() {
        scores.add(prediction.probabilities[...], truth: truth[block + offset])
      }
    }
    return scores.report(corpus: corpus.name, labels: known.labels + foreign.labels)
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
