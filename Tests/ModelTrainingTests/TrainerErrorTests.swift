import ConvolutionModel
import ModelTraining
import TestSupport
import Testing
import TextCorpus

@Suite struct TrainerErrorTests {
  @Test func oneClassIsNotEnough() {
    let texts = corpus("one.tsv", [("good", "a"), ("good", "b"), ("good", "c")])
    let error = #expect(throws: TrainingError.self) {
      try Trainer(smallConfiguration(), threads: 1).train(on: texts)
    }
    #expect(error == .oneClass(file: "one.tsv", label: "good"))
    #expect(
      error?.description
        == "one.tsv: all training documents have the label \"good\"; a classifier needs documents of two labels or more"
    )
  }

  @Test func aDevLabelMustBeKnown() {
    let dev = corpus("dev.tsv", [("food", "soup"), ("politics", "a speech")])
    let error = #expect(throws: CorpusError.self) {
      try Trainer(smallConfiguration(), threads: 1).train(on: twentyTexts, dev: dev)
    }
    #expect(error == .unknownLabel(file: "dev.tsv", label: "politics", document: 1))
    #expect(
      error?.description
        == "dev.tsv: label \"politics\" of document 2 is not one the model knows; correct it or train with it"
    )
  }

  @Test(arguments: [OptimizerConfiguration.Kind.adam, .sgd])
  func aLossThatIsNoNumberStopsTraining(_ kind: OptimizerConfiguration.Kind) {
    var configuration = smallConfiguration()
    configuration.optimizer = OptimizerConfiguration(kind, learningRate: 1e30)
    configuration.devFraction = 0
    let error = #expect(throws: TrainingError.self) {
      try Trainer(configuration, threads: 1).train(on: twentyTexts)
    }
    guard case .lossNotFinite(let epoch, let batch) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(epoch == 1 && batch >= 2 && batch <= 3)
    #expect(
      error?.description == "the loss is not finite in epoch 1, batch \(batch); use a lower --learning-rate")
  }

  @Test func twoDocumentsWithoutDev() throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    let texts = corpus("two.tsv", [("a", "x"), ("b", "y")])
    #expect(try Trainer(configuration, threads: 1).train(on: texts).epochs.count == 4)
    // With one document a class nothing can be held out.
    let error = #expect(throws: CorpusError.self) {
      try Trainer(smallConfiguration(), threads: 1).train(on: texts)
    }
    #expect(error == .nothingToHoldOut(documents: 2))
  }

  @Test func optionsAreCheckedBeforeAnythingElse() {
    var configuration = smallConfiguration()
    configuration.network.filters = 0
    #expect(throws: ConfigurationError("there are 0 filters; use 1 to 65536 for each width")) {
      try Trainer(configuration, threads: 1).train(on: corpus("none.tsv", []))
    }
  }

  @Test func noDocumentsAtAll() {
    // The reader refuses an empty file; a corpus made by a program may still be empty.
    for fraction in [0, 0.1] {
      var configuration = smallConfiguration()
      configuration.devFraction = fraction
      #expect(throws: (any Error).self) {
        try Trainer(configuration, threads: 1).train(on: corpus("none.tsv", []))
      }
    }
  }
}
