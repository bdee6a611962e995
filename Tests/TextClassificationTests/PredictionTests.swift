import Testing
import TextClassification
import TextCorpus

@Suite struct PredictionTests {
  private func prediction(_ probabilities: [Float]) -> Prediction {
    Prediction(labels: LabelSet((0..<probabilities.count).map { "label\($0)" }), probabilities: probabilities)
  }

  @Test func theMostProbableClassIsChosen() {
    let found = prediction([0.1, 0.6, 0.3])
    #expect(found.classIndex == 1)
    #expect(found.label == "label1")
  }

  @Test func tiesGoToTheFirstLabel() {
    #expect(prediction([0.2, 0.4, 0.4]).label == "label1")
    #expect(prediction([0.5, 0.5]).classIndex == 0)
    #expect(
      prediction([0.25, 0.25, 0.25, 0.25]).ranking().map(\.label) == ["label0", "label1", "label2", "label3"])
  }

  @Test func rankingFallsAndIsCut() {
    let found = prediction([0.1, 0.3, 0.4, 0.2])
    #expect(found.ranking().map(\.label) == ["label2", "label1", "label3", "label0"])
    #expect(found.ranking().map(\.probability) == [0.4, 0.3, 0.2, 0.1])
    #expect(found.ranking(2).map(\.label) == ["label2", "label1"])
    #expect(found.ranking(0).isEmpty)
    #expect(found.ranking(99).count == 4)
  }

  @Test func slicesCountFromTheirStart() {
    let all: [Float] = [0.9, 0.1, 0.2, 0.8]
    #expect(mostProbable(all[2...]) == 1)
    #expect(mostProbable(all[..<2]) == 0)
    #expect(mostProbable(all[1...1]) == 0)
  }

  @Test func assignedAreThoseThatReachTheirThresholds() {
    let labels = LabelSet(["a", "b", "c", "d"])
    func assigned(_ probabilities: [Float]) -> [Int] {
      Prediction(labels: labels, probabilities: probabilities, thresholds: [0.5, 0.2, 0.9, 0.25]).assigned
    }
    #expect(assigned([0.5, 0.1, 0.95, 0.3]) == [2, 0, 3])
    #expect(assigned([0.49, 0.1, 0.89, 0.2]) == [])
    #expect(assigned([0.6, 0.6, 0.6, 0.6]) == [0, 1, 3])
    // With one label a document, the most probable one, however improbable.
    #expect(Prediction(labels: labels, probabilities: [0.1, 0.4, 0.3, 0.2]).assigned == [1])
  }
}
