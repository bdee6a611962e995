import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextCorpus

@testable import TextClassification

/// Classifiers whose unknown words are made of pieces.
@Suite struct SubwordTests {
  private static let words = ["the", "game", "of", "stone", "wall", "'s", "dog", ",", "我"]

  /// The classifier of `randomClassifier` with pieces of its words, and numbers drawn for them.
  private func classifier(
    kernel: KernelConfiguration = KernelConfiguration(kind: .attention, heads: 2), seed: UInt64 = 1
  ) throws -> TextClassifier {
    let plain = try randomClassifier(kernel: kernel, seed: seed)
    let pieces = PieceIndex(SubwordConfiguration(minimumLength: 2, maximumLength: 4, buckets: 50_000)) {
      take in
      for word in Self.words { take(Array(word.utf8).span) }
    }
    var network = TextCNN(
      plain.configuration, vocabularyCount: plain.vocabulary.count, pieceCount: pieces.count, classes: 3)
    network.setTensors { name, shape in
      var generator = SeededGenerator(seed: seed, purpose: name)
      return (0..<shape.reduce(1, *)).map { _ in generator.uniform(within: 0.8) }
    }
    return TextClassifier(
      tokenizer: plain.tokenizer, vocabulary: plain.vocabulary, pieces: pieces, labels: plain.labels,
      network: network)
  }

  private static let texts = [
    "the game of stones", "", "dogs", "the gamer's wall, the stonewall", "nothing here is known",
    "我们 THE Dog",
    "the game of stones", "gamers", "stones stones stones",
  ]

  @Test(arguments: [1, 2, 5], [nil, 2])
  func aTextScoresTheSameAloneAndAmongOthers(threads: Int, cacheRows: Int?) throws {
    let classifier = try classifier()
    let memory = Predictor.Memory(cacheRows: cacheRows)
    let predictor = Predictor(classifier, threads: threads, memory: memory)
    // Enough for several chunks of the encoders, whose guests are numbered apart.
    let many = (0..<40).flatMap { _ in Self.texts }
    let together = predictor.predictions(for: many)
    for (text, prediction) in zip(Self.texts, together) {
      #expect(Predictor(classifier).prediction(for: text) == prediction, "\(text)")
      #expect(predictor.prediction(for: text) == prediction, "\(text)")
    }
    #expect(predictor.predictions(for: many.reversed()) == together.reversed())
    predictor.warm()
    #expect(predictor.predictions(for: many) == together)
  }

  @Test func unknownWordsAreToldApart() throws {
    let predictor = Predictor(try classifier())
    #expect(predictor.prediction(for: "gamers") != predictor.prediction(for: "stones"))
    #expect(predictor.prediction(for: "DOGS") == predictor.prediction(for: "dogs"))
    // Words of which no piece is known are the one unknown word.
    #expect(predictor.prediction(for: "zzz qqq") == predictor.prediction(for: "qqq zzz"))
    let plain = Predictor(try randomClassifier())
    #expect(predictor.prediction(for: "the game of zzz") == plain.prediction(for: "the game of zzz"))
    #expect(predictor.prediction(for: "the game of stone") == plain.prediction(for: "the game of stone"))
  }

  /// A known word's pieces are in its vector already; an unknown one's vector is the mean of those of its pieces.
  @Test func aGuestIsTheMeanOfItsPieces() throws {
    let classifier = try classifier()
    let pieces = try #require(classifier.pieces)
    let text = classifier.encode(["dogs the"])
    let guest = text.tokens[0]
    #expect(guest == Int32(classifier.vocabulary.count))
    let network = classifier.networks(for: text)[0]
    var rows: [Int32] = []
    pieces.appendRows(of: Array("dogs".utf8).span, first: Int32(classifier.vocabulary.count), to: &rows)
    // <d <do <dog do dog og, and og is in no other word.
    #expect(rows.count >= 6)
    #expect(Array(network.guests[0]) == rows)
    #expect(network.knows(guest) && network.knows(1) && !network.knows(0))
  }

  @Test func encodedTextScoresAsText() throws {
    let classifier = try classifier()
    let corpus = Corpus(name: "t", documents: Self.texts.map { LabeledText(label: "a", text: $0) })
    let encoded = try EncodedText(
      corpus, tokenizer: Tokenizer(classifier.tokenizer), vocabulary: classifier.vocabulary,
      labels: classifier.labels, keepsGuests: true)
    let predictor = Predictor(classifier)
    let expected = predictor.predictions(for: Self.texts.reversed())
    #expect(
      predictor.probabilities(of: encoded) == expected.reversed().flatMap(\.probabilities))
  }

  /// The book of unknown words is begun anew once it is full, and nothing is answered otherwise.
  @Test func manyUnknownWordsAreForgotten() throws {
    let classifier = try classifier(kernel: KernelConfiguration())
    let predictor = Predictor(classifier)
    let before = predictor.predictions(for: Self.texts)
    let words = (0...ProjectedVocabulary.mostGuests).map { "w\($0)" }
    _ = predictor.predictions(for: [words.joined(separator: " ")])
    for _ in 0..<2 { #expect(predictor.predictions(for: Self.texts) == before) }
  }

  @Test func membersShareTheRowsOfUnknownWords() throws {
    let members = try (1...3).map { try classifier(seed: $0) }
    // They need not have the same pieces' vectors, but the same pieces.
    let ensemble = TextClassifier(combining: members, by: .mean, sharesVectors: false)
    let predictor = Predictor(ensemble)
    let own = predictor.members
    for text in Self.texts + ["dogged gamers"] {
      let alone = members.map { Predictor($0).prediction(for: text) }
      for (member, expected) in zip(own, alone) { #expect(member.prediction(for: text) == expected) }
      let mean = (0..<3).map { c in alone.reduce(0) { $0 + Double($1.probabilities[c]) } / 3 }
      expectClose(predictor.prediction(for: text).probabilities, mean, text, relative: 1e-6)
    }
  }

  @Test func explanationsAddUpToThePrediction() throws {
    let classifier = try classifier()
    let predictor = Predictor(classifier)
    for text in Self.texts {
      let explanation = try #require(predictor.explanation(of: text))
      #expect(explanation.prediction == predictor.prediction(for: text), "\(text)")
    }
    let explanation = try #require(predictor.explanation(of: "the dogs qqq"))
    #expect(explanation.words == ["the", "dogs", "qqq"])
    #expect(explanation.isKnown == [true, true, false])
  }

  @Test func phrasesAndStatisticsNameUnknownWords() throws {
    let predictor = Predictor(try classifier())
    let texts = ["dogs bark", "dogs dogs"]
    let phrases = predictor.filterPhrases(in: texts, top: 5)
    #expect(phrases.contains { $0.phrases.contains { $0.text.contains("dogs") } })
    let statistics = try #require(predictor.attentionStatistics(in: texts))
    #expect(statistics.words.first?.word == "dogs" && statistics.words.first?.count == 3)
    let shuffled = try #require(ShuffledWeights(of: predictor.classifier, seed: 1))
    // A document alone has no window to exchange weights with but those that are like its own.
    #expect(shuffled.predictions(for: ["dogs"]) == [predictor.prediction(for: "dogs")])
  }

  /// What makes another classifier of one keeps its pieces.
  @Test func piecesStayWithTheClassifier() throws {
    let classifier = try classifier()
    for other in [
      classifier.describing([:]), classifier.deciding(by: nil), classifier.calibrated(temperature: 2),
      classifier.keeping([[0, 1, 3, 4], [0, 1, 3, 4]], constants: [Float](repeating: 0, count: 10)),
      TextClassifier(combining: [classifier, classifier], by: .mean, sharesVectors: false).member(1),
    ] {
      #expect(other.pieces == classifier.pieces)
      #expect(other.network.embedding == classifier.network.embedding)
    }
    #expect(classifier.subwords?.buckets == 50_000)
    #expect(classifier.parameterCount == classifier.network.parameterCount)
  }
}
