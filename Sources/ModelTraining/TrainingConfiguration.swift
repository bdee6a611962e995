import ConvolutionModel
import TextCorpus

/// Everything that decides what comes out of training, besides the text: the same configuration, corpus and seed give
/// the same bits. How many threads work is not part of it.
public struct TrainingConfiguration: Codable, Sendable, Hashable {
  /// Where word vectors come from, and whether training moves them.
  public enum Vectors: String, Codable, Sendable, CaseIterable {
    /// Drawn at random and trained (Kim's "rand").
    case random
    /// Pre-trained and kept (Kim's "static").
    case frozen
    /// Pre-trained and trained on (Kim's "non-static").
    case tuned
    /// A frozen and a tuned copy, each filter applied to both and summed (Kim's "multichannel"). As ⟨W, x⟩ + ⟨W, x′⟩ =
    /// ⟨W, x + x′⟩, that is the network over the sums, which start at twice the vectors and move as the tuned copies do;
    /// so it trains, is saved and predicts at the price of one.
    case twoChannel = "two-channel"
  }

  /// What makes features that a step keeps worth as much as all of them. Both train the same family of networks.
  public enum DropoutForm: String, Codable, Sendable, CaseIterable {
    /// Features that are kept are divided by 1 − p in training (the usual form today).
    case inverted
    /// Training leaves them as they are, and the finished output weights are multiplied by 1 − p (Srivastava et al. 2014;
    /// Kim 2014). The same networks with output weights 1 − p times as large: what differs is how large they look to
    /// the optimizer, to max-norm and to L2.
    case classical
  }

  /// How much the documents of a class count in the loss.
  public enum ClassWeights: String, Codable, Sendable, CaseIterable {
    /// All the same.
    case none
    /// documents / (classes · documents of the class): every class weighs the same in total. With any number of labels a
    /// document, of each label: documents / (2 · documents that have it), and likewise for those that lack it.
    case balanced
  }

  /// The shape of the network.
  public var network = TextCNNConfiguration()
  /// What a token is; it becomes part of the classifier.
  public var tokenizer = TokenizerConfiguration()
  /// Where word vectors come from.
  public var vectors = Vectors.random
  /// Random vectors are uniform within ± this; pre-trained ones are scaled, all by one factor, to the same variance.
  public var vectorBound: Float = 0.25
  /// How many of a store's most frequent words the classifier also takes with it, so that it understands words that
  /// training lacks. Costs `dimension` numbers a word; without a store there are none.
  public var extraWords = 20_000
  /// Words that training has less often are unknown words.
  public var minimumCount = 1
  /// So many words at most are known, the most frequent ones; nil: all that are frequent enough.
  public var maximumWords: Int?
  /// The pieces that words are made of besides their own vectors, so that unknown words have a vector too; nil: none, and
  /// all unknown words have one vector.
  public var subwords: SubwordConfiguration?
  /// How gradients become moves.
  public var optimizer = OptimizerConfiguration(.adam)
  /// How fast the generators of weights learn, c and q of attention or of shared offsets.
  public var generators = GeneratorPace()
  /// At most so many passes over the training documents.
  public var epochs = 20
  /// Training ends after so many epochs without a better dev score; 0: never early.
  public var patience = 5
  /// Documents in a training step.
  public var batchSize = 50
  /// The share of features left out in each training step.
  public var dropout: Float = 0.5
  /// How the others make up for them.
  public var dropoutForm = DropoutForm.inverted
  /// The share of words that a training step takes for unknown ones (after Iyyer et al. 2015, "Deep Unordered Composition").
  /// It also teaches the vector of unknown words.
  public var wordDropout: Float = 0
  /// The share of attention's weights that a training step leaves out.
  public var attentionDropout: Float = 0
  /// Output weights of a class are kept within this length; nil: free.
  public var maxNorm: Float?
  /// Penalties of kernels, queries and output weights: l1·Σ|w| + l2/2·Σw² is added to the loss. L1 makes weights exactly
  /// zero, by a proximal step.
  public var l1: Float = 0
  public var l2: Float = 0
  /// How much the documents of a class count in the loss.
  public var classWeights = ClassWeights.none
  /// ε: this share of a document's target is spread over all classes, or of each label's over yes and no. Probabilities
  /// become less extreme.
  public var labelSmoothing: Float = 0
  /// γ: documents count (1 − p)^γ as much, p the probability of their label: for classes that are rare and hard.
  public var focusing: Float = 0
  /// The share of the training documents that becomes the dev part where none is given; 0: none, and the last
  /// epoch's model is kept.
  public var devFraction = 0.1
  /// Whether the classifier's probabilities are calibrated on the dev part when training has ended (`Calibration`).
  public var calibrates = false
  /// Decides everything that is random.
  public var seed: UInt64 = 1

  /// The defaults: those that did best on the corpora of README.md.
  public init() {}

  /// Whether a document has any number of labels, by sigmoid outputs, or just one, by softmax.
  public var isMultiLabel: Bool {
    get { network.output == .sigmoid }
    set { network.output = newValue ? .sigmoid : .softmax }
  }

  /// Kim 2014, section 3.1, <https://arxiv.org/abs/1408.5882>: widths 3, 4, 5 × 100, relu, dropout .5, max-norm 3,
  /// batch 50, Adadelta, early stopping on dev accuracy.
  public static var kim2014: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.tokenizer = TokenizerConfiguration(
      kind: .words, isLowercased: true, splitsContractions: true)
    configuration.optimizer = OptimizerConfiguration(.adadelta)
    configuration.epochs = 25
    configuration.patience = 0
    configuration.maxNorm = 3
    return configuration
  }

  /// Why pieces do not go with frozen vectors.
  package static let frozenPieces =
    "frozen vectors stay as they are, and pieces that learn would move them; use tuned vectors with subwords"

  /// Throws `ConfigurationError` where the options make no sense.
  public func validate() throws(ConfigurationError) {
    try network.validate()
    try optimizer.validate()
    try generators.validate(with: optimizer)
    func require(_ holds: Bool, _ message: @autoclosure () -> String) throws(ConfigurationError) {
      if !holds { throw ConfigurationError(message()) }
    }
    try require(epochs >= 1, "there are \(epochs) epochs; use at least 1")
    try require(patience >= 0, "the patience is \(patience) epochs; use 0 for none or a positive number")
    try require(batchSize >= 1, "the batch has \(batchSize) documents; use at least 1")
    try require((0..<1).contains(dropout), "the dropout is \(dropout); it must be at least 0 and below 1")
    try require(
      (0..<1).contains(wordDropout), "the word dropout is \(wordDropout); it must be at least 0 and below 1")
    try require(
      (0..<1).contains(attentionDropout),
      "the attention dropout is \(attentionDropout); it must be at least 0 and below 1")
    try require(maxNorm.map { $0 > 0 && $0.isFinite } ?? true, "the max-norm is not positive")
    try require(
      l1 >= 0 && l2 >= 0 && l1.isFinite && l2.isFinite,
      "L1 and L2 are \(l1) and \(l2); they must not be negative")
    try require(
      (0..<1).contains(labelSmoothing),
      "label smoothing is \(labelSmoothing); it must be at least 0 and below 1")
    try require(
      (0...100).contains(focusing), "the focus is \(focusing); it must be from 0 to 100, such as 2")
    try require(
      labelSmoothing == 0 || focusing == 0,
      "label smoothing and focal loss pull in opposite directions; use one of them")
    try require(
      !calibrates || !isMultiLabel,
      "calibration is of labels that exclude each other; leave it out where a document may have several")
    if let problem = subwords?.problem { throw ConfigurationError(problem) }
    try require(subwords == nil || vectors != .frozen, Self.frozenPieces)
    try require(extraWords >= 0, "there are \(extraWords) extra words; use 0 for none or a positive number")
    try require(minimumCount >= 1, "the minimum count is \(minimumCount); use at least 1")
    try require(
      maximumWords.map { $0 >= 1 } ?? true, "there are \(maximumWords ?? 0) words at most; use at least 1")
    try require((0..<1).contains(devFraction), "the dev share is \(devFraction); use at least 0 and below 1")
    try require(
      vectorBound > 0 && vectorBound.isFinite,
      "the bound of random vectors is \(vectorBound); use more than 0")
  }

  /// Throws where a document may have several labels, which not everything that trains can judge.
  package func requireOneLabel(_ purpose: String) throws(ConfigurationError) {
    guard !isMultiLabel else {
      throw ConfigurationError(
        "\(purpose) is judged by accuracy, of documents with one label each; train and evaluate multi-label models one by one"
      )
    }
  }
}
