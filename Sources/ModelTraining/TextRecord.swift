import ConvolutionModel
import TextCorpus

/// What a training's text came to, and what its network needs.
public struct TextRecord: Sendable, Equatable {
  /// How many documents the corpus has, those held out among them, and how many tokens.
  public let documents: Int
  public let tokens: Int
  /// How many words the vocabulary has.
  public let words: Int
  /// How many pieces of words have a vector, too.
  public let pieces: Int
  /// The size of the temporary file, and its folder; nil where all is in memory.
  public let fileBytes: Int?
  public let folder: String?
  /// The rare words that were too many for memory.
  public let forgotten: ForgottenWords
  /// What training keeps for a network (`TrainingConfiguration.networkBytes`).
  public let networkBytes: Int

  init(
    _ text: CollectedDocuments, words: Int, pieces: Int, classes: Int,
    for configuration: TrainingConfiguration
  ) {
    documents = text.tokens.count
    tokens = text.tokens.tokenCount
    self.words = words
    self.pieces = pieces
    fileBytes = text.tokens.file?.bytes
    folder = text.tokens.file?.folder
    forgotten = text.forgotten
    networkBytes = configuration.networkBytes(words: words + pieces, classes: classes)
  }
}

extension TrainingConfiguration {
  /// Bytes that training keeps for the network: weights, the optimizer's state of one or two numbers for each that moves,
  /// gradients of all but the word vectors, and a copy of the best epoch's weights.
  ///
  ///     4 · ( (V·d + D) · 2 + state · (moving V·d + D) + D )       D: parameters besides the word vectors
  ///
  /// - Parameter words: V, pieces of words among them.
  package func networkBytes(words: Int, classes: Int) -> Int {
    let vectors = words * network.dimension
    let others = network.parameterCount(classes: classes)
    let moving = (self.vectors == .frozen ? 0 : vectors) + others
    let copies = devFraction > 0 ? 2 : 1
    return 4 * ((vectors + others) * copies + optimizer.makeRule().stateCount * moving + others)
  }
}
