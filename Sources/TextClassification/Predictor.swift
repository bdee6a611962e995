import ConvolutionModel
import TensorMath
import TextCorpus

/// Classifies documents with a classifier, on a number of threads.
///
/// Keeps what it has learned of the words it has seen (`ProjectedVocabulary`), so it grows faster with use: keep one as
/// long as there is text. Not `Sendable`: one owner at a time; several may share a classifier.
public final class Predictor {
  /// What it classifies with.
  public let classifier: TextClassifier
  private let projected: ProjectedVocabulary
  private let tokenizer: Tokenizer
  private var tokens = TokenBuffer()
  private var encoded = EncodedText()

  /// - Parameter threads: How many threads share the documents of a call.
  public init(_ classifier: TextClassifier, threads: Int = 1) {
    self.classifier = classifier
    projected = ProjectedVocabulary(classifier.network, pool: WorkerPool(threads: threads))
    tokenizer = Tokenizer(classifier.tokenizer)
  }

  /// What the classifier says of each text, in their order. The same text always gets the same bits.
  public func predictions(for texts: [String]) -> [Prediction] {
    for text in texts {
      tokenizer.tokenize(text, into: &tokens)
      encoded.append(tokens, vocabulary: classifier.vocabulary)
    }
    return takePredictions()
  }

  /// Adds a text, as UTF-8, to those that `takePredictions` will classify.
  package func enqueue(_ text: Span<UInt8>) {
    tokenizer.tokenize(text, into: &tokens)
    encoded.append(tokens, vocabulary: classifier.vocabulary)
  }

  /// How many texts are waiting.
  package var queuedCount: Int { encoded.count }

  /// What the classifier says of the texts that are waiting, in their order.
  package func takePredictions() -> [Prediction] {
    defer { encoded.removeAll() }
    let probabilities = probabilities(of: encoded)
    let classes = classifier.labels.count
    return (0..<encoded.count).map { index in
      Prediction(
        labels: classifier.labels,
        probabilities: Array(probabilities[index * classes..<(index + 1) * classes]))
    }
  }

  /// What the classifier says of one text.
  public func prediction(for text: String) -> Prediction { predictions(for: [text])[0] }

  /// Probabilities of encoded documents, `[documents, C]`.
  package func probabilities(of text: EncodedText) -> [Float] {
    projected.probabilities(tokens: text.tokens, starts: text.starts)
  }
}
