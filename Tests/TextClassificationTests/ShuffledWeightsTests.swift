import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextClassification

@Suite struct ShuffledWeightsTests {
  static let kernels = KernelConfiguration.all(heads: 2).filter { $0.kind == .attention }
  /// Many windows of every kind; the same words at the same places are in some of them alone.
  static let texts =
    ExplanationTests.texts + [
      "the wall of the game", "stone dog", "a dog's game , of stone and of the wall", "我 stone",
    ]

  /// The classifier with c = q = 0, so that every a is 1.
  private func untrained(_ classifier: TextClassifier) -> TextClassifier {
    var network = classifier.network
    network.setTensors { name, shape in
      name.hasPrefix("attention")
        ? [Float](repeating: 0, count: shape.reduce(1, *)) : classifier.network[tensor: name]
    }
    return TextClassifier(
      tokenizer: classifier.tokenizer, vocabulary: classifier.vocabulary, labels: classifier.labels,
      network: network)
  }

  @Test(arguments: kernels)
  func `where all weights are alike, an exchange changes nothing`(_ kernel: KernelConfiguration) throws {
    for pooling in Pooling.allCases {
      let random = try randomClassifier(kernel: kernel) { $0.pooling = pooling }
      let classifier = untrained(random)
      let shuffled = try #require(ShuffledWeights(of: classifier, seed: 3)).predictions(for: Self.texts)
      let plain = Predictor(classifier).predictions(for: Self.texts)
      // And where they are not, it does.
      let changed = try #require(ShuffledWeights(of: random, seed: 3)).predictions(for: Self.texts)
      let unchanged = Predictor(random).predictions(for: Self.texts)
      for (text, (a, b)) in zip(Self.texts, zip(shuffled, plain)) {
        expectClose(
          a.probabilities, b.probabilities.map { Double($0) }, text, relative: 1e-6, absolute: 1e-6)
      }
      let differences = zip(changed, unchanged).map { abs($0.probabilities[0] - $1.probabilities[0]) }
      #expect(differences.contains { $0 > 1e-4 }, "\(differences)")
    }
  }

  @Test func `each window's weights go to one other of its kind`() throws {
    let network = try randomClassifier(seed: 5).network
    let documents = randomDocuments(40, vocabularyCount: 10, seed: 2)
    let old = documents.map { network.windowWeights(of: $0) }
    var new = old
    ShuffledWeights.exchange(&new, seed: 7)
    for widthIndex in network.configuration.widths.indices {
      var before: [Range<Int>: [[Float]]] = [:]
      var after: [Range<Int>: [[Float]]] = [:]
      var kept = 0
      for document in documents.indices {
        let (own, other) = (old[document][widthIndex], new[document][widthIndex])
        for window in 0..<own.count {
          before[own.places(window), default: []].append(weights(own, window))
          after[own.places(window), default: []].append(weights(other, window))
          if weights(own, window) == weights(other, window) { kept += 1 }
        }
      }
      #expect(before.keys == after.keys)
      for (places, all) in before {
        func ordered(_ weights: [[Float]]) -> [[Float]] {
          weights.sorted { $0.lexicographicallyPrecedes($1) }
        }
        #expect(ordered(all) == ordered(after[places] ?? []), "\(places)")
      }
      // Few words, so that some windows are alike; and two documents without words have no weights at all.
      #expect(kept * 4 < before.values.reduce(0) { $0 + $1.count }, "\(kept)")
    }
  }

  /// Of one window, `[heads, n]`.
  private func weights(_ all: WindowWeights, _ window: Int) -> [Float] {
    (0..<all.heads).flatMap { head in (0..<all.width).map { all[window, head, $0] } }
  }

  @Test func `windows that are alone keep their weights`() throws {
    let classifier = try randomClassifier()
    // One document: windows at its ends have no like.
    let network = classifier.network
    let old = [network.windowWeights(of: [1, 2, 3, 4])]
    var new = old
    ShuffledWeights.exchange(&new, seed: 1)
    let width3 = (old: old[0][1], new: new[0][1])
    for window in [0, 1, 4, 5] { #expect(weights(width3.old, window) == weights(width3.new, window)) }
    #expect(weights(width3.old, 2) == weights(width3.new, 3))
    #expect(weights(width3.old, 3) == weights(width3.new, 2))
    // A document of one word, alone: nothing to exchange with.
    let alone = try #require(ShuffledWeights(of: classifier, seed: 1)).predictions(for: ["dog"])
    expectClose(
      alone[0].probabilities, Predictor(classifier).prediction(for: "dog").probabilities.map { Double($0) },
      "alone", relative: 1e-6, absolute: 1e-6)
  }

  @Test func `a seed gives the same answers on any number of threads`() throws {
    let classifier = try randomClassifier()
    let texts = (0..<10).flatMap { _ in Self.texts }
    func predictions(seed: UInt64, threads: Int) throws -> [Prediction] {
      try #require(ShuffledWeights(of: classifier, seed: seed)).predictions(for: texts, threads: threads)
    }
    let one = try predictions(seed: 4, threads: 1)
    #expect(try predictions(seed: 4, threads: 3) == one)
    #expect(try predictions(seed: 5, threads: 1) != one)
    #expect(try #require(ShuffledWeights(of: classifier, seed: 4)).predictions(for: []).isEmpty)
  }

  @Test func `members of an ensemble exchange each for itself`() throws {
    let members = try [1, 2].map { try randomClassifier(seed: $0) }
    let ensemble = TextClassifier(combining: members, by: .mean, sharesVectors: false)
    let together = try #require(ShuffledWeights(of: ensemble, seed: 8)).predictions(for: Self.texts)
    let alone = try members.enumerated().map { index, member in
      try #require(ShuffledWeights(of: member, seed: 8 + UInt64(index))).predictions(for: Self.texts)
    }
    for (index, prediction) in together.enumerated() {
      let mean = zip(alone[0][index].probabilities, alone[1][index].probabilities).map { ($0 + $1) / 2 }
      #expect(prediction.probabilities == mean)
    }
  }

  @Test func `without weights of words there is no exchange`() throws {
    for kernel in KernelConfiguration.all(heads: 2) where kernel.kind != .attention {
      #expect(ShuffledWeights(of: try randomClassifier(kernel: kernel), seed: 1) == nil)
    }
    #expect(ShuffledWeights(of: try randomClassifier { $0.depth = 2 }, seed: 1) == nil)
  }
}
