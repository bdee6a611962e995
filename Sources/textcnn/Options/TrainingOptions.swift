import ArgumentParser
import ConvolutionModel
import Foundation
import ModelTraining
import TextCorpus

extension OptimizerConfiguration.Kind: ExpressibleByArgument {}
extension TrainingConfiguration.ClassWeights: ExpressibleByArgument {}
extension TokenizerKind: ExpressibleByArgument {}

/// A named set of training options.
enum Preset: String, ExpressibleByArgument, CaseIterable {
  case kim2014

  var configuration: TrainingConfiguration {
    switch self {
    case .kim2014: .kim2014
    }
  }
}

/// How a classifier is trained, but for the kind of kernel.
struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Start from a known set-up; other options change it.", valueName: "kim2014"))
  var preset: Preset?

  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Word vectors") var vectors: VectorOptions

  @Option(help: ArgumentHelp("How gradients become moves.", valueName: "adadelta|adam|sgd"))
  var optimizer: OptimizerConfiguration.Kind?

  @Option(help: "The step size; by default 1 for adadelta, 0.001 for adam, 0.1 for sgd.")
  var learningRate: Float?

  @Option(help: "Momentum of sgd.")
  var momentum: Float?

  @Option(help: "At most so many passes over the training documents.")
  var epochs: Int?

  @Option(help: "Stop after so many epochs without a better dev score; 0: never.")
  var patience: Int?

  @Option(help: "Documents in a training step.")
  var batch: Int?

  @Option(help: "Share of the features left out in each training step.")
  var dropout: Float?

  @Option(help: "Greatest length of a class's output weights; 0: free.")
  var maxNorm: Float?

  @Option(help: "L1 penalty of kernels and output weights.")
  var l1: Float?

  @Option(help: "L2 penalty of kernels and output weights.")
  var l2: Float?

  @Option(help: ArgumentHelp("How classes count in the loss.", valueName: "none|balanced"))
  var classWeights: TrainingConfiguration.ClassWeights?

  @Option(help: "Share of the training documents that chooses the epoch, where no --dev file is given; 0: none.")
  var devFraction: Double?

  @Option(help: "Words that occur less often are unknown words.")
  var minCount: Int?

  @Option(help: ArgumentHelp("What a token is.", valueName: "words|characters|whitespace"))
  var tokenizer: TokenizerKind?

  @Flag(inversion: .prefixedNo, help: "Tokens in lower case.")
  var lowercase: Bool?

  @Flag(inversion: .prefixedNo, help: "Split \"it's\" into \"it 's\" and \"don't\" into \"do n't\".")
  var contractions: Bool?

  @Option(help: "Decides everything that is random.")
  var seed: UInt64?

  @OptionGroup var threads: ThreadOptions

  /// The configuration that the options ask for, with `kernel` if it is given.
  func configuration(
    kernel: KernelConfiguration.Kind?
  ) throws -> (configuration: TrainingConfiguration, source: VectorSource?) {
    var configuration = unresolved(kernel: kernel)
    let source = try vectors.apply(to: &configuration, dimensionIsChosen: network.dimension != nil)
    return (configuration, source)
  }

  /// The configuration before a store has its say.
  private func unresolved(kernel: KernelConfiguration.Kind?) -> TrainingConfiguration {
    var configuration = preset?.configuration ?? TrainingConfiguration()
    network.apply(to: &configuration.network)
    if let kernel { configuration.network.kernel.kind = kernel }
    if let optimizer { configuration.optimizer = OptimizerConfiguration(optimizer) }
    if let learningRate { configuration.optimizer.learningRate = learningRate }
    if let momentum { configuration.optimizer.momentum = momentum }
    if let epochs { configuration.epochs = epochs }
    if let patience { configuration.patience = patience }
    if let batch { configuration.batchSize = batch }
    if let dropout { configuration.dropout = dropout }
    if let maxNorm { configuration.maxNorm = maxNorm == 0 ? nil : maxNorm }
    if let l1 { configuration.l1 = l1 }
    if let l2 { configuration.l2 = l2 }
    if let classWeights { configuration.classWeights = classWeights }
    if let devFraction { configuration.devFraction = devFraction }
    if let minCount { configuration.minimumCount = minCount }
    if let tokenizer { configuration.tokenizer.kind = tokenizer }
    if let lowercase { configuration.tokenizer.isLowercased = lowercase }
    if let contractions { configuration.tokenizer.splitsContractions = contractions }
    if let seed { configuration.seed = seed }
    return configuration
  }

  func validate() throws {
    do {
      try unresolved(kernel: nil).validate()
    } catch {
      throw ValidationError(error.description)
    }
  }
}

/// How many threads work. The results do not depend on it.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads; by default one for each processor. The result is the same with any number.")
  var threads: Int?

  var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("there are \(threads) threads; use 1 to 1024")
    }
  }
}
