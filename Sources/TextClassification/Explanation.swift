import ConvolutionModel
import TensorMath
import TextCorpus

/// Why a classifier says what it says of one document.
///
/// Above pooling everything is linear, so a logit is the sum of its parts, exactly:
///
///     logit_c = bias_c + Σ_f O[c,f] · feature_f
///
/// and a feature is the activation of a filter at its strongest window, or a sum over windows of shares of it. Filters and
/// windows of the same words are one phrase here, whatever their width.
///
/// Of an ensemble the logits, biases and contributions are means over its members, so that they are such a sum too,
/// exactly, over the filters of all. The probabilities are the ensemble's; they are no function of the mean logits, and on
/// a close call the class of the highest mean logit may be another than the most probable one.
public struct Explanation: Sendable {
  /// Words of the document that stand together, and the filters that they excite most.
  public struct Phrase: Sendable, Equatable {
    /// Which of the document's words; empty where there are none.
    public let words: Range<Int>
    /// How many features come from here, those that are silent left out.
    public let filterCount: Int
    /// What those filters add to the logit of each class, `[C]`; of an ensemble, to the mean logit.
    public let contributions: [Float]
    /// The weight of each word in those windows, the mean over the features; a static kernel weights each by 1. Empty with
    /// convolutions above the first, where a word has no one weight.
    public let weights: [Float]
  }

  /// The classifier's words of the document.
  public let words: [String]
  /// Whether the classifier has a vector for each of them, or one for a piece of it.
  public let isKnown: [Bool]
  /// What it says.
  public let prediction: Prediction
  /// How many networks it is the mean of; 1 unless the classifier is an ensemble.
  public let memberCount: Int
  /// The sums before softmax, `[C]`, and the bias in them.
  public let logits: [Float]
  public let bias: [Float]
  /// By falling share in the difference between the explained class and its rival.
  public let phrases: [Phrase]
  /// The class that is explained, and the most probable one of the others. There is no rival where a document may have
  /// several labels, each for itself: the difference is then from a logit of 0, a probability of one half.
  public let classIndex: Int
  public let rivalIndex: Int?
  /// What the classifier says of the document without the words of the first phrase.
  public let predictionWithoutFirst: Prediction?

  /// Whether what a phrase adds depends on the phrase alone. Attention pooling weighs the windows against each other: the parts
  /// still sum to the logits, but without one of them the others would count more.
  public let isExact: Bool

  /// The words of a phrase, with spaces between.
  public func text(of phrase: Phrase) -> String { words[phrase.words].joined(separator: " ") }

  /// How much a phrase moves the difference of the two logits, or the one logit where there is no rival.
  public func difference(of phrase: Phrase) -> Float {
    phrase.contributions[classIndex] - (rivalIndex.map { phrase.contributions[$0] } ?? 0)
  }
}

extension Predictor {
  /// Why the classifier says what it says of a text.
  ///
  /// - Parameter label: The class to explain; nil: the most probable one.
  /// - Returns: nil where there is no such label, or only one and a document always has it.
  /// - Complexity: O(distinct words · N · d), some half a millisecond for a question of ten words.
  public func explanation(of text: String, label: String? = nil) -> Explanation? {
    let document = classifier.encode([text])
    return Explanation(
      classifier, classifier.networks(for: document), words: Tokenizer(classifier.tokenizer).tokens(of: text),
      document: document.tokens, label: label)
  }
}

extension Explanation {
  init?(
    _ classifier: TextClassifier, _ networks: [TextCNN], words: [String], document: [Int32], label: String?
  ) {
    let traces = networks.map { $0.trace(document) }
    let prediction = Self.prediction(traces, classifier)
    let ranking = ranked(prediction.probabilities[...])
    let hasRival = classifier.configuration.output == .softmax
    guard let explained = label.map({ classifier.labels.index(of: $0) }) ?? ranking.first else { return nil }
    let rival = hasRival ? ranking.first { $0 != explained } : nil
    guard (rival != nil) == hasRival else { return nil }
    func difference(_ phrase: Phrase) -> Float {
      phrase.contributions[explained] - (rival.map { phrase.contributions[$0] } ?? 0)
    }
    let phrases = Self.phrases(traces, networks).sorted { a, b in
      (-difference(a), a.words.lowerBound, a.words.count) < (
        -difference(b), b.words.lowerBound, b.words.count
      )
    }
    self.words = words
    isKnown = document.map { networks[0].knows($0) }
    self.prediction = prediction
    memberCount = networks.count
    logits = Self.mean(traces.map(\.logits))
    bias = Self.mean(networks.map(\.outputBias))
    self.phrases = phrases
    isExact = classifier.configuration.pooling != .attention
    classIndex = explained
    rivalIndex = rival
    if let first = phrases.first, !first.words.isEmpty {
      let rest = document[..<first.words.lowerBound] + document[first.words.upperBound...]
      predictionWithoutFirst = Self.prediction(networks.map { $0.trace(Array(rest)) }, classifier)
    } else {
      predictionWithoutFirst = nil
    }
  }

  private static func prediction(_ traces: [DocumentTrace], _ classifier: TextClassifier) -> Prediction {
    let members = traces.map { trace in
      var probabilities = trace.logits
      classifier.configuration.output.apply(to: &probabilities, count: probabilities.count)
      return probabilities
    }
    return Prediction(
      labels: classifier.labels,
      probabilities: classifier.combination.combine(members, classes: classifier.labels.count),
      thresholds: classifier.multiLabel?.thresholds)
  }

  private static func mean(_ members: [[Float]]) -> [Float] {
    members[0].indices.map { index in
      members.reduce(0) { $0 + $1[index] } / Float(members.count)
    }
  }

  /// What the filters of one phrase come to, over all members.
  private struct Sums {
    var filterCount = 0
    var contributions: [Float]
    var weights: [Float]
  }

  private static func phrases(_ traces: [DocumentTrace], _ networks: [TextCNN]) -> [Phrase] {
    var sums: [Range<Int>: Sums] = [:]
    for (trace, network) in zip(traces, networks) { add(trace, network, to: &sums) }
    return sums.map { words, sums in
      Phrase(
        words: words, filterCount: sums.filterCount,
        contributions: sums.contributions.map { $0 / Float(networks.count) },
        weights: sums.weights.map { $0 / Float(sums.filterCount) })
    }
  }

  private static func add(_ trace: DocumentTrace, _ network: TextCNN, to sums: inout [Range<Int>: Sums]) {
    for feature in trace.features.indices {
      for part in trace.parts[feature] where part.value != 0 {
        var own =
          sums[part.words]
          ?? Sums(
            contributions: [Float](repeating: 0, count: network.classes),
            weights: [Float](repeating: 0, count: part.weights.count))
        own.filterCount += 1
        for (c, value) in network.contributions(of: feature, value: part.value).enumerated() {
          own.contributions[c] += value
        }
        for (word, weight) in part.weights.enumerated() { own.weights[word] += weight }
        sums[part.words] = own
      }
    }
  }
}
