import Testing
import TextCorpus

@testable import VectorTraining

@Suite struct VectorTrainerTests {
  private static let small = VectorTrainingConfiguration(
    dimension: 16, window: 3, epochs: 20, minimumCount: 1, sample: 0.05, learningRate: 0.05)

  private func train(
    _ configuration: VectorTrainingConfiguration = small, threads: Int = 1, documents: Int = 300
  ) throws -> (vectors: TrainedVectors, events: [VectorTrainingEvent]) {
    var events: [VectorTrainingEvent] = []
    let vectors = try VectorTrainer(configuration, threads: threads).train(
      on: Planted.corpus(documents: documents, seed: 7)
    ) { events.append($0) }
    return (vectors, events)
  }

  @Test func `words that are used alike become neighbours, and the loss falls`() throws {
    let (vectors, events) = try train()
    let animals = try Planted.animals.map { try #require(vectors.vector(of: $0)) }
    let cars = try Planted.cars.map { try #require(vectors.vector(of: $0)) }
    for (mine, others) in [(animals, cars), (cars, animals)] {
      for a in mine {
        let within = mine.map { cosine(a, $0) }.min()!
        let across = others.map { cosine(a, $0) }.max()!
        #expect(within > across + 0.2, "\(within) within, \(across) across")
      }
    }
    let losses = events.compactMap { if case .epoch(let epoch) = $0 { epoch.loss } else { nil } }
    #expect(losses.count == 20)
    // Six times ln 2 is chance.
    #expect(losses[0] < 4.16 && losses[19] < losses[0] - 0.3, "\(losses)")
    #expect(events.first == .counted(words: 21, tokens: 3600))
    #expect(events.contains(.progress(epoch: 20, tokens: 72_000, ofTokens: 72_000)))
  }

  @Test(arguments: [nil, SubwordConfiguration(minimumLength: 2, maximumLength: 4, buckets: 300)])
  func `any number of threads gives the same bits`(subwords: SubwordConfiguration?) throws {
    var configuration = Self.small
    configuration.subwords = subwords
    configuration.epochs = 3
    let one = try train(configuration)
    for threads in [2, 3, 5] {
      let several = try train(configuration, threads: threads)
      #expect(several.vectors.values.map(\.bitPattern) == one.vectors.values.map(\.bitPattern))
      #expect(several.events == one.events)
    }
    configuration.seed = 2
    #expect(try train(configuration).vectors.values != one.vectors.values)
  }

  @Test func `an unknown word lies near its relatives`() throws {
    var configuration = Self.small
    configuration.subwords = .init(minimumLength: 3, maximumLength: 5, buckets: 5000)
    let (vectors, _) = try train(configuration)
    let horses = try #require(vectors.vector(ofUnknown: "horses"))
    let trucks = try #require(vectors.vector(ofUnknown: "trucks"))
    for (word, other, unknown) in [("horse", "truck", horses), ("truck", "horse", trucks)] {
      let near = cosine(unknown, try #require(vectors.vector(of: word)))
      let far = cosine(unknown, try #require(vectors.vector(of: other)))
      #expect(near > 0.7 && near > far + 0.3, "\(near) \(far)")
    }
    #expect(vectors.vector(ofUnknown: "日本") == nil)
    #expect(try train().vectors.vector(ofUnknown: "horses") == nil)
  }

  @Test func `a word's vector is the mean of its own row and its pieces`() throws {
    var configuration = Self.small
    configuration.subwords = .init(minimumLength: 3, maximumLength: 3, buckets: 300)
    let (vectors, _) = try train(configuration)
    let number = try #require(vectors.words.firstIndex(of: "horse"))
    let own = (0..<16).map { vectors.tables.inputs[number * vectors.tables.stride + $0] }
    let pieces = try SubwordIndex.buckets(of: "horse", #require(vectors.subwords)).map {
      try #require(vectors.vector(ofBucket: Int($0)))
    }
    // <ho hor ors rse se>
    #expect(pieces.count == 5)
    for column in 0..<16 {
      let sum = pieces.reduce(0) { $0 + $1[column] }
      #expect(abs(vectors[number][number * 16 + column] - (own[column] + sum) / 6) < 1e-5)
    }
    let unknown = try #require(vectors.vector(ofUnknown: "horse"))
    #expect(abs(unknown[3] - pieces.reduce(0) { $0 + $1[3] } / 5) < 1e-5)
    #expect(vectors.vector(ofBucket: 300) == nil)
  }

  private func twoWords(_ rate: Float) throws -> TrainedVectors {
    let document = LabeledText(labels: [], text: String(repeating: "a b ", count: 100))
    return try VectorTrainer(.init(dimension: 8, epochs: 10, minimumCount: 1, sample: 0, learningRate: rate))
      .train(on: Corpus(name: "two", documents: Array(repeating: document, count: 50)))
  }

  /// What is learned at once must not add up to more than a step, however few words there are.
  @Test(arguments: [0.005, 0.025] as [Float])
  func `two words that fill the whole text do not grow without bound`(rate: Float) throws {
    let vectors = try twoWords(rate)
    #expect(vectors.words == ["a", "b"])
    #expect(vectors.values.allSatisfy { abs($0) < 100 })
  }

  @Test func `steps that are too long are told of`() {
    #expect(throws: VectorTrainingError.diverged(epoch: 1)) { try twoWords(1) }
  }

  @Test func `words come most frequent first, rare ones not at all`() throws {
    let corpus = Corpus(
      name: "few",
      documents: [LabeledText(labels: ["x"], text: "b a b c a b d"), LabeledText(labels: ["y"], text: "")])
    let vectors = try VectorTrainer(.init(dimension: 4, epochs: 1, minimumCount: 2)).train(on: corpus)
    #expect(vectors.words == ["b", "a"] && vectors.counts == [3, 2])
    #expect(vectors.values.count == 8 && vectors.dimension == 4)
  }
}
