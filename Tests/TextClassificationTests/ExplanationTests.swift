import ConvolutionModel
import TestSupport
import Testing
import TextClassification

@Suite struct ExplanationTests {
  static let texts = [
    "the game of stone, the dog's wall", "", "dog", "nothing of the stone is known to the dog , 我 我",
    "wall wall wall",
  ]

  @Test(arguments: KernelConfiguration.all(heads: 2))
  func partsSumToTheLogits(_ kernel: KernelConfiguration) throws {
    let predictor = Predictor(try randomClassifier(kernel: kernel))
    for text in Self.texts {
      let explanation = try #require(predictor.explanation(of: text))
      // Said of the same numbers that prediction has.
      #expect(explanation.prediction == predictor.prediction(for: text))
      #expect(explanation.classIndex == explanation.prediction.classIndex)
      #expect(explanation.rivalIndex != explanation.classIndex)
      let sums = explanation.phrases.reduce(into: explanation.bias.map { Double($0) }) { sums, phrase in
        for c in sums.indices { sums[c] += Double(phrase.contributions[c]) }
      }
      expectClose(explanation.logits, sums, text, relative: 1e-5, absolute: 1e-5)
      let differences = explanation.phrases.map(explanation.difference)
      #expect(differences == differences.sorted(by: >))
      #expect(explanation.phrases.allSatisfy { $0.filterCount > 0 && $0.weights.count == $0.words.count })
      if kernel.kind != .attention, kernel.offsets == .each {
        #expect(explanation.phrases.allSatisfy { $0.weights.allSatisfy { $0 == 1 } })
      }
    }
  }

  @Test(arguments: Pooling.allCases, [1, 3])
  func partsSumToTheLogitsWithEveryPoolingAndDepth(_ pooling: Pooling, depth: Int) throws {
    let classifier = try randomClassifier {
      $0.pooling = pooling
      $0.depth = depth
    }
    let predictor = Predictor(classifier)
    for text in Self.texts {
      let explanation = try #require(predictor.explanation(of: text))
      #expect(explanation.prediction == predictor.prediction(for: text))
      #expect(explanation.isExact == (pooling != .attention))
      let sums = explanation.phrases.reduce(into: explanation.bias.map { Double($0) }) { sums, phrase in
        for c in sums.indices { sums[c] += Double(phrase.contributions[c]) }
      }
      expectClose(explanation.logits, sums, text, relative: 1e-5, absolute: 1e-5)
      // A word has no one weight under other convolutions.
      #expect(explanation.phrases.allSatisfy { $0.weights.count == (depth == 1 ? $0.words.count : 0) })
    }
    let found = predictor.filterPhrases(in: Self.texts, top: 2)
    #expect(found.count == classifier.network.layout.featureCount)
    #expect(Set(found.map(\.place)) == Set(0..<(pooling == .kMax ? 3 : 1)))
  }

  /// What it says of the text without its first phrase is what it says of the text that remains.
  @Test func theFirstPhraseIsLeftOut() throws {
    let predictor = Predictor(try randomClassifier())
    for text in Self.texts where !text.isEmpty {
      let explanation = try #require(predictor.explanation(of: text))
      let first = try #require(explanation.phrases.first)
      let rest = explanation.words[..<first.words.lowerBound] + explanation.words[first.words.upperBound...]
      let without = try #require(explanation.predictionWithoutFirst)
      #expect(without == predictor.prediction(for: rest.joined(separator: " ")), "\(text)")
    }
    #expect(predictor.explanation(of: "")?.predictionWithoutFirst == nil)
  }

  /// The words of a strongest window alone excite its filter as much at least: the window is still among those of the
  /// shorter document, and its weights come from its own words, but for kernels with context.
  @Test(arguments: KernelConfiguration.all(heads: 2).filter { $0.kind != .local && $0.reach == 0 })
  func phrasesExciteTheirFilters(_ kernel: KernelConfiguration) throws {
    let network = try randomClassifier(kernel: kernel).network
    let document: [Int32] = [1, 2, 3, 4, 1, 7, 6, 5, 0, 8]
    let trace = network.trace(document)
    let widths = network.configuration.widths
    for (feature, parts) in trace.parts.enumerated() {
      let width = widths[feature / network.configuration.filters]
      let part = try #require(parts.first)
      #expect(parts.count == 1 && part.weights.count == part.words.count)
      #expect(part.activation == trace.features[feature] && part.value == part.activation)
      guard part.words.count == width else { continue }
      let alone = network.trace(part.words.map { document[$0] })
      #expect(alone.features[feature] >= trace.features[feature] - 1e-6)
    }
  }

  @Test func aLabelMayBeChosen() throws {
    let predictor = Predictor(try randomClassifier())
    for label in ["a", "b", "c"] {
      let explanation = try #require(predictor.explanation(of: "the game of stone", label: label))
      #expect(explanation.prediction.labels[explanation.classIndex] == label)
      #expect(explanation.classIndex != explanation.rivalIndex)
    }
    #expect(predictor.explanation(of: "the game", label: "none") == nil)
  }

  @Test func unknownWordsAreTold() throws {
    let explanation = try #require(
      Predictor(try randomClassifier()).explanation(of: "the Xylophone of stone"))
    #expect(explanation.words == ["the", "xylophone", "of", "stone"])
    #expect(explanation.isKnown == [true, false, true, true])
  }
}

@Suite struct FilterPhrasesTests {
  static let texts = (0..<150).map { index in
    let words = ["the", "game", "of", "stone", "wall", "dog", "unseen", "我"]
    return (0..<index % 9).map { words[(index * 5 + $0 * $0 + $0) % words.count] }.joined(separator: " ")
  }

  @Test(arguments: [1, 2, 5])
  func theThreadsChangeNothing(threads: Int) throws {
    let classifier = try randomClassifier()
    #expect(
      Predictor(classifier, threads: threads).filterPhrases(in: Self.texts, top: 3)
        == Predictor(classifier).filterPhrases(in: Self.texts, top: 3))
  }

  @Test(arguments: KernelConfiguration.all(heads: 2))
  func phrasesAreThoseOfTheDocuments(_ kernel: KernelConfiguration) throws {
    let classifier = try randomClassifier(kernel: kernel)
    let predictor = Predictor(classifier)
    let found = predictor.filterPhrases(in: Self.texts, top: 4)
    let explanations = try Self.texts.map { try #require(predictor.explanation(of: $0)) }
    #expect(found.count == 10)
    // Relu may leave a document without any lead; no document is decided twice.
    #expect(found.reduce(0) { $0 + $1.decidedCount } <= Self.texts.count)
    for (feature, filter) in found.enumerated() {
      #expect(filter.width == [2, 3][feature / 5] && filter.number == feature % 5)
      let traces = explanations.map { explanation in
        classifier.network.trace(
          explanation.words.map { word in
            var copy = word
            return copy.withUTF8 { classifier.vocabulary.id(of: $0.span) } ?? 0
          })
      }
      let activations = traces.map { $0.features[feature] }
      #expect(filter.activeCount == activations.count { $0 != 0 })
      #expect(filter.phrases.first?.activation ?? 0 == activations.max())
      #expect(Set(filter.phrases.map(\.text)).count == filter.phrases.count)
      let falling = filter.phrases.map(\.activation)
      #expect(falling == falling.sorted(by: >))
      let documents = explanations.map { $0.words.joined(separator: " ") }
      for phrase in filter.phrases { #expect(documents.contains { $0.contains(phrase.text) }) }
    }
  }

  /// With several labels a document there is no rival: phrases go by what they add to the one logit.
  @Test func labelsForThemselvesHaveNoRival() throws {
    let predictor = Predictor(try randomClassifier(multiLabel: MultiLabelRule(labelCount: 3)))
    for text in Self.texts {
      for label in ["a", "b", "c", nil] {
        let explanation = try #require(predictor.explanation(of: text, label: label))
        #expect(explanation.prediction == predictor.prediction(for: text))
        #expect(explanation.rivalIndex == nil)
        #expect(
          explanation.classIndex == label.map { ["a", "b", "c"].firstIndex(of: $0) }
            ?? explanation.prediction.classIndex)
        let own = explanation.phrases.map { $0.contributions[explanation.classIndex] }
        #expect(own == explanation.phrases.map(explanation.difference))
        #expect(own == own.sorted(by: >))
        let sum = own.reduce(Double(explanation.bias[explanation.classIndex])) { $0 + Double($1) }
        expectClose([explanation.logits[explanation.classIndex]], [sum], text, relative: 1e-5, absolute: 1e-5)
      }
    }
    #expect(predictor.explanation(of: "dog", label: "none") == nil)
  }

  /// A filter decides where it adds most to the logit of the most probable label.
  @Test func phrasesOfFiltersWhereLabelsAreForThemselves() throws {
    let predictor = Predictor(try randomClassifier(multiLabel: MultiLabelRule(labelCount: 3)))
    let network = predictor.classifier.network
    let found = predictor.filterPhrases(in: Self.texts, top: 2)
    #expect(found.map(\.decidedCount).reduce(0, +) > 0)
    for (feature, filter) in found.enumerated() {
      let argument = network.argument(of: feature)
      #expect(filter.classIndex == argument.classIndex && filter.strength == argument.strength)
    }
    for text in Self.texts {
      let explanation = try #require(predictor.explanation(of: text))
      let best = explanation.phrases.first?.contributions[explanation.classIndex] ?? 0
      // One text: some filter decides just where some phrase argues for the label.
      let decided = predictor.filterPhrases(in: [text], top: 1).map(\.decidedCount).reduce(0, +)
      if best > 0 { #expect(decided == 1, "\(text)") }
    }
  }
}
