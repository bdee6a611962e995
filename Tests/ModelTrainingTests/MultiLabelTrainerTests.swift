import ConvolutionModel
import ModelEvaluation
import TensorMath
import TestSupport
import Testing
import TextClassification

@testable import ModelTraining
@testable import TextCorpus

/// Training where a document has any number of labels.
@Suite struct MultiLabelTrainerTests {
  /// Each of three labels has a word of its own; a document has those whose bits its number has, with fillers around.
  private func corpus(_ count: Int, from start: Int = 0, name: String = "several.tsv") -> Corpus {
    Corpus(
      name: name,
      documents: (start..<start + count).map { index in
        var words = (0..<4).map { "common\((index * 7 + $0 * 3) % 11)" }
        var labels: [String] = []
        for bit in 0..<3 where index >> bit & 1 == 1 {
          labels.append("label\(bit)")
          words.insert("key\(bit)", at: (index + bit) % words.count)
        }
        return LabeledText(labels: labels, text: words.joined(separator: " "))
      })
  }

  private func configuration(epochs: Int = 30) -> TrainingConfiguration {
    var configuration = smallConfiguration()
    configuration.isMultiLabel = true
    configuration.epochs = epochs
    configuration.patience = 0
    return configuration
  }

  @Test(arguments: [KernelConfiguration(), KernelConfiguration(kind: .attention, heads: 2)])
  func learnsEveryCombination(_ kernel: KernelConfiguration) throws {
    var configuration = configuration()
    configuration.network.kernel = kernel
    let result = try Trainer(configuration, threads: 2).train(on: corpus(160))
    let held = corpus(40, from: 1000)
    let report = Evaluator().evaluateMultiLabel(Predictor(result.classifier), on: held)
    #expect(report.subsetAccuracy! > 0.95)
    let assigned = Predictor(result.classifier).predictions(for: held.documents.map(\.text)).map {
      prediction in
      Set(prediction.assigned.map { prediction.labels[$0] })
    }
    let right = zip(assigned, held.documents).count { $0 == Set($1.labels) }
    #expect(Double(right) / 40 == report.subsetAccuracy)
    #expect(
      result.epochs.allSatisfy { $0.devAccuracy == nil && $0.devMicroF1 != nil && $0.devLogLoss != nil })
  }

  /// Of the best micro-F1 at thresholds of a half; of equal ones the least loss.
  @Test func theBestEpochIsKept() throws {
    let dev = corpus(30, from: 500, name: "dev.tsv")
    let result = try Trainer(configuration(epochs: 12), threads: 1).train(on: corpus(60), dev: dev)
    let scores = result.epochs.map { ($0.devMicroF1!, -$0.devLogLoss!) }
    let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
    #expect(result.bestEpoch.epoch == best + 1)
    let halves = result.classifier.deciding(by: MultiLabelRule(labelCount: 3))
    let report = Evaluator().evaluateMultiLabel(Predictor(halves), on: dev)
    #expect(report.micro.f1 == result.bestEpoch.devMicroF1)
    #expect(abs(report.logLoss! - result.bestEpoch.devLogLoss!) < 1e-12)
  }

  /// No label's F1 on the dev part is better at a half, and some label's is worse.
  @Test func thresholdsFitTheDevPart() throws {
    let dev = corpus(30, from: 500, name: "dev.tsv")
    let fitted = try Trainer(configuration(epochs: 2), threads: 1).train(on: corpus(60), dev: dev).classifier
    let halves = fitted.deciding(by: MultiLabelRule(labelCount: 3))
    #expect(fitted.multiLabel != halves.multiLabel)
    let own = Evaluator().evaluateMultiLabel(Predictor(fitted), on: dev)
    let usual = Evaluator().evaluateMultiLabel(Predictor(halves), on: dev)
    for (a, b) in zip(own.labels, usual.labels) { #expect(a.f1! >= b.f1!) }
    #expect(own.macro.f1! > usual.macro.f1!)
  }

  @Test func withoutADevPartThresholdsAreAHalf() throws {
    var configuration = configuration(epochs: 2)
    configuration.devFraction = 0
    let classifier = try Trainer(configuration, threads: 1).train(on: corpus(40)).classifier
    #expect(classifier.multiLabel == MultiLabelRule(labelCount: 3))
  }

  @Test func theSeparatorOfTheCorpusIsKept() throws {
    var texts = corpus(40)
    texts.report.labelSeparator = "|"
    let classifier = try Trainer(configuration(epochs: 1), threads: 1).train(on: texts).classifier
    #expect(classifier.multiLabel?.separator == "|")
  }

  @Test(arguments: [TrainingConfiguration.ClassWeights.none, .balanced])
  func bitsDoNotDependOnTheThreads(_ weights: TrainingConfiguration.ClassWeights) throws {
    var configuration = configuration(epochs: 3)
    configuration.classWeights = weights
    func train(threads: Int) throws -> (TextCNN, MultiLabelRule?) {
      let classifier = try Trainer(configuration, threads: threads).train(on: corpus(60)).classifier
      return (classifier.network, classifier.multiLabel)
    }
    let first = try train(threads: 1)
    for threads in [1, 2, 5] {
      let other = try train(threads: threads)
      #expect(other.0 == first.0 && other.1 == first.1, "\(threads) threads")
    }
  }

  /// Where nothing in the text tells the documents apart, the best that a model can say has a formula.
  @Test func weightsSmoothingAndFocus() throws {
    let texts = Corpus(
      name: "same.tsv",
      documents: (0..<60).map {
        LabeledText(labels: $0 % 20 == 0 ? ["rare"] : [], text: "same words in each")
      })
    func probability(_ change: (inout TrainingConfiguration) -> Void) throws -> Double {
      var configuration = configuration(epochs: 80)
      configuration.devFraction = 0
      configuration.dropout = 0
      configuration.batchSize = 60
      change(&configuration)
      let result = try Trainer(configuration, threads: 1).train(on: texts)
      return Double(Predictor(result.classifier).prediction(for: "same words in each").probabilities[0])
    }
    #expect(abs(try probability { _ in } - 0.05) < 0.02)
    #expect(abs(try probability { $0.classWeights = .balanced } - 0.5) < 0.02)
    // (1 − ε)·0.05 + ε / 2
    #expect(abs(try probability { $0.labelSmoothing = 0.4 } - 0.23) < 0.02)
    let loss = { (p: Double) in
      0.05 * (1 - p) * (1 - p) * -logarithm(p) + 0.95 * p * p * -logarithm(1 - p)
    }
    let best = stride(from: 0.01, to: 0.6, by: 0.001).min { loss($0) < loss($1) }!
    #expect(abs(try probability { $0.focusing = 2 } - best) < 0.02)
  }

  /// Before the first step a network says of every document how frequent each label is.
  @Test func trainingStartsAtTheFrequencies() throws {
    var configuration = configuration(epochs: 1)
    configuration.devFraction = 0
    configuration.optimizer.learningRate = 1e-30
    let texts = Corpus(
      name: "uneven.tsv",
      documents: (0..<98).map {
        LabeledText(labels: $0 % 14 == 0 ? ["rare", "usual"] : $0 % 2 == 0 ? ["usual"] : [], text: "")
      })
    let network = try Trainer(configuration, threads: 1).train(on: texts).classifier.network
    // 7 of 98, and 49, one added to those that have the label and to those that lack it.
    expectClose(network.outputBias, [logarithm(8 / 92.0), 0], "bias", relative: 1e-5)
    configuration.classWeights = .balanced
    let balanced = try Trainer(configuration, threads: 1).train(on: texts).classifier.network
    expectClose(balanced.outputBias, [0, 0], "bias", absolute: 1e-20)
  }

  @Test func oneLabelIsEnoughWhereSomeLackIt() throws {
    let texts = Corpus(
      name: "one.tsv",
      documents: (0..<40).map {
        LabeledText(labels: $0 % 2 == 0 ? ["spam"] : [], text: $0 % 2 == 0 ? "buy now" : "see you soon")
      })
    let classifier = try Trainer(configuration(), threads: 1).train(on: texts).classifier
    let predictions = Predictor(classifier).predictions(for: ["buy now", "see you soon"])
    #expect(predictions.map(\.assigned) == [[0], []])
  }

  @Test func documentsMustDiffer() {
    for labels in [["a", "b"], []] {
      let texts = Corpus(
        name: "same.tsv", documents: (0..<20).map { LabeledText(labels: labels, text: "word\($0)") })
      let error = #expect(throws: TrainingError.self) {
        try Trainer(configuration(), threads: 1).train(on: texts)
      }
      #expect(error == .sameLabels(file: "same.tsv"))
      #expect(
        error?.description
          == "same.tsv: all training documents have the same labels; a classifier needs documents that differ in them"
      )
    }
  }

  @Test func withOneLabelADocumentSeveralAreRefused() {
    #expect(throws: CorpusError.labelCount(file: "several.tsv", count: 0, document: 0)) {
      try Trainer(smallConfiguration(), threads: 1).train(on: corpus(20))
    }
  }

  @Test func whatIsJudgedByAccuracyRefusesSeveralLabels() {
    let error = #expect(throws: ConfigurationError.self) {
      try CrossValidation(configuration(), folds: 3, threads: 1).run(on: corpus(20))
    }
    #expect(
      error?.description
        == "cross-validation is judged by accuracy, of documents with one label each; train and evaluate multi-label models one by one"
    )
    #expect(throws: ConfigurationError.self) {
      try EnsembleTrainer(configuration(), ensemble: EnsembleConfiguration(members: 2), threads: 1)
        .train(on: corpus(20))
    }
  }
}
