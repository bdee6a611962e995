import ArgumentParser
import ModelTraining

extension OptimizerConfiguration.Kind: ExpressibleByArgument {}
extension TrainingConfiguration.ClassWeights: ExpressibleByArgument {}
extension TrainingConfiguration.DropoutForm: ExpressibleByArgument {}

/// How the numbers of a network are learned.
struct LearningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How gradients become moves. Default: \(Defaults.training.optimizer.kind.rawValue).",
      valueName: "optimizer"))
  var optimizer: OptimizerConfiguration.Kind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The step size. Default: \(Defaults.learningRates).", valueName: "rate"))
  var learningRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With sgd: the part of a move that goes on in the next. Default: "
        + "\(Defaults.number(Defaults.training.optimizer.momentum)).",
      valueName: "share"))
  var momentum: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With attention or shared offsets: the step size of what generates the weights, as a multiple of the others'. "
        + "Default: \(Defaults.number(Defaults.training.generators.rate)).",
      valueName: "factor"))
  var generatorRate: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With attention or shared offsets: the part of what generates the weights that each step takes away, divided by "
        + "its step size; draws to static kernels. Default: \(Defaults.number(Defaults.training.generators.decay)).",
      valueName: "factor"))
  var generatorDecay: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "At most so many passes over the training documents. Default: \(Defaults.training.epochs).",
      valueName: "count"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop after so many epochs without a better dev score; 0: never. Default: \(Defaults.training.patience).",
      valueName: "count"))
  var patience: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Documents in a training step. Default: \(Defaults.training.batchSize).", valueName: "count"))
  var batch: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The part of the features left out in each step. Default: \(Defaults.number(Defaults.training.dropout)).",
      valueName: "share"))
  var dropout: Float?

  @Option(
    help: ArgumentHelp(
      "Whether features that are kept are divided by their share, or the finished output weights multiplied by it. Default: "
        + "\(Defaults.training.dropoutForm.rawValue).",
      valueName: "form"))
  var dropoutForm: TrainingConfiguration.DropoutForm?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The part of the words that each step takes for unknown ones. Default: "
        + "\(Defaults.number(Defaults.training.wordDropout)).",
      valueName: "share"))
  var wordDropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With attention or shared offsets: the part of the weights left out in each step. Default: "
        + "\(Defaults.number(Defaults.training.attentionDropout)).",
      valueName: "share"))
  var attentionDropout: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Greatest length of a class's output weights; 0: free. Default: "
        + "\(Defaults.number(Defaults.training.maxNorm ?? 0)).",
      valueName: "length"))
  var maxNorm: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "L1 penalty of kernels and output weights, which makes weights exactly zero. Default: \(Defaults.number(Defaults.training.l1)).",
      valueName: "factor"))
  var l1: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "L2 penalty of kernels and output weights. Default: \(Defaults.number(Defaults.training.l2)).",
      valueName: "factor"))
  var l2: Float?

  @Option(
    help: ArgumentHelp(
      "How classes count in the loss. Default: \(Defaults.training.classWeights.rawValue).",
      valueName: "weights"))
  var classWeights: TrainingConfiguration.ClassWeights?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Spread this part of each document's target over all classes; for probabilities that are less extreme, such as "
        + "0.1. Default: \(Defaults.number(Defaults.training.labelSmoothing)).",
      valueName: "share"))
  var labelSmoothing: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Focal loss: documents count (1 − p)^γ as much, p the probability of their label; for rare, hard classes, such "
        + "as 2. Default: \(Defaults.number(Defaults.training.focusing)).",
      valueName: "γ"))
  var focal: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The part of the training documents that chooses the epoch, where no other corpus does; 0: none, and the "
        + "last epoch is kept. Default: \(Defaults.training.devFraction).",
      valueName: "share"))
  var devFraction: Double?

  @Flag(
    help: ArgumentHelp(
      "After training, divide the logits by the temperature at which the documents that chose the epoch have the "
        + "least log loss: labels stay, probabilities become more honest."))
  var calibrate = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Decides everything random. Default: \(Defaults.training.seed).", valueName: "number"))
  var seed: UInt64?

  func apply(to configuration: inout TrainingConfiguration) {
    if let optimizer { configuration.optimizer = OptimizerConfiguration(optimizer) }
    if let learningRate { configuration.optimizer.learningRate = learningRate }
    if let momentum { configuration.optimizer.momentum = momentum }
    if let generatorRate { configuration.generators.rate = generatorRate }
    if let generatorDecay { configuration.generators.decay = generatorDecay }
    if let epochs { configuration.epochs = epochs }
    if let patience { configuration.patience = patience }
    if let batch { configuration.batchSize = batch }
    if let dropout { configuration.dropout = dropout }
    if let dropoutForm { configuration.dropoutForm = dropoutForm }
    if let wordDropout { configuration.wordDropout = wordDropout }
    if let attentionDropout { configuration.attentionDropout = attentionDropout }
    if let maxNorm { configuration.maxNorm = maxNorm == 0 ? nil : maxNorm }
    if let l1 { configuration.l1 = l1 }
    if let l2 { configuration.l2 = l2 }
    if let classWeights { configuration.classWeights = classWeights }
    if let labelSmoothing { configuration.labelSmoothing = labelSmoothing }
    if let focal { configuration.focusing = focal }
    if let devFraction { configuration.devFraction = devFraction }
    if calibrate { configuration.calibrates = true }
    if let seed { configuration.seed = seed }
  }
}
