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
  let pool: WorkerPool
  /// One for each network of the classifier.
  private let projected: [ProjectedVocabulary]
  /// The unknown words that they know; nil: those are all alike.
  private let guests: GuestBook?
  private let tokenizer: Tokenizer
  /// The texts that wait, as UTF-8 one behind the other, and where each ends.
  private var queue: [UInt8] = []
  private var ends: [Int] = []
  private var encoders: [TextEncoder] = []
  private var encoded: EncodedText

  /// How the rows of words are kept.
  public struct Memory: Sendable, Equatable {
    /// How many words' rows are kept at most; nil: a gigabyte of them.
    public var cacheRows: Int?
    /// Keep rows as float16: half the memory, and probabilities that differ by some 0.0002.
    public var keepsHalfRows: Bool

    public init(cacheRows: Int? = nil, keepsHalfRows: Bool = false) {
      self.cacheRows = cacheRows
      self.keepsHalfRows = keepsHalfRows
    }
  }

  /// Some of the networks that dropout has trained together, in place of the whole one: their mean is the answer, and how
  /// far they lie apart tells how unsure it is (Gal & Ghahramani 2016, <https://arxiv.org/abs/1506.02142>).
  public struct Thinning: Sendable, Equatable {
    /// K: how many networks; of an ensemble, of each member.
    public var samples: Int
    /// The share of features that each lacks.
    public var dropout: Float
    /// Chooses the networks, the same ones for every document.
    public var seed: UInt64

    /// - Precondition: There is a sample, and the dropout is at least 0 and below 1.
    public init(samples: Int, dropout: Float, seed: UInt64 = 1) {
      precondition(samples >= 1 && (0..<1).contains(dropout), "\(samples) networks, dropout \(dropout)")
      self.samples = samples
      self.dropout = dropout
      self.seed = seed
    }
  }

  /// - Parameters:
  ///   - threads: How many threads share the documents of a call.
  ///   - memory: How the rows of words are kept; the members of an ensemble share it.
  ///   - thinning: Asks thinned networks in place of the whole one.
  public convenience init(
    _ classifier: TextClassifier, threads: Int = 1, memory: Memory = Memory(), thinning: Thinning? = nil
  ) {
    let pool = WorkerPool(threads: threads)
    let projected = classifier.networks.enumerated().map { member, network in
      ProjectedVocabulary(
        network, pool: pool, cacheBytes: (1 << 30) / classifier.memberCount, cacheRows: memory.cacheRows,
        keepsHalfRows: memory.keepsHalfRows,
        thinned: thinning.map {
          ThinnedOutput(
            network, samples: $0.samples, rate: $0.dropout, seed: $0.seed &+ UInt64(member))
        })
    }
    self.init(
      classifier, pool, projected, classifier.pieces.map { GuestBook(classifier.vocabulary, $0, projected) })
  }

  private init(
    _ classifier: TextClassifier, _ pool: WorkerPool, _ projected: [ProjectedVocabulary], _ guests: GuestBook?
  ) {
    self.classifier = classifier
    self.pool = pool
    self.projected = projected
    self.guests = guests
    encoded = classifier.noTexts
    tokenizer = Tokenizer(classifier.tokenizer)
  }

  /// A predictor for each member of an ensemble alone; none unless the classifier is one. They keep the rows of words
  /// that this one keeps, and have its owner.
  public var members: [Predictor] {
    guard projected.count > 1 else { return [] }
    return projected.indices.map { Predictor(classifier.member($0), pool, [projected[$0]], guests) }
  }

  /// Projects the vocabulary now, so that the first texts are as fast as the later ones.
  ///
  /// - Complexity: O(V · N · d); some 10,000 words a second and thread at the usual size.
  public func warm() {
    for own in projected { own.warm() }
  }

  /// What the classifier says of each text, in their order. The same text always gets the same bits.
  public func predictions(for texts: [String]) -> [Prediction] {
    for var text in texts { text.withUTF8 { enqueue($0.span) } }
    return takePredictions()
  }

  /// Adds a text, as UTF-8, to those that `takePredictions` will classify.
  package func enqueue(_ text: Span<UInt8>) {
    text.withUnsafeBufferPointer { queue.append(contentsOf: $0) }
    ends.append(queue.count)
  }

  /// How many invalid sequences of UTF-8 the texts so far had; each counts as U+FFFD.
  package var replacedSequenceCount: Int { encoders.reduce(0) { $0 + $1.replacedSequenceCount } }

  /// How many texts are waiting.
  package var queuedCount: Int { ends.count }

  /// What the classifier says of the texts that are waiting, in their order.
  package func takePredictions() -> [Prediction] {
    let (probabilities, spread) = takeAnswers()
    let classes = classifier.labels.count
    return (0..<probabilities.count / classes).map { index in
      let own = index * classes..<(index + 1) * classes
      return Prediction(
        labels: classifier.labels, probabilities: Array(probabilities[own]),
        thresholds: classifier.multiLabel?.thresholds, spread: spread.map { Array($0[own]) })
    }
  }

  /// The probabilities of the texts that are waiting, `[texts, C]`.
  package func takeProbabilities() -> [Float] { takeAnswers().probabilities }

  private func takeAnswers() -> (probabilities: [Float], spread: [Float]?) {
    defer {
      queue.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
      encoded.removeAll()
    }
    encodeQueue()
    return answers(to: encoded)
  }

  /// Texts are cut into words some at a time, by all threads.
  private func encodeQueue() {
    let size = 64
    let chunks = (ends.count + size - 1) / size
    while encoders.count < chunks { encoders.append(TextEncoder(tokenizer, classifier)) }
    let encoders = encoders
    queue.withUnsafeBufferPointer { queue in
      ends.withUnsafeBufferPointer { ends in
        pool.forEachChunk(of: ends.count, size: size) { range in
          let encoder = encoders[range.lowerBound / size]
          encoder.encoded.removeAll()
          for text in range {
            let start = text == 0 ? 0 : ends[text - 1]
            encoder.append(UnsafeBufferPointer(rebasing: queue[start..<ends[text]]).span)
          }
        }
      }
    }
    for chunk in 0..<chunks { encoded.append(encoders[chunk].encoded) }
  }

  /// What the classifier says of one text.
  public func prediction(for text: String) -> Prediction { predictions(for: [text])[0] }

  /// Probabilities of encoded documents, `[documents, C]`.
  package func probabilities(of text: EncodedText) -> [Float] { answers(to: text).probabilities }

  /// Probabilities, and of thinned networks their spread, `[documents, C]`.
  private func answers(to text: EncodedText) -> (probabilities: [Float], spread: [Float]?) {
    let tokens = guests?.admit(text) ?? text.tokens
    let first = projected[0].probabilities(tokens: tokens, starts: text.starts)
    let classes = classifier.labels.count
    let isThinned = projected[0].isThinned
    guard projected.count > 1 || isThinned else { return (first, nil) }
    let others = projected.dropFirst().map { $0.probabilities(tokens: tokens, starts: text.starts) }
    guard isThinned else {
      return (classifier.combination.combine([first] + others, classes: classes), nil)
    }
    return Self.statistics(
      of: [first] + others, samples: projected[0].outputCount / classes, classes: classes)
  }

  /// Mean and standard deviation over all thinned networks of all members, `[M]` of `[documents, K, C]`.
  private static func statistics(
    of members: [[Float]], samples: Int, classes: Int
  ) -> (probabilities: [Float], spread: [Float]?) {
    let documents = members[0].count / (samples * classes)
    var means: [Float] = []
    var spread: [Float] = []
    for document in 0..<documents {
      for c in 0..<classes {
        let values = members.flatMap { own in
          (0..<samples).map { Double(own[(document * samples + $0) * classes + c]) }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        means.append(Float(mean))
        spread.append(Float((square / Double(max(1, values.count - 1))).squareRoot()))
      }
    }
    return (means, spread)
  }
}

/// One thread's texts on their way to word numbers, with memory that is used again.
private final class TextEncoder {
  private let tokenizer: Tokenizer
  private let vocabulary: Vocabulary
  private var tokens = TokenBuffer()
  private(set) var replacedSequenceCount = 0
  var encoded: EncodedText

  init(_ tokenizer: Tokenizer, _ classifier: TextClassifier) {
    self.tokenizer = tokenizer
    vocabulary = classifier.vocabulary
    encoded = classifier.noTexts
  }

  func append(_ text: Span<UInt8>) {
    tokenizer.tokenize(text, into: &tokens)
    replacedSequenceCount += tokens.replacedSequenceCount
    encoded.append(tokens, vocabulary: vocabulary)
  }
}
