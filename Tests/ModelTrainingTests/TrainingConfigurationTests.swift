import ConvolutionModel
import Foundation
import ModelTraining
import Testing
import TextCorpus

@Suite struct TrainingConfigurationTests {
  private func expect(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout TrainingConfiguration) -> Void
  ) {
    var configuration = TrainingConfiguration()
    change(&configuration)
    #expect(throws: ConfigurationError(message), sourceLocation: sourceLocation) {
      try configuration.validate()
    }
  }

  @Test func whatMakesNoSenseIsRefused() {
    expect("there are 0 epochs; use at least 1") { $0.epochs = 0 }
    expect("the patience is -1 epochs; use 0 for none or a positive number") { $0.patience = -1 }
    expect("the batch has 0 documents; use at least 1") { $0.batchSize = 0 }
    expect("the dropout is 1.0; it must be at least 0 and below 1") { $0.dropout = 1 }
    expect("the dropout is -0.1; it must be at least 0 and below 1") { $0.dropout = -0.1 }
    expect("the dropout is nan; it must be at least 0 and below 1") { $0.dropout = .nan }
    for bound in [0, -1, Float.nan, .infinity] {
      expect("the max-norm is not positive") { $0.maxNorm = bound }
    }
    expect("L1 and L2 are -1.0 and 0.0; they must not be negative") { $0.l1 = -1 }
    expect("L1 and L2 are 0.0 and nan; they must not be negative") { $0.l2 = .nan }
    expect("the minimum count is 0; use at least 1") { $0.minimumCount = 0 }
    expect("the dev share is 1.0; use at least 0 and below 1") { $0.devFraction = 1 }
    expect("the bound of random vectors is 0.0; use more than 0") { $0.vectorBound = 0 }
    expect("the learning rate is 0.0; it must be positive and finite") { $0.optimizer.learningRate = 0 }
    expect("the learning rate is inf; it must be positive and finite") {
      $0.optimizer.learningRate = .infinity
    }
    expect("the momentum is 1.0; it must be at least 0 and below 1") { $0.optimizer.momentum = 1 }
    for rate in [-1, Float.infinity, .nan] {
      expect("the generators' rate is \(rate) times the others'; use 0 or more") { $0.generators.rate = rate }
    }
    expect("the generators' decay is -1.0; it must not be negative") { $0.generators.decay = -1 }
    expect("the generators' decay of 5.0 would take all of a weight in each step; use less than 2.5") {
      $0.optimizer = OptimizerConfiguration(.sgd, learningRate: 0.1)
      $0.generators = GeneratorPace(rate: 4, decay: 5)
    }
    expect("the dimension is 0; it must be from 1 to 4096") { $0.network.dimension = 0 }
  }

  @Test func defaultsAreValid() throws { try TrainingConfiguration().validate() }

  /// Kim 2014, section 3.1.
  @Test func kim2014() throws {
    let kim = TrainingConfiguration.kim2014
    try kim.validate()
    #expect(kim.network == TextCNNConfiguration(dimension: 300, widths: [3, 4, 5], filters: 100))
    #expect(kim.network.activation == .relu && kim.network.kernel.kind == .static)
    #expect(kim.optimizer == OptimizerConfiguration(.adadelta, learningRate: 1))
    #expect(kim.batchSize == 50)
    #expect(kim.dropout == 0.5)
    #expect(kim.maxNorm == 3)
    #expect(kim.devFraction == 0.1)
    #expect(kim.vectors == .random && kim.vectorBound == 0.25)
    #expect(kim.l1 == 0 && kim.l2 == 0 && kim.classWeights == .none)
    #expect(
      kim.tokenizer == TokenizerConfiguration(kind: .words, isLowercased: true, splitsContractions: true))
    #expect(kim.epochs == 25 && kim.patience == 0)
  }

  @Test func codingKeepsEverything() throws {
    var configuration = TrainingConfiguration.kim2014
    configuration.network.kernel = KernelConfiguration(kind: .attention, mode: .center, heads: 5)
    configuration.seed = .max
    configuration.classWeights = .balanced
    configuration.focusing = 1.5
    configuration.labelSmoothing = 0.5
    configuration.calibrates = true
    configuration.generators = GeneratorPace(rate: 2, decay: 0.5)
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: data) == configuration)
  }
}
