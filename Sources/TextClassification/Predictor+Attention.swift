import ConvolutionModel
import TensorMath
import TextCorpus

extension Predictor {
  /// Where attention's weight goes in some texts. Of an ensemble the first member's; `members` has predictors for the
  /// others.
  ///
  /// - Parameters:
  ///   - words: How many words to tell of, the most frequent ones.
  ///   - windows: How many windows to show. With convolutions above the first a window has no part of its own in what is
  ///     decided, and there are none.
  /// - Returns: nil where all weights are 1: the kernel has no generator.
  /// - Complexity: O(tokens · N · d), on all threads: some thousand sentences a second. The same with any number of threads.
  public func attentionStatistics(
    in texts: [String], words: Int = 40, windows: Int = 12
  ) -> AttentionStatistics? {
    guard classifier.configuration.kernel.hasGenerator else { return nil }
    let encoded = classifier.encode(texts)
    let network = classifier.networks(for: encoded)[0]
    let documents = texts.indices.map { Tokens(texts[$0], Array(encoded[$0]), classifier) }
    let counts = documents.reduce(into: [Int32: Int]()) { counts, document in
      for id in document.ids where network.knows(id) { counts[id, default: 0] += 1 }
    }
    let frequent = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(words)
    let numbers = Dictionary(uniqueKeysWithValues: zip(frequent.map(\.key), 0...))
    // The chunks do not depend on the threads, and are joined in order.
    let size = 64
    var parts = [AttentionSums](
      repeating: AttentionSums(classifier.configuration, words: frequent.count),
      count: (texts.count + size - 1) / size)
    parts.withUnsafeMutableBufferPointer { parts in
      pool.forEachChunk(of: texts.count, size: size) { range in
        for document in range {
          parts[range.lowerBound / size].add(
            documents[document], number: document, network, frequent: numbers)
        }
      }
    }
    var all = AttentionSums(classifier.configuration, words: frequent.count)
    for part in parts { all.add(part) }
    return AttentionStatistics(
      widths: all.widths.compactMap(\.statistics),
      words: zip(frequent, all.words).map { word, sums in
        AttentionStatistics.Word(
          word: classifier.word(word.key, of: encoded), count: word.value, mean: sums.mean,
          deviation: sums.deviation)
      },
      windows: DecidingWindow.varied(all.windows, count: windows).map(\.window))
  }

  /// The words of a text, and their numbers.
  struct Tokens {
    let words: [String]
    let ids: [Int32]

    init(_ text: String, _ ids: [Int32], _ classifier: TextClassifier) {
      words = Tokenizer(classifier.tokenizer).tokens(of: text)
      self.ids = ids
    }
  }
}

/// What some documents' weights sum up to.
private struct AttentionSums {
  struct Width {
    let width: Int
    let heads: Int
    /// `[heads, n]`
    var sums: [WeightSums]

    /// nil where no window is full.
    var statistics: AttentionStatistics.Width? {
      guard sums[0].count > 0 else { return nil }
      func byHead(_ value: (WeightSums) -> Double) -> [[Double]] {
        (0..<heads).map { sums[$0 * width..<($0 + 1) * width].map(value) }
      }
      return AttentionStatistics.Width(
        width: width, windows: sums[0].count, means: byHead(\.mean), deviations: byHead(\.deviation))
    }
  }

  var widths: [Width]
  var words: [WeightSums]
  /// One of each document at most.
  var windows: [DecidingWindow] = []

  init(_ configuration: TextCNNConfiguration, words: Int) {
    let heads = configuration.kernel.heads
    widths = configuration.widths.map {
      Width(width: $0, heads: heads, sums: [WeightSums](repeating: WeightSums(), count: heads * $0))
    }
    self.words = [WeightSums](repeating: WeightSums(), count: words)
  }

  mutating func add(
    _ document: Predictor.Tokens, number: Int, _ network: TextCNN, frequent: [Int32: Int]
  ) {
    let weights = network.windowWeights(of: document.ids)
    for (widthIndex, own) in weights.enumerated() {
      for window in 0..<own.count {
        let isFull = own.places(window).count == own.width
        let first = own.words(window).lowerBound - own.places(window).lowerBound
        for place in own.places(window) {
          let word = frequent[document.ids[first + place]]
          for head in 0..<own.heads {
            let weight = own[window, head, place]
            if isFull { widths[widthIndex].sums[head * own.width + place].add(weight) }
            if let word { words[word].add(weight) }
          }
        }
      }
    }
    if let window = DecidingWindow(document, number: number, network, weights) { windows.append(window) }
  }

  mutating func add(_ other: AttentionSums) {
    for index in widths.indices {
      for place in widths[index].sums.indices {
        widths[index].sums[place].add(other.widths[index].sums[place])
      }
    }
    for word in words.indices { words[word].add(other.words[word]) }
    windows += other.windows
  }
}
