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
  package let network: TextCNN

  /// - Precondition: The network has a vector for each word and a class for each label.
  package init(
    tokenizer: TokenizerConfiguration, vocabulary: Vocabulary, labels: LabelSet, network: TextCNN,
    provenance: [String: String] = [:]
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
      tokenizer: tokenizer, vocabulary: vocabulary, labels: labels, network: network, provenance: provenance)
  }
}
