import ConvolutionModel
import TensorMath
import TextCorpus

/// A finished classifier: text in, labels and probabilities out. A value; it never changes once it is trained.
///
/// Tokenizer, vocabulary, labels and network belong together and travel together, in memory and in the model file.
/// An ensemble has several networks. To classify, make a `Predictor`.
public struct TextClassifier: Sendable {
  /// How text becomes tokens.
  public let tokenizer: TokenizerConfiguration
  /// The words that have a vector.
  public let vocabulary: Vocabulary
  /// The pieces of words that have one, for words that the vocabulary lacks; nil: those are all alike.
  package let pieces: PieceIndex?
  /// The classes.
  public let labels: LabelSet
  /// Which labels a document has, where it may have any number of them; nil: it has the most probable one.
  public let multiLabel: MultiLabelRule?
  /// How the classifier came to be: corpus, options, seed, scores; for people, never read back by the program.
  public let provenance: [String: String]
  /// The members of an ensemble, all of one shape; otherwise one network.
  package let networks: [TextCNN]
  /// T of each network, where it is calibrated: what its output layer has been divided by, so that probabilities are
  /// softmax(logits / T) of the network as it was trained.
  package let temperatures: [Double?]
  /// How the members' answers become one.
  public let combination: Combination
  /// Whether all members have the word vectors of the first.
  package let sharesVectors: Bool
  /// The share of features that each training step left out; nil where none was, or where the file does not say. Only
  /// thinned networks (`Predictor.Thinning`) make use of it.
  public let dropout: Float?

  /// - Precondition: There is a network; each has a vector for each word, a class for each label, and one shape. There is a
  ///   `multiLabel` rule, with a threshold for each label, just where the output is sigmoid; no ensemble has one.
  package init(
    tokenizer: TokenizerConfiguration, vocabulary: Vocabulary, pieces: PieceIndex?, labels: LabelSet,
    networks: [TextCNN],
    temperatures: [Double?], combination: Combination, sharesVectors: Bool, multiLabel: MultiLabelRule? = nil,
    dropout: Float? = nil, provenance: [String: String]
  ) {
    precondition(!networks.isEmpty, "a classifier without a network")
    precondition(
      networks.count == temperatures.count,
      "\(networks.count) networks, \(temperatures.count) temperatures")
    let network = networks[0]
    precondition(
      network.vocabularyCount == vocabulary.count,
      "\(network.vocabularyCount) vectors, \(vocabulary.count) words")
    precondition(
      network.pieceCount == pieces?.count ?? 0,
      "\(network.pieceCount) vectors of pieces, \(pieces?.count ?? 0) pieces")
    precondition(network.classes == labels.count, "\(network.classes) classes, \(labels.count) labels")
    precondition(
      networks.dropFirst().allSatisfy {
        $0.layout == network.layout && $0.vocabularyCount == network.vocabularyCount
          && $0.pieceCount == network.pieceCount
      }, "the networks of an ensemble have different shapes")
    precondition(
      (network.configuration.output == .sigmoid) == (multiLabel != nil), "an output without its rule")
    if let multiLabel {
      precondition(
        multiLabel.thresholds.count == labels.count,
        "\(multiLabel.thresholds.count) thresholds, \(labels.count) labels")
    }
    self.tokenizer = tokenizer
    self.vocabulary = vocabulary
    self.pieces = pieces
    self.labels = labels
    self.networks = networks
    self.temperatures = temperatures
    self.combination = combination
    self.sharesVectors = sharesVectors
    self.multiLabel = multiLabel
    self.dropout = dropout
    self.provenance = provenance
  }

  /// A classifier of one network.
  package init(
    tokenizer: TokenizerConfiguration, vocabulary: Vocabulary, pieces: PieceIndex? = nil, labels: LabelSet,
    network: TextCNN,
    multiLabel: MultiLabelRule? = nil, dropout: Float? = nil, provenance: [String: String] = [:],
    temperature: Double? = nil
  ) {
    self.init(
      tokenizer: tokenizer, vocabulary: vocabulary, pieces: pieces, labels: labels, networks: [network],
      temperatures: [temperature], combination: .mean, sharesVectors: false, multiLabel: multiLabel,
      dropout: dropout,
      provenance: provenance)
  }

  /// The network; the first of an ensemble.
  package var network: TextCNN { networks[0] }

  /// The temperature of a single network; nil for an ensemble, whose members may each have one.
  public var temperature: Double? { networks.count == 1 ? temperatures[0] : nil }

  /// The shape of the network, or of each.
  public var configuration: TextCNNConfiguration { network.configuration }

  /// How unknown words are made of pieces; nil: they are all alike.
  public var subwords: SubwordConfiguration? { pieces?.configuration }

  /// How many numbers the networks have; shared word vectors count once.
  public var parameterCount: Int {
    let all = networks.reduce(0) { $0 + $1.parameterCount }
    let vectors = network.rowCount * configuration.dimension
    return sharesVectors ? all - (networks.count - 1) * vectors : all
  }
}

extension TextClassifier {
  /// The same classifier with another account of how it came to be.
  public func describing(_ provenance: [String: String]) -> TextClassifier {
    TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, pieces: pieces, labels: labels, networks: networks,
      temperatures: temperatures, combination: combination, sharesVectors: sharesVectors,
      multiLabel: multiLabel, dropout: dropout, provenance: provenance)
  }

  /// The same classifier with another rule for which labels a document has.
  package func deciding(by multiLabel: MultiLabelRule?) -> TextClassifier {
    TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, pieces: pieces, labels: labels, networks: networks,
      temperatures: temperatures, combination: combination, sharesVectors: sharesVectors,
      multiLabel: multiLabel, dropout: dropout, provenance: provenance)
  }

  /// The same classifier at a temperature T > 0: the output layer is divided by it, so that labels stay as they are,
  /// probabilities become softmax(logits / T), and no part that reads the network has to know.
  /// Source: Guo et al. 2017, <https://arxiv.org/abs/1706.04599>.
  ///
  /// - Precondition: It is no ensemble.
  package func calibrated(temperature: Double) -> TextClassifier {
    precondition(networks.count == 1, "one temperature for \(networks.count) networks")
    var network = network
    network.divideLogits(by: Float(temperature))
    return TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, pieces: pieces, labels: labels, network: network,
      multiLabel: multiLabel, dropout: dropout, provenance: provenance,
      temperature: temperature * (self.temperature ?? 1))
  }

  /// The same classifier with some of its filters (`TextCNN.keeping`).
  ///
  /// - Precondition: It is no ensemble.
  package func keeping(_ kept: [[Int]], constants: [Float]) -> TextClassifier {
    precondition(networks.count == 1, "the filters of one network for \(networks.count)")
    return TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, pieces: pieces, labels: labels,
      network: network.keeping(kept, constants: constants), multiLabel: multiLabel, dropout: dropout,
      provenance: provenance,
      temperature: temperature)
  }
}
