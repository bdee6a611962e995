import ModelTraining
import Synchronization
import TextCorpus

/// A corpus cut into tokens, once for each tokenizer that the variants use. All trainings on the corpus share it.
final class CorpusMaterial: Sendable {
  struct Texts: Sendable {
    var training: TrainingText
    var dev: TrainingText?
  }

  let corpus: ExperimentCorpus
  private let texts = Mutex<[TokenizerConfiguration: Texts]>([:])

  init(_ corpus: ExperimentCorpus) { self.corpus = corpus }

  /// Who comes second for the same tokenizer waits for the first.
  func texts(for tokenizer: TokenizerConfiguration) throws -> Texts {
    try texts.withLock { texts in
      if let known = texts[tokenizer] { return known }
      let training = try TrainingText(corpus.training, tokenizer: tokenizer)
      let dev = try corpus.dev.map {
        try TrainingText($0, tokenizer: tokenizer, labels: training.labels)
      }
      let own = Texts(training: training, dev: dev)
      texts[tokenizer] = own
      return own
    }
  }

  /// The documents that a run is judged on.
  func testDocuments(of split: RunDesign.Split) -> [LabeledText] {
    if let heldOut = split.heldOut { return heldOut.map { corpus.training.documents[$0] } }
    return corpus.test?.documents ?? []
  }
}
