/// What stands between a text and its word vectors.
public enum VectorTrainingError: Error, Equatable, Sendable {
  /// A setting that cannot be.
  case setting(name: String, value: String, allowed: String)
  /// Pieces of words that cannot be, with what is wrong in one sentence.
  case subwords(String)
  /// Fewer than two words occur often enough.
  case tooFewWords(text: String, minimumCount: Int)
  /// No window has two words.
  case noContext(text: String)
  /// The vectors have become infinite or NaN.
  case diverged(epoch: Int)
}

extension VectorTrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .setting(let name, let value, let allowed):
      "\(name) is \(value); use \(allowed)"
    case .subwords(let problem): problem
    case .tooFewWords(let text, let minimumCount):
      "\(text): fewer than two words occur \(minimumCount == 1 ? "at all" : "\(minimumCount) times"); "
        + "give more text" + (minimumCount > 1 ? ", or a smaller minimum count" : "")
    case .noContext(let text):
      "\(text): no document has two words of the vocabulary, so none has a neighbour; "
        + "give longer documents, or a smaller minimum count"
    case .diverged(let epoch):
      "the vectors grew without bound in epoch \(epoch); use a smaller learning rate"
    }
  }
}
