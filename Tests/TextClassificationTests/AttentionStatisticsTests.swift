import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextClassification

@Suite struct AttentionStatisticsTests {
  static let texts =
    ExplanationTests.texts + [
      "the wall of the game", "stone dog", "a dog's game , of stone and of the wall", "我 stone",
    ]
  static let kernels = KernelConfiguration.all(heads: 2).filter(\.hasGenerator)

  /// The texts as the fixture's vocabulary has them.
  private func documents(_ classifier: TextClassifier) throws -> [(words: [String], ids: [Int32])] {
    try Self.texts.map { text in
      let words = try #require(Predictor(classifier).explanation(of: text)).words
      return (words, words.map { classifier.vocabulary.id(of: $0) ?? 0 })
    }
  }

  /// Mean and standard deviation in two passes.
  private func moments(_ values: [Float]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let square = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (mean, (square / Double(values.count)).squareRoot())
  }

  @Test(arguments: kernels)
  func `means and deviations are those of the weights`(_ kernel: KernelConfiguration) throws {
    let classifier = try randomClassifier(kernel: kernel)
    let documents = try documents(classifier)
    let all = documents.map { classifier.network.windowWeights(of: $0.ids) }
    let found = try #require(Predictor(classifier).attentionStatistics(in: Self.texts))
    #expect(found.widths.map(\.width) == [2, 3])
    for (index, width) in found.widths.enumerated() {
      for head in 0..<2 {
        for place in 0..<width.width {
          let values = all.flatMap { weights in
            let own = weights[index]
            return (0..<own.count).filter { own.places($0).count == own.width }.map { own[$0, head, place] }
          }
          let (mean, deviation) = moments(values)
          #expect(width.windows == values.count)
          expectClose([width.means[head][place]], [mean], "mean", relative: 1e-9)
          expectClose([width.deviations[head][place]], [deviation], "deviation", relative: 1e-6)
        }
      }
    }
    for word in found.words {
      var values: [Float] = []
      for (document, weights) in zip(documents, all) {
        for own in weights {
          for window in 0..<own.count {
            for (place, number) in zip(own.places(window), own.words(window))
            where document.words[number] == word.word {
              values += (0..<2).map { own[window, $0, place] }
            }
          }
        }
      }
      let (mean, deviation) = moments(values)
      expectClose([word.mean], [mean], word.word, relative: 1e-9)
      expectClose([word.deviation], [deviation], word.word, relative: 1e-6)
    }
  }

  @Test func `the most frequent words come first, and unknown ones not at all`() throws {
    let classifier = try randomClassifier()
    let words = try documents(classifier).flatMap(\.words)
    let found = try #require(Predictor(classifier).attentionStatistics(in: Self.texts, words: 4)).words
    #expect(found.map(\.word).prefix(3) == ["the", "wall", "of"])
    #expect(found.count == 4)
    for word in found { #expect(word.count == words.count { $0 == word.word }) }
    #expect(found.map(\.count) == found.map(\.count).sorted(by: >))
    let all = try #require(Predictor(classifier).attentionStatistics(in: Self.texts)).words
    #expect(all.allSatisfy { classifier.vocabulary.id(of: $0.word) != nil })
    #expect(Set(all.map(\.word)) == Set(words.filter { classifier.vocabulary.id(of: $0) != nil }))
  }

  @Test(arguments: Pooling.allCases)
  func `windows are of the texts, with the weights that they have there`(_ pooling: Pooling) throws {
    let classifier = try randomClassifier { $0.pooling = pooling }
    let documents = try documents(classifier)
    let found = try #require(Predictor(classifier).attentionStatistics(in: Self.texts)).windows
    #expect(found.count > 2 && Set(found.map(\.document)).count == found.count)
    #expect(Set(found.map(\.words)).count == found.count)
    for window in found {
      let (words, ids) = documents[window.document]
      let width = window.words.count
      let own = try #require(
        classifier.network.windowWeights(of: ids).first { $0.width == width })
      let isThere = (width - 1..<ids.count).contains { number in
        Array(words[own.words(number)]) == window.words
          && (0..<width).allSatisfy { Double(own[number, window.head, $0]) == window.weights[$0] }
      }
      #expect(isThere, "\(window)")
      #expect(
        window.predicted == Predictor(classifier).prediction(for: Self.texts[window.document]).classIndex)
      // Windows that speak against the class take from the sum, so that a share is at most 1.
      #expect(window.share > 0 && window.share <= 1 + 1e-6)
      #expect(window.weights.contains { $0 != 1 })
    }
    // Classes take turns: the first windows are of different ones.
    let classes = Set(found.map(\.predicted))
    #expect(Set(found.prefix(classes.count).map(\.predicted)) == classes)
    #expect(
      try #require(Predictor(classifier).attentionStatistics(in: Self.texts, windows: 1)).windows.count == 1)
  }

  /// With one width and one head a window is a phrase of the explanation.
  @Test func `the window that is shown adds most to the lead, its weights considered`() throws {
    let classifier = try randomClassifier(kernel: KernelConfiguration(kind: .attention, heads: 1)) {
      $0.widths = [2]
    }
    let predictor = Predictor(classifier)
    for text in Self.texts {
      let explanation = try #require(predictor.explanation(of: text))
      func merit(_ phrase: Explanation.Phrase) -> Float {
        phrase.words.count < 2
          ? 0 : explanation.difference(of: phrase) * (phrase.weights.map { abs($0 - 1) }.max() ?? 0)
      }
      let best = explanation.phrases.max { merit($0) < merit($1) }
      let expected = best.flatMap { merit($0) > 0 ? Array(explanation.words[$0.words]) : nil }
      #expect(predictor.attentionStatistics(in: [text])?.windows.first?.words == expected, "\(text)")
    }
  }

  @Test func `a generator of zeros weighs every word by 1`() throws {
    let random = try randomClassifier()
    var network = random.network
    network.setTensors { name, shape in
      name.hasPrefix("attention")
        ? [Float](repeating: 0, count: shape.reduce(1, *)) : random.network[tensor: name]
    }
    let classifier = TextClassifier(
      tokenizer: random.tokenizer, vocabulary: random.vocabulary, labels: random.labels, network: network)
    let found = try #require(Predictor(classifier).attentionStatistics(in: Self.texts))
    for width in found.widths {
      #expect(width.means.joined().allSatisfy { abs($0 - 1) < 1e-6 })
      #expect(width.deviations.joined().allSatisfy { $0 < 1e-6 })
    }
    #expect(found.words.allSatisfy { abs($0.mean - 1) < 1e-6 && $0.deviation < 1e-6 })
    #expect(found.windows.isEmpty)
  }

  @Test func `it is the same on any number of threads`() throws {
    let classifier = try randomClassifier()
    let texts = (0..<40).flatMap { _ in Self.texts }
    let one = Predictor(classifier, threads: 1).attentionStatistics(in: texts)
    #expect(one != nil && one == Predictor(classifier, threads: 3).attentionStatistics(in: texts))
  }

  @Test func `what has no weights of its own says so`() throws {
    for kernel in KernelConfiguration.all(heads: 2) where !kernel.hasGenerator {
      #expect(Predictor(try randomClassifier(kernel: kernel)).attentionStatistics(in: Self.texts) == nil)
    }
    let predictor = Predictor(try randomClassifier())
    let none = try #require(predictor.attentionStatistics(in: []))
    #expect(none.widths.isEmpty && none.words.isEmpty && none.windows.isEmpty)
    // No window of two or three words is full.
    let short = try #require(predictor.attentionStatistics(in: ["dog", ""]))
    #expect(short.widths.isEmpty && short.words.map(\.word) == ["dog"] && short.windows.isEmpty)
    let deep = Predictor(try randomClassifier { $0.depth = 2 })
    let below = try #require(deep.attentionStatistics(in: Self.texts))
    #expect(below.widths.count == 2 && below.windows.isEmpty)
  }
}
