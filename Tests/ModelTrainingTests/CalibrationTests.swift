import ModelEvaluation
import ModelTraining
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@Suite struct CalibrationTests {
  /// Texts whose label one word gives away, but for one in five, whose label is drawn.
  private func noisyCorpus(_ count: Int, seed: UInt64, name: String) -> Corpus {
    var generator = SeededGenerator(seed: seed, purpose: "noise")
    var noisy = easyCorpus(count, seed: seed, name: name)
    for index in noisy.documents.indices where generator.next() % 5 == 0 {
      noisy.documents[index].label = "label\(generator.next() % 3)"
    }
    return noisy
  }

  private var configuration: TrainingConfiguration {
    var configuration = smallConfiguration()
    configuration.epochs = 12
    configuration.patience = 0
    // Half of every target is spread over all classes, so that the network learns to be too unsure.
    configuration.labelSmoothing = 0.5
    configuration.calibrates = true
    return configuration
  }

  private let training = "train.tsv"

  @Test func probabilitiesOfOtherDocumentsBecomeMoreHonest() throws {
    let corpus = noisyCorpus(300, seed: 1, name: training)
    let dev = noisyCorpus(200, seed: 2, name: "dev.tsv")
    let test = noisyCorpus(400, seed: 3, name: "test.tsv")
    let result = try Trainer(configuration, threads: 1).train(on: corpus, dev: dev)
    let calibration = try #require(result.calibration)
    let temperature = try #require(calibration.temperature)
    #expect(temperature < 0.8)
    #expect(calibration.documents == 200)
    #expect(calibration.after.logLoss < calibration.before.logLoss)
    #expect(calibration.before.logLoss == result.bestEpoch.devLogLoss)
    #expect(result.classifier.temperature == temperature)

    let report = Evaluator().evaluate(Predictor(result.classifier), on: test)
    let before = try #require(report.uncalibrated)
    #expect(try #require(report.logLoss) < (try #require(before.logLoss)))
    let errors = (report.reliability?.expectedCalibrationError, before.reliability.expectedCalibrationError)
    #expect(try #require(errors.0) < (try #require(errors.1)))

    // It is the network of the same training without calibration, with another output layer alone.
    var plain = configuration
    plain.calibrates = false
    let uncalibrated = try Trainer(plain, threads: 1).train(on: corpus, dev: dev)
    #expect(uncalibrated.calibration == nil && uncalibrated.classifier.temperature == nil)
    let expected = Evaluator().evaluate(Predictor(uncalibrated.classifier), on: test)
    #expect(expected.confusion == report.confusion)
    #expect(abs((expected.logLoss ?? 0) - (before.logLoss ?? 1)) < 1e-5)
    for tensor in uncalibrated.classifier.network.tensors {
      let found = result.classifier.network[tensor: tensor.name]
      if tensor.name.hasPrefix("output.") {
        expectClose(found, tensor.values.map { Double($0) / temperature }, tensor.name, relative: 1e-6)
      } else {
        expectSameBits(found, tensor.values, tensor.name)
      }
    }
  }

  @Test func threadsDoNotMatter() throws {
    let corpus = noisyCorpus(120, seed: 4, name: training)
    let first = try Trainer(configuration, threads: 1).train(on: corpus)
    let second = try Trainer(configuration, threads: 3).train(on: corpus)
    #expect(first.calibration?.temperature != nil)
    #expect(first.calibration == second.calibration)
    #expect(first.classifier.network == second.classifier.network)
  }

  /// Where every dev document is right no temperature is best, and the classifier stays as it is.
  @Test func aDevPartWithoutAnErrorCalibratesNothing() throws {
    var configuration = configuration
    configuration.epochs = 30
    let dev = easyCorpus(30, seed: 8)
    let result = try Trainer(configuration, threads: 1).train(on: easyCorpus(300, seed: 5), dev: dev)
    #expect(result.bestEpoch.devAccuracy == 1)
    let calibration = try #require(result.calibration)
    #expect(calibration.temperature == nil && calibration.before == calibration.after)
    #expect(result.classifier.temperature == nil)
  }

  @Test func withoutADevPartItIsRefused() {
    var configuration = configuration
    configuration.devFraction = 0
    let error = #expect(throws: TrainingError.self) {
      try Trainer(configuration, threads: 1).train(on: easyCorpus(20, seed: 1))
    }
    #expect(error == .nothingToCalibrateOn)
    #expect(error?.description.hasSuffix("or give --dev-fraction more than 0") == true)
  }
}
