import ArgumentParser
import ConvolutionModel
import ModelTraining
import TextCorpus

extension KernelConfiguration.Kind: ExpressibleByArgument {}
extension KernelConfiguration.Mode: ExpressibleByArgument {}
extension KernelConfiguration.Offsets: ExpressibleByArgument {}
extension TrainingConfiguration.Vectors: ExpressibleByArgument {}

/// A whole corpus and a network to start from, as `textcnn train --dev-fraction 0` makes them.
struct TrainingSetup: ParsableArguments {
  @Option(help: "The corpus.") var corpus: String
  @Option var kernel = KernelConfiguration.Kind.static
  @Option var offsets = KernelConfiguration.Offsets.each
  @Option var mode = KernelConfiguration.Mode.window
  @Option(help: "Whether word vectors move; they start at random all the same.")
  var vectors = TrainingConfiguration.Vectors.random
  @Option var dropout: Float = 0.5

  var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.network.kernel = KernelConfiguration(kind: kernel, mode: mode, offsets: offsets)
    configuration.vectors = vectors
    configuration.dropout = dropout
    configuration.devFraction = 0
    return configuration
  }

  /// The corpus as word numbers, its vocabulary and labels, and the network.
  func make() throws -> (text: EncodedText, vocabulary: Vocabulary, labels: LabelSet, network: TextCNN) {
    let configuration = configuration
    let training = try TrainingText(try CorpusReader().read(corpus), tokenizer: configuration.tokenizer)
    let vocabulary = training.text.vocabulary(
      of: Array(0..<training.count), minimumCount: configuration.minimumCount
    ).vocabulary
    let network = TextCNN(
      configuration.network, vocabularyCount: vocabulary.count, classes: training.labels.count,
      seed: configuration.seed, vectorBound: configuration.vectorBound)
    return (
      training.text.encoded(with: vocabulary, labels: training.classes), vocabulary, training.labels, network
    )
  }
}
