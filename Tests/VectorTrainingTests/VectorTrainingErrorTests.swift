import Testing
import TextCorpus

@testable import VectorTraining

@Suite struct VectorTrainingErrorTests {
  @Test(arguments: [
    (VectorTrainingConfiguration(dimension: 0), "dimension is 0; use 1 to 4096"),
    (.init(window: 65), "window is 65; use 1 to 64"),
    (.init(negatives: 0), "negatives is 0; use 1 to 1000"),
    (.init(epochs: 0), "epochs is 0; use 1 to 10000"),
    (.init(minimumCount: 0), "minimum count is 0; use at least 1"),
    (.init(maximumSize: 0), "largest vocabulary is 0; use at least 1"),
    (.init(sample: 2), "sample is 2.0; use 0, or 1e-9 to 1"),
    (.init(sample: .nan), "sample is nan; use 0, or 1e-9 to 1"),
    (.init(learningRate: -1), "learning rate is -1.0; use above 0, at most 1"),
    (
      .init(learningRate: 0.01, finalLearningRate: 0.1),
      "final learning rate is 0.1; use 0 to the learning rate"
    ),
    (
      .init(subwords: .init(minimumLength: 0)),
      "the pieces of words have from 0 to 6 characters; use a range from 1 to 16, such as 3-6"
    ),
    (
      .init(subwords: .init(minimumLength: 5, maximumLength: 4)),
      "the pieces of words have from 5 to 4 characters; use a range from 1 to 16, such as 3-6"
    ),
    (.init(subwords: .init(buckets: 0)), "the pieces of words have 0 buckets; use 1 to 20000000"),
  ])
  func `a setting that cannot be is told of`(configuration: VectorTrainingConfiguration, sentence: String) {
    do {
      _ = try VectorTrainer(configuration)
      Issue.record("accepted")
    } catch { #expect("\(error)" == sentence) }
  }

  @Test(arguments: [
    ("", 5, "few: fewer than two words occur 5 times; give more text, or a smaller minimum count"),
    ("a a a", 1, "few: fewer than two words occur at all; give more text"),
    ("a b a b", 3, "few: fewer than two words occur 3 times; give more text, or a smaller minimum count"),
  ])
  func `too little text is told of`(text: String, minimum: Int, sentence: String) {
    let corpus = Corpus(name: "few", documents: [LabeledText(labels: [], text: text)])
    do {
      _ = try VectorTrainer(.init(minimumCount: minimum)).train(on: corpus)
      Issue.record("learned from nothing")
    } catch { #expect("\(error)" == sentence) }
  }

  @Test func `documents of one word have no neighbours`() {
    let corpus = Corpus(
      name: "words", documents: "a b a b".split(separator: " ").map { LabeledText(labels: [], text: "\($0)") }
    )
    #expect(throws: VectorTrainingError.noContext(text: "words")) {
      try VectorTrainer(.init(minimumCount: 1)).train(on: corpus)
    }
  }
}
