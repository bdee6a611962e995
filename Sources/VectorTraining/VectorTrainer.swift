import TensorMath
import TextCorpus

/// Learns word vectors from text: skip-gram with negative sampling.
///
/// Of every window of the text each context word x is to tell the word o₀ in the middle from K drawn ones:
///
///     maximise  ln σ(x·o₀) + Σ_k ln σ(−x·o_k),   o_k ∝ count^0.75
///
/// The K words are drawn once for a window and shared by its context words (Ji et al. 2016), so that a window is two
/// small matrix products. All windows of a round step from the same vectors; the result has the same bits with any
/// number of threads.
///
/// The text is in memory, 4 bytes a token beside the documents; learning takes 8 bytes a word and dimension.
/// Sources: Mikolov et al. 2013, <https://arxiv.org/abs/1310.4546>; Ji, Satish, Li & Dubey 2016,
/// <https://arxiv.org/abs/1604.04661>. docs/vectors-training.md says where it differs from word2vec.
public struct VectorTrainer: Sendable {
  public let configuration: VectorTrainingConfiguration
  private let threads: Int
  /// How the work is cut, which results depend on; nil: by the text.
  package var cut: VectorTrainingCut?

  /// - Throws: `VectorTrainingError.setting`.
  public init(_ configuration: VectorTrainingConfiguration = .init(), threads: Int = 1)
    throws(VectorTrainingError)
  {
    try configuration.validate()
    self.configuration = configuration
    self.threads = threads
  }

  /// Learns from the documents of a corpus; labels do not matter.
  ///
  /// - Throws: `VectorTrainingError`, `CorpusError.tooManyWords`.
  /// - Complexity: O(epochs · tokens · window · K · d).
  public func train(
    on corpus: Corpus, tokenizer: TokenizerConfiguration = .init(),
    progress: (VectorTrainingEvent) -> Void = { _ in }
  ) throws -> TrainedVectors {
    let tokenized = try TokenizedText(corpus, tokenizer: Tokenizer(tokenizer))
    return try train(on: tokenized, name: corpus.name, progress: progress)
  }

  /// As `train(on:tokenizer:progress:)`, on text that is cut into tokens already.
  package func train(
    on tokenized: TokenizedText, name: String, progress: (VectorTrainingEvent) -> Void = { _ in }
  ) throws(VectorTrainingError) -> TrainedVectors {
    let text = try SkipGramText(
      tokenized, name: name, minimumCount: configuration.minimumCount,
      maximumSize: configuration.maximumSize)
    progress(.counted(words: text.words.count, tokens: text.tokenCount))
    var training = SkipGramTraining(
      text, configuration, cut: cut, pool: WorkerPool(threads: threads))
    try training.run(progress: progress)
    return TrainedVectors(training)
  }
}
