import ConvolutionModel
import Testing

@Suite struct BatchTests {
  @Test func wordsAreNumberedInTheOrderOfTheirAppearance() {
    let batch = Batch([[5, 3, 5], [], [3, 9]], labels: [1, 0, 2], vocabularyCount: 10)
    #expect(batch.words == [5, 3, 9])
    #expect(batch.tokens == [0, 1, 0, 1, 2])
    #expect(batch.starts == [0, 3, 3, 5])
    #expect(batch.labels == [1, 0, 2])
    #expect(batch.count == 3)
    #expect((0..<3).map(batch.length) == [3, 0, 2])
  }

  @Test func sortedWordsAreTheSameDocuments() {
    var batch = Batch([[5, 3, 5], [], [3, 9]], labels: [1, 0, 2], vocabularyCount: 10)
    batch.sortWords()
    #expect(batch.words == [3, 5, 9])
    #expect(batch.tokens == [1, 0, 1, 0, 2])
    batch.append([9, 4] as [Int32], label: 1)
    #expect(batch.words == [3, 5, 9, 4])
    #expect(batch.tokens.suffix(2) == [2, 3])
  }

  @Test func emptyingForgetsTheNumbers() {
    var batch = Batch([[5, 3, 5], [3, 9]], labels: [1, 2], vocabularyCount: 10)
    batch.removeAll()
    #expect(batch.count == 0 && batch.words.isEmpty && batch.tokens.isEmpty && batch.starts == [0])
    batch.append([9, 0, 5] as [Int32], label: 0)
    #expect(batch.words == [9, 0, 5])
    #expect(batch.tokens == [0, 1, 2])
    #expect(batch.starts == [0, 3])
  }

  @Test func windowsOverlapAtLeastOneWord() {
    #expect([0, 1, 2, 7].map { windowCount(tokens: $0, width: 3) } == [1, 3, 4, 9])
    #expect([0, 1, 5].map { windowCount(tokens: $0, width: 1) } == [1, 1, 5])
  }
}
