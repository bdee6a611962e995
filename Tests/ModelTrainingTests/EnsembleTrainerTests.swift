import ConvolutionModel
import ModelEvaluation
import ModelTraining
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@Suite struct EnsembleTrainerTests {
  private static let text = easyCorpus(90, seed: 4)
  private static let dev = easyCorpus(24, seed: 77, name: "dev.tsv")

  private func train(
    _ configuration: TrainingConfiguration = smallConfiguration(), members: Int = 3,
    by variation: EnsembleConfiguration.Variation = .seed, combination: Combination = .mean,
    dev: Corpus? = nil,
    vectors: VectorSource? = nil, threads: Int = 1
  ) throws -> EnsembleResult {
    try EnsembleTrainer(
      configuration,
      ensemble: EnsembleConfiguration(members: members, variation: variation, combination: combination),
      threads: threads
    ).train(on: Self.text, dev: dev, vectors: vectors)
  }

  private func network(_ configuration: TrainingConfiguration, dev: Corpus? = nil) throws -> TextCNN {
    try Trainer(configuration, threads: 1).train(on: Self.text, dev: dev).classifier.network
  }

  @Test func theFirstMemberIsWhatTheTrainerMakes() throws {
    let configuration = smallConfiguration()
    let result = try train(configuration)
    #expect(try network(configuration) == result.classifier.networks[0])
    #expect(result.members.map(\.classifier.network) == result.classifier.networks)
  }

  /// With a dev part that no seed decides every member is what its seed gives alone.
  @Test func membersAreTrainingsOfTheirOwnSeeds() throws {
    var configuration = smallConfiguration()
    configuration.seed = 5
    let result = try train(configuration, dev: Self.dev)
    for member in 0..<3 {
      configuration.seed = 5 + UInt64(member)
      #expect(try network(configuration, dev: Self.dev) == result.classifier.networks[member], "\(member)")
    }
  }

  @Test(arguments: [EnsembleConfiguration.Variation.seed, .bagging])
  func theSameBitsAtAnyThreads(variation: EnsembleConfiguration.Variation) throws {
    let first = try train(by: variation)
    for threads in [1, 2, 5] {
      let again = try train(by: variation, threads: threads)
      #expect(again.classifier.networks == first.classifier.networks)
      #expect(again.devAccuracy == first.devAccuracy && again.devLogLoss == first.devLogLoss)
    }
    var other = smallConfiguration()
    other.seed = 9
    #expect(try train(other, by: variation).classifier.networks != first.classifier.networks)
  }

  /// Every document has a word of its own, which keeps its first vector where the document is not drawn: in 1/e of the
  /// cases, others for each member. The vocabulary is that of all documents.
  @Test func baggingDrawsDocuments() throws {
    let rare = corpus("rare.tsv", (0..<200).map { ("label\($0 % 2)", "key\($0 % 2) word\($0)") })
    var configuration = smallConfiguration()
    configuration.devFraction = 0
    func untouched(_ variation: EnsembleConfiguration.Variation) throws -> [Set<Int>] {
      let ensemble = EnsembleConfiguration(members: 2, variation: variation)
      let classifier = try EnsembleTrainer(configuration, ensemble: ensemble, threads: 1).train(on: rare)
        .classifier
      #expect(classifier.vocabulary.count == 203)
      return classifier.networks.enumerated().map { member, network in
        let start = TextCNN(
          configuration.network, vocabularyCount: 203, classes: 2, seed: configuration.seed + UInt64(member),
          vectorBound: configuration.vectorBound)
        return Set((1..<203).filter { network[vectorOf: $0] == start[vectorOf: $0] })
      }
    }
    #expect(try untouched(.seed) == [[], []])
    let bags = try untouched(.bagging)
    for bag in bags { #expect((50...100).contains(bag.count), "\(bag.count)") }
    #expect(bags[0] != bags[1])
  }

  @Test(arguments: [EnsembleConfiguration.Variation.seed, .bagging], Combination.allCases)
  func oneDevPartChoosesForAll(
    variation: EnsembleConfiguration.Variation, combination: Combination
  ) throws {
    var configuration = smallConfiguration()
    configuration.devFraction = 0.3
    configuration.epochs = 2
    let result = try train(configuration, by: variation, combination: combination)
    var generator = SeededGenerator(seed: configuration.seed, purpose: "dev split")
    let dev = Self.text.selecting(
      try HoldOut(
        stratifying: LabelSet(Self.text).indices(of: Self.text), fraction: 0.3, using: &generator
      ).heldOut)
    let whole = Evaluator().evaluate(Predictor(result.classifier), on: dev)
    #expect(result.devAccuracy == whole.accuracy && result.devLogLoss == whole.logLoss)
    for (index, member) in result.members.enumerated() {
      let scores = Evaluator().evaluate(Predictor(result.classifier.member(index)), on: dev)
      #expect(scores.accuracy == member.bestEpoch.devAccuracy, "\(index)")
      #expect(scores.logLoss == member.bestEpoch.devLogLoss, "\(index)")
    }
  }

  @Test func frozenVectorsAreTheSameForAll() throws {
    var configuration = smallConfiguration()
    configuration.vectors = .frozen
    let vectors = vectorSource(dimension: 12, except: ["common1", "key01"])
    let frozen = try train(configuration, vectors: vectors).classifier
    #expect(frozen.sharesVectors)
    #expect(frozen.networks.allSatisfy { $0.embedding == frozen.networks[0].embedding })
    #expect(frozen.networks[0].dense != frozen.networks[1].dense)
    configuration.vectors = .tuned
    let tuned = try train(configuration, vectors: vectors).classifier
    #expect(!tuned.sharesVectors)
    #expect(tuned.networks[0].embedding != tuned.networks[1].embedding)
  }

  @Test func everyMemberHasATemperatureOfItsOwn() throws {
    var configuration = smallConfiguration()
    configuration.calibrates = true
    configuration.epochs = 2
    // Every fourth label is wrong, so that there is a best temperature.
    let documents = Self.dev.documents.enumerated().map { index, document in
      LabeledText(label: index % 4 == 0 ? "label0" : document.label, text: document.text)
    }
    let dev = Corpus(name: "dev.tsv", documents: documents)
    let result = try train(configuration, dev: dev)
    #expect(result.classifier.temperature == nil)
    #expect(result.classifier.temperatures == result.members.map { $0.calibration?.temperature })
    #expect(Set(result.classifier.temperatures.compactMap(\.self)).count > 1)
    for member in 0..<3 {
      let own = result.classifier.member(member)
      #expect(own.temperature == result.classifier.temperatures[member])
      #expect(
        Evaluator().evaluate(Predictor(own), on: dev).logLoss
          == result.members[member].calibration?.after.logLoss)
    }
  }

  @Test func anEnsembleOfOneIsASingleNetwork() throws {
    let result = try train(members: 1)
    #expect(result.classifier.memberCount == 1)
    #expect(try network(smallConfiguration()) == result.classifier.network)
    #expect(result.devAccuracy == result.members[0].bestEpoch.devAccuracy)
  }

  @Test func eventsTellWhoseTheyAre() throws {
    var configuration = smallConfiguration()
    configuration.patience = 0
    configuration.epochs = 2
    var epochs: [Int] = []
    var finished: [Int] = []
    let result = try EnsembleTrainer(
      configuration, ensemble: EnsembleConfiguration(members: 3), threads: 1
    ).train(
      on: Self.text,
      report: { member, event in if case .epoch = event { epochs.append(member) } },
      finished: { member, _ in finished.append(member) })
    #expect(epochs == [1, 1, 2, 2, 3, 3])
    #expect(finished == [1, 2, 3])
    #expect(result.trainingSeconds >= result.members[0].trainingSeconds && result.documentsPerSecond > 0)
  }

  @Test(arguments: [-1, 0, 101])
  func aNumberOfMembersThatIsNoneIsRefused(members: Int) {
    #expect(throws: ConfigurationError.self) { try train(members: members) }
  }
}
