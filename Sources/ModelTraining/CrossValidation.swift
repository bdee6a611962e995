import ModelEvaluation
import TensorMath
import TextClassification
import TextCorpus

/// k-fold cross-validation: every document is tested once, by a model that has not seen it.
public struct CrossValidation: Sendable {
  /// What the folds gave.
  public struct Report: Encodable, Sendable {
    public let corpus: String
    public let documents: Int
    public let folds: Int
    /// Accuracy of each fold, and their mean ± sd.
    public let accuracies: [Double]
    public let accuracy: ScoreSummary
    /// The epoch whose model was kept in each fold.
    public let bestEpochs: [Int]
    public let trainingSeconds: Double
    /// Scores of all folds' test documents together.
    public let pooled: ClassificationReport
  }

  /// What to train in each fold, and how.
  public let configuration: TrainingConfiguration
  /// How many folds.
  public let folds: Int
  /// How many threads share the work.
  public let threads: Int

  /// A cross-validation; the configuration is checked when it runs.
  public init(_ configuration: TrainingConfiguration, folds: Int, threads: Int) {
    self.configuration = configuration
    self.folds = folds
    self.threads = threads
  }

  /// Trains a model for each fold; its dev part is taken from the fold's training documents.
  ///
  /// - Parameter finished: Is told of every fold: its number from 1, and its accuracy.
  /// - Throws: As `Trainer.train`; `CorpusError` where there are fewer documents than folds.
  public func run(
    on corpus: Corpus, vectors: VectorSource? = nil, finished: (Int, Double) -> Void = { _, _ in }
  ) throws -> Report {
    try configuration.validate()
    try configuration.requireOneLabel("cross-validation")
    let text = try TrainingText(corpus, tokenizer: configuration.tokenizer)
    var generator = SeededGenerator(seed: configuration.seed, purpose: "folds")
    let division = try Folds(stratifying: text.classes, count: folds, using: &generator)
    var accuracies: [Double] = []
    var bestEpochs: [Int] = []
    var seconds = 0.0
    var scores = ScoreCollector()
    let trainer = Trainer(configuration, threads: threads)
    for fold in 0..<folds {
      let result = try trainer.train(on: text, documents: division.training(in: fold), vectors: vectors)
      let predictor = Predictor(result.classifier, threads: threads)
      let heldOut = division.heldOut[fold]
      var correct = 0
      for (document, prediction) in zip(
        heldOut, predictor.predictions(for: heldOut.map { corpus.documents[$0].text }))
      {
        let label = Int(text.classes[document])
        scores.add(prediction.probabilities[...], truth: label)
        correct += prediction.classIndex == label ? 1 : 0
      }
      accuracies.append(Double(correct) / Double(heldOut.count))
      bestEpochs.append(result.bestEpoch.epoch)
      seconds += result.trainingSeconds
      finished(fold + 1, accuracies[fold])
    }
    return Report(
      corpus: corpus.name, documents: corpus.documents.count, folds: folds, accuracies: accuracies,
      accuracy: ScoreSummary(scores: accuracies), bestEpochs: bestEpochs, trainingSeconds: seconds,
      pooled: scores.report(corpus: corpus.name, labels: text.labels.labels))
  }
}
