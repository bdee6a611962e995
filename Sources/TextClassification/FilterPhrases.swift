import ConvolutionModel
import TensorMath
import TextCorpus

/// What one filter has learned to look for, as a corpus shows it.
public struct FilterPhrases: Sendable, Equatable {
  /// Words of a document, and how much they excite the filter.
  public struct Phrase: Sendable, Equatable {
    public let text: String
    public let activation: Float
  }

  /// Words that its windows span, and its number among the filters of that width.
  public let width: Int
  public let number: Int
  /// Which of the windows that the filter keeps, from 0: with k-max pooling each is a feature of its own.
  public let place: Int
  /// The class that it argues for most where it is positive, and how strongly: that class's output weight less the mean
  /// of the others', or the weight alone where labels do not exclude each other.
  public let classIndex: Int
  public let strength: Float
  /// In how many documents it is not silent: its activation is not 0.
  public let activeCount: Int
  /// In how many documents it adds more than any other filter to the lead of the predicted class over its rival, or to
  /// the logit of the most probable one where labels do not exclude each other.
  public let decidedCount: Int
  /// Different phrases, the most exciting first.
  public let phrases: [Phrase]
}

extension Predictor {
  /// What every filter looks for in some texts, in the order of the features. Of an ensemble the first member's filters
  /// are shown; `members` has predictors for the others.
  ///
  /// - Parameter top: How many phrases a filter shows.
  /// - Complexity: O(tokens · N · d), on all threads: some thousand sentences a second.
  public func filterPhrases(in texts: [String], top: Int) -> [FilterPhrases] {
    let encoded = classifier.encode(texts)
    let network = classifier.networks(for: encoded)[0]
    let featureCount = network.layout.featureCount
    // The chunks do not depend on the threads, and are joined in order.
    let size = 64
    let chunks = (texts.count + size - 1) / size
    var parts = [[Found]](repeating: [], count: chunks)
    parts.withUnsafeMutableBufferPointer { parts in
      pool.forEachChunk(of: texts.count, size: size) { range in
        var found = [Found](repeating: Found(), count: featureCount)
        for text in range { look(at: texts[text], Array(encoded[text]), network, top: top, &found) }
        parts[range.lowerBound / size] = found
      }
    }
    let filters = network.configuration.filters
    let perWidth = network.configuration.featuresPerWidth
    return (0..<featureCount).map { feature in
      var all = Found()
      for part in parts { all.join(part[feature], top: top) }
      let (classIndex, strength) = network.argument(of: feature)
      return FilterPhrases(
        width: network.configuration.widths[feature / perWidth], number: feature % filters,
        place: feature % perWidth / filters,
        classIndex: classIndex,
        strength: strength, activeCount: all.activeCount, decidedCount: all.decidedCount,
        phrases: Array(all.phrases.prefix(top)))
    }
  }

  /// What a filter has shown so far.
  private struct Found {
    var activeCount = 0
    var decidedCount = 0
    /// Different ones, by falling activation.
    var phrases: [FilterPhrases.Phrase] = []

    /// - Parameter text: Asked for only where the activation is worth it.
    mutating func add(_ activation: Float, top: Int, text: () -> String) {
      if phrases.count >= top, activation <= phrases[phrases.count - 1].activation { return }
      let phrase = FilterPhrases.Phrase(text: text(), activation: activation)
      if let old = phrases.firstIndex(where: { $0.text == phrase.text }) {
        if phrases[old].activation >= activation { return }
        phrases.remove(at: old)
      }
      let place = phrases.firstIndex { $0.activation < activation } ?? phrases.count
      phrases.insert(phrase, at: place)
      if phrases.count > top { phrases.removeLast() }
    }

    mutating func join(_ other: Found, top: Int) {
      activeCount += other.activeCount
      decidedCount += other.decidedCount
      for phrase in other.phrases { add(phrase.activation, top: top) { phrase.text } }
    }
  }

  private func look(
    at text: String, _ document: [Int32], _ network: TextCNN, top: Int, _ found: inout [Found]
  ) {
    var buffer = TokenBuffer()
    Tokenizer(classifier.tokenizer).tokenize(text, into: &buffer)
    let trace = network.trace(document)
    let order = trace.logits.indices.sorted { (-trace.logits[$0], $0) < (-trace.logits[$1], $1) }
    var deciding: (feature: Int, lead: Float)?
    for (feature, value) in trace.features.enumerated() where value != 0 {
      found[feature].activeCount += 1
      // Where pooling averages, the windows that give most.
      if let part = trace.parts[feature].max(by: { $0.value < $1.value }) {
        found[feature].add(part.activation, top: top) {
          part.words.map { buffer[$0] }.joined(separator: " ")
        }
      }
      let hasRival = network.configuration.output == .softmax
      guard order.count > (hasRival ? 1 : 0) else { continue }
      let parts = network.contributions(of: feature, value: value)
      let lead = parts[order[0]] - (hasRival ? parts[order[1]] : 0)
      if lead > deciding?.lead ?? 0 { deciding = (feature, lead) }
    }
    if let deciding { found[deciding.feature].decidedCount += 1 }
  }
}
