import TextCorpus

/// How word vectors are learned: skip-gram with negative sampling, on request over the pieces of words.
///
/// The defaults are those of word2vec and gensim (`sg=1`).
/// Sources: Mikolov et al. 2013, <https://arxiv.org/abs/1310.4546>; Bojanowski et al. 2017,
/// <https://arxiv.org/abs/1607.04606>.
public struct VectorTrainingConfiguration: Codable, Sendable, Equatable {
  /// Numbers a vector, d.
  public var dimension: Int
  /// Words to either side that a word is to be told from, at most; each window's own reach is uniform in 1 … window.
  public var window: Int
  /// Words drawn against each window, K.
  public var negatives: Int
  /// Passes over the text.
  public var epochs: Int
  /// Words that occur less often have no vector of their own and are left out of the text.
  public var minimumCount: Int
  /// At most so many words, the most frequent; nil for all.
  public var maximumSize: Int?
  /// Frequent words are left out at random: a word of frequency f stays with probability (√(f/t) + 1)·t/f, where t is
  /// this number; 0 leaves all in.
  public var sample: Double
  /// Step size at the start; it falls in a straight line.
  public var learningRate: Float
  /// Step size at the end.
  public var finalLearningRate: Float
  /// What words are made of besides themselves; nil: nothing.
  public var subwords: SubwordConfiguration?
  /// Of all random numbers.
  public var seed: UInt64

  /// fastText's pieces. Of its two million buckets a tenth, since a store keeps a row for each, and a text of a few
  /// million words has not many more pieces.
  public static let usualSubwords = SubwordConfiguration(buckets: 200_000)

  public init(
    dimension: Int = 100, window: Int = 5, negatives: Int = 5, epochs: Int = 5, minimumCount: Int = 5,
    maximumSize: Int? = nil, sample: Double = 1e-3, learningRate: Float = 0.025,
    finalLearningRate: Float = 0.0001, subwords: SubwordConfiguration? = nil, seed: UInt64 = 1
  ) {
    self.dimension = dimension
    self.window = window
    self.negatives = negatives
    self.epochs = epochs
    self.minimumCount = minimumCount
    self.maximumSize = maximumSize
    self.sample = sample
    self.learningRate = learningRate
    self.finalLearningRate = finalLearningRate
    self.subwords = subwords
    self.seed = seed
  }

  /// - Throws: `VectorTrainingError.setting` for the first number that cannot be.
  public func validate() throws(VectorTrainingError) {
    func require(_ isRight: Bool, _ name: String, _ value: Any, _ allowed: String) throws(VectorTrainingError)
    {
      if !isRight { throw .setting(name: name, value: "\(value)", allowed: allowed) }
    }
    try require((1...4096).contains(dimension), "dimension", dimension, "1 to 4096")
    try require((1...Self.widestWindow).contains(window), "window", window, "1 to \(Self.widestWindow)")
    try require((1...1000).contains(negatives), "negatives", negatives, "1 to 1000")
    try require((1...10_000).contains(epochs), "epochs", epochs, "1 to 10000")
    try require(minimumCount >= 1, "minimum count", minimumCount, "at least 1")
    try require(maximumSize ?? 1 >= 1, "largest vocabulary", maximumSize ?? 0, "at least 1")
    try require(sample == 0 || (1e-9...1).contains(sample), "sample", sample, "0, or 1e-9 to 1")
    try require(learningRate > 0 && learningRate <= 1, "learning rate", learningRate, "above 0, at most 1")
    try require(
      finalLearningRate >= 0 && finalLearningRate <= learningRate, "final learning rate", finalLearningRate,
      "0 to the learning rate")
    if let problem = subwords?.problem { throw .subwords(problem) }
  }

  /// Two of them are the most context that a row loop takes (`TCM_MOST_CONTEXT`).
  static let widestWindow = 64
}
