import Testing

@testable import TextCorpus

@Suite struct LabelCombinationsTests {
  private func corpus(_ labels: [[String]]) -> Corpus {
    Corpus(name: "F", documents: labels.map { LabeledText(labels: $0, text: "") })
  }

  @Test func combinationsAreNumberedAsTheyAppear() throws {
    let corpus = corpus([["b", "a"], [], ["a", "b"], ["c"], []])
    let labels = LabelSet(corpus)
    #expect(labels.labels == ["a", "b", "c"])
    let found = try LabelCombinations(corpus, labels: labels)
    #expect(found.combinations == [[0, 1], [], [2]])
    #expect(found.numbers == [0, 1, 0, 2, 1])
    #expect(found[2] == [2])
    #expect(found.counts(of: found.numbers, classes: 3) == [2, 2, 1])
    #expect(found.counts(of: [0, 1], classes: 3) == [1, 1, 0])
  }

  /// The rarest label, the first of two as rare, −1 for none.
  @Test func strata() throws {
    let corpus = corpus([["a", "b"], ["a"], ["a", "c"], [], ["b", "c"], ["c"], ["d", "a"]])
    let found = try LabelCombinations(corpus, labels: LabelSet(corpus))
    // a has 4 documents, b 2, c 3, d 1.
    #expect(found.strata(classes: 4) == [1, 0, 2, -1, 1, 2, 3])
  }

  /// A label that stands beside others in most documents is held out in its share.
  @Test func aRareLabelIsDividedEvenly() throws {
    let corpus = corpus((0..<100).map { $0 % 5 == 0 ? ["often", "rare"] : $0 % 5 == 1 ? [] : ["often"] })
    let found = try LabelCombinations(corpus, labels: LabelSet(corpus))
    var generator = SplitMix(state: 5)
    let split = try HoldOut(stratifying: found.strata(classes: 2), fraction: 0.1, using: &generator)
    #expect(found.counts(of: split.heldOut.map { found.numbers[$0] }, classes: 2) == [8, 2])
    #expect(split.heldOut.count { corpus.documents[$0].labels.isEmpty } == 2)
  }

  @Test func aLabelMustBeKnown() throws {
    #expect(throws: CorpusError.unknownLabel(file: "F", label: "z", document: 1)) {
      try LabelCombinations(corpus([["a"], ["a", "z"]]), labels: LabelSet(["a"]))
    }
  }

  @Test func whereOneLabelIsExpectedSeveralOrNoneAreRefused() throws {
    for labels in [[], ["a", "b"]] {
      let error = #expect(throws: CorpusError.self) {
        try LabelSet(["a", "b"]).indices(of: corpus([["a"], labels]))
      }
      #expect(error == .labelCount(file: "F", count: labels.count, document: 1))
      #expect(
        error?.description
          == "F: document 2 has \(labels.count) labels; give it one, or train with several labels a document")
    }
  }
}
