import ConvolutionModel
import ModelEvaluation
import TensorMath
import TextClassification
import TextCorpus

/// Trains variants of one model on the same splits with the same seeds, and says which is better, if that can be told.
///
/// Run r of every variant has the seed `configuration.seed + r`: the same division of the documents, the same first
/// weights where tensors have the same shape, the same order of batches, the same features dropped. So the runs are
/// paired, and what differs is the kernel.
public struct KernelComparison: Sendable {
  /// One of the things compared.
  public struct Variant: Sendable {
    public var name: String
    public var configuration: TrainingConfiguration

    /// A variant by the name that the report gives it.
    public init(name: String, configuration: TrainingConfiguration) {
      self.name = name
      self.configuration = configuration
    }
  }

  /// What a variant reached and what it cost, one entry a run where there are several.
  public struct VariantResult: Encodable, Sendable {
    public let name: String
    public let filters: Int
    /// Numbers in the network of the first run, the word vectors included; and without them.
    public let parameters: Int
    public let parametersWithoutVectors: Int
    public let accuracies: [Double]
    public let macroF1: [Double]
    public let logLoss: [Double]
    /// The epoch whose model was kept.
    public let bestEpochs: [Int]
    public let trainingSeconds: [Double]
    /// Medians over the runs, text to label for prediction.
    public let trainingDocumentsPerSecond: Double
    public let predictionDocumentsPerSecond: Double
    public let accuracy: ScoreSummary
  }

  /// Everything the comparison found.
  public struct Report: Encodable, Sendable {
    public let corpus: String
    /// The held-out corpus; nil where each run held out a part of the one corpus.
    public let test: String?
    public let trainDocuments: Int
    public let testDocuments: Int
    public let runs: Int
    public let threads: Int
    public let variants: [VariantResult]
    /// Every variant against each one before it, by accuracy.
    public let pairs: [PairedComparison]
  }

  /// A run that has ended.
  public struct RunRecord: Sendable {
    public let run: Int
    public let variant: String
    public let accuracy: Double
    public let seconds: Double
  }

  /// What is compared, in the order of the report.
  public let variants: [Variant]
  /// How often each is trained.
  public let runs: Int
  /// How many threads share the work.
  public let threads: Int
  /// The share of the corpus that a run holds out where there is no test corpus.
  public var testFraction = 0.1

  /// A comparison; configurations are checked when it runs.
  public init(_ variants: [Variant], runs: Int, threads: Int) {
    self.variants = variants
    self.runs = runs
    self.threads = threads
  }

  /// Trains and evaluates every variant `runs` times.
  ///
  /// - Parameters:
  ///   - test: The held-out corpus; nil: every run holds out another `testFraction` of the corpus, and the interval is
  ///     corrected for the overlap of the training parts (Nadeau & Bengio 2003).
  ///   - finished: Is told of every run.
  /// - Throws: As `Trainer.train`; `TrainingError.nothingToCompare`.
  public func run(
    on corpus: Corpus, dev: Corpus? = nil, test: Corpus? = nil, vectors: VectorSource? = nil,
    finished: (RunRecord) -> Void = { _ in }
  ) throws -> Report {
    guard variants.count > 1, runs > 0 else { throw TrainingError.nothingToCompare }
    for variant in variants {
      try variant.configuration.validate()
      try variant.configuration.requireOneLabel("a comparison")
    }
    // All variants share the tokenizer, so the text is cut once.
    let text = try TrainingText(corpus, tokenizer: variants[0].configuration.tokenizer)
    let devText = try dev.map {
      try TrainingText($0, tokenizer: variants[0].configuration.tokenizer, labels: text.labels)
    }
    var outcomes = variants.map { _ in [Outcome]() }
    var sizes = (train: text.count, test: test?.documents.count ?? 0)
    for run in 0..<runs {
      var documents = Array(0..<text.count)
      let heldOut: Corpus
      if let test {
        heldOut = test
      } else {
        var generator = SeededGenerator(
          seed: variants[0].configuration.seed &+ UInt64(run), purpose: "test split")
        let split = try HoldOut(stratifying: text.classes, fraction: testFraction, using: &generator)
        documents = split.training
        heldOut = corpus.selecting(split.heldOut)
        sizes = (split.training.count, split.heldOut.count)
      }
      for (index, variant) in variants.enumerated() {
        let outcome = try self.outcome(
          of: variant, run: run, on: text, documents: documents, dev: devText, test: heldOut,
          vectors: vectors)
        outcomes[index].append(outcome)
        finished(
          RunRecord(
            run: run + 1, variant: variant.name, accuracy: outcome.accuracy, seconds: outcome.trainingSeconds)
        )
      }
    }
    return report(
      corpus: corpus.name, test: test?.name, sizes: sizes, outcomes: outcomes, classes: text.labels.count)
  }

  /// What one run of one variant gave.
  private struct Outcome {
    var parameters: Int
    var accuracy: Double
    var macroF1: Double
    var logLoss: Double
    var bestEpoch: Int
    var trainingSeconds: Double
    var trainingRate: Double
    var predictionRate: Double
  }

  private func outcome(
    of variant: Variant, run: Int, on text: TrainingText, documents: [Int], dev: TrainingText?, test: Corpus,
    vectors: VectorSource?
  ) throws -> Outcome {
    var configuration = variant.configuration
    configuration.seed &+= UInt64(run)
    let result = try Trainer(configuration, threads: threads).train(
      on: text, documents: documents, dev: dev, vectors: vectors)
    let clock = ContinuousClock()
    let start = clock.now
    let scores = Evaluator().evaluate(Predictor(result.classifier, threads: threads), on: test)
    let seconds = (clock.now - start) / .seconds(1)
    return Outcome(
      parameters: result.classifier.parameterCount, accuracy: scores.accuracy ?? 0,
      macroF1: scores.macro.f1 ?? 0, logLoss: scores.logLoss ?? 0, bestEpoch: result.bestEpoch.epoch,
      trainingSeconds: result.trainingSeconds, trainingRate: result.documentsPerSecond,
      predictionRate: Double(test.documents.count) / max(seconds, 1e-9))
  }

  private func report(
    corpus: String, test: String?, sizes: (train: Int, test: Int), outcomes: [[Outcome]], classes: Int
  ) -> Report {
    let results = zip(variants, outcomes).map { variant, outcomes in
      VariantResult(
        name: variant.name, filters: variant.configuration.network.filters,
        parameters: outcomes[0].parameters,
        parametersWithoutVectors: variant.configuration.network.parameterCount(classes: classes),
        accuracies: outcomes.map(\.accuracy), macroF1: outcomes.map(\.macroF1),
        logLoss: outcomes.map(\.logLoss),
        bestEpochs: outcomes.map(\.bestEpoch), trainingSeconds: outcomes.map(\.trainingSeconds),
        trainingDocumentsPerSecond: median(outcomes.map(\.trainingRate)),
        predictionDocumentsPerSecond: median(outcomes.map(\.predictionRate)),
        accuracy: ScoreSummary(scores: outcomes.map(\.accuracy)))
    }
    var pairs: [PairedComparison] = []
    for (index, second) in results.enumerated() {
      for first in results[(index + 1)...] {
        pairs.append(
          PairedComparison(
            firstName: first.name, firstScores: first.accuracies, secondName: second.name,
            secondScores: second.accuracies,
            testToTrainRatio: test == nil ? Double(sizes.test) / Double(sizes.train) : nil))
      }
    }
    return Report(
      corpus: corpus, test: test, trainDocuments: sizes.train, testDocuments: sizes.test, runs: runs,
      threads: threads, variants: results, pairs: pairs)
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
