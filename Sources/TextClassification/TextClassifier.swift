import ConvolutionModel
import TensorMath
import TextCorpus

/// A finished classifier: text in, labels and probabilities out. A value; it never changes once it is trained.
///
/// Tokenizer, vocabulary, labels and network belong together and travel together, in memory and in the model file.
/// To classify, make a `Predictor`.
public struct TextClassifier: Sendable {
  /// How text becomes tokens.
  public let tokenizer: TokenizerConfiguration
  /// The words that have a vector.
  public let vocabulary: Vocabulary
  /// The classes.
  public let labels: LabelSet
  /// How the classifier came to be: corpus, options, seed, scores; for people, never read back by the program.
  public let provenance: [String: String]
  /// T, where the classifier is calibrated: what its output layer has been divided by, so that probabilities are
  /// softmax(logits / T) of the network as it was trained.
  public let temperature: Double?
  package let network: TextCNN

  /// - Precondition: The network has a vector for each word and a class for each label.
  package init(
    tokenizer: TokenizerConfiguration, vocabulary: Vocabulary, labels: LabelSet, network: TextCNN,
    provenance: [String: String] = [:], temperature: Double? = nil
  ) {
    precondition(
      network.vocabularyCount == vocabulary.count,
      "\(network.vocabularyCount) vectors, \(vocabulary.count) words")
    precondition(network.classes == labels.count, "\(network.classes) classes, \(labels.count) labels")
    self.tokenizer = tokenizer
    self.vocabulary = vocabulary
    self.labels = labels
    self.network = network
    self.provenance = provenance
    self.temperature = temperature
  }

  /// The shape of the network.
  public var configuration: TextCNNConfiguration { network.configuration }

  /// How many numbers the network has.
  public var parameterCount: Int { network.parameterCount }
}

extension TextClassifier {
  /// The same classifier with another account of how it came to be.
  public func describing(_ provenance: [String: String]) -> TextClassifier {
    TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, labels: labels, network: network, provenance: provenance,
      temperature: temperature)
  }

  /// The same classifier at a temperature T > 0: the output layer is divided by it, so that labels stay as they are,
  /// probabilities become softmax(logits / T), and no part that reads the network has to know.
  /// Source: Guo et al. 2017, <https://arxiv.org/abs/1706.04599>.
  package func calibrated(temperature: Double) -> TextClassifier {
    var network = network
    network.divideLogits(by: Float(temperature))
    return TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, labels: labels, network: network, provenance: provenance,
      temperature: temperature * (self.temperature ?? 1))
  }

  /// The same classifier with some of its filters (`TextCNN.keeping`).
  package func keeping(_ kept: [[Int]], constants: [Float]) -> TextClassifier {
    TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, labels: labels,
      network: network.keeping(kept, constants: constants), provenance: provenance, temperature: temperature)
  }
}
