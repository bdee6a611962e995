import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@Suite struct PredictorTests {
  static let texts = [
    "the game of stone", "", "dog", "the dog's wall, the stone wall", "nothing here is known", "我我 THE Dog",
    "the game of stone", "   ",
  ]

  @Test(arguments: [1, 2, 5])
  func aTextScoresTheSameAloneAndAmongOthers(threads: Int) throws {
    let classifier = try randomClassifier()
    let predictor = Predictor(classifier, threads: threads)
    let together = predictor.predictions(for: Self.texts)
    #expect(together.count == Self.texts.count)
    for (text, prediction) in zip(Self.texts, together) {
      #expect(Predictor(classifier).prediction(for: text) == prediction, "\(text)")
      #expect(predictor.prediction(for: text) == prediction, "\(text)")
      #expect(abs(prediction.probabilities.reduce(0, +) - 1) < 1e-5)
      #expect(prediction.labels.labels == ["a", "b", "c"])
    }
    #expect(predictor.predictions(for: Self.texts.reversed()) == together.reversed())
    #expect(together[0] == together[6])
    #expect(predictor.predictions(for: []).isEmpty)
  }

  /// Everything that reads the network is at the temperature: probabilities, and the logits of an explanation.
  @Test func aTemperatureDividesTheLogits() throws {
    let plain = try randomClassifier()
    let calibrated = plain.calibrated(temperature: 2.5)
    #expect(plain.temperature == nil && calibrated.temperature == 2.5)
    #expect(calibrated.describing(["seed": "1"]).temperature == 2.5)
    #expect(calibrated.calibrated(temperature: 2).temperature == 5)
    for text in Self.texts {
      let logits = try #require(Predictor(plain).explanation(of: text)).logits
      let explanation = try #require(Predictor(calibrated).explanation(of: text))
      expectClose(explanation.logits, logits.map { Double($0) / 2.5 }, "logits of \(text)")
      let powers = logits.map { exponential(Double($0) / 2.5) }
      let prediction = Predictor(calibrated).prediction(for: text)
      expectClose(
        prediction.probabilities, powers.map { $0 / powers.reduce(0, +) }, "probabilities of \(text)",
        relative: 1e-5)
      #expect(prediction.label == Predictor(plain).prediction(for: text).label)
    }
  }

  @Test func textsMayBeQueuedAsBytes() throws {
    let predictor = Predictor(try randomClassifier())
    let expected = predictor.predictions(for: Self.texts)
    for _ in 1...2 {
      for text in Self.texts {
        let bytes = Array(text.utf8)
        predictor.enqueue(bytes.span)
      }
      #expect(predictor.queuedCount == Self.texts.count)
      #expect(predictor.takePredictions() == expected)
      #expect(predictor.queuedCount == 0)
    }
    #expect(predictor.takePredictions().isEmpty)
  }

  @Test func unknownWordsAreOneWord() throws {
    let predictor = Predictor(try randomClassifier())
    #expect(predictor.prediction(for: "zzz the qqq") == predictor.prediction(for: "yyy the yyy"))
    #expect(predictor.prediction(for: "zzz") != predictor.prediction(for: ""))
    #expect(predictor.prediction(for: "The GAME") == predictor.prediction(for: "the game"))
  }

  @Test func encodedTextScoresAsText() throws {
    let classifier = try randomClassifier()
    let corpus = Corpus(name: "t", documents: Self.texts.map { LabeledText(label: "a", text: $0) })
    let encoded = try EncodedText(
      corpus, tokenizer: Tokenizer(classifier.tokenizer), vocabulary: classifier.vocabulary,
      labels: classifier.labels)
    let predictor = Predictor(classifier)
    #expect(
      predictor.probabilities(of: encoded) == predictor.predictions(for: Self.texts).flatMap(\.probabilities))
  }

  @Test func aClassifierTellsItsShape() throws {
    let classifier = try randomClassifier()
    #expect(classifier.configuration.filters == 5)
    #expect(classifier.parameterCount == classifier.network.parameterCount)
    #expect(classifier.provenance.isEmpty)
    let described = classifier.describing(["seed": "1"])
    #expect(described.provenance == ["seed": "1"])
    #expect(described.network == classifier.network && described.vocabulary == classifier.vocabulary)
    #expect(described.labels == classifier.labels && described.tokenizer == classifier.tokenizer)
  }
}
