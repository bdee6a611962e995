import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct PairedDocumentsTests {
  @Test func runsOfOneTestSetAreCrossed() {
    let first = [
      DocumentScores(documents: [2, 5, 9], isCorrect: [true, true, false]),
      DocumentScores(documents: [2, 5, 9], isCorrect: [true, false, false]),
    ]
    let second = [
      DocumentScores(documents: [2, 5, 9], isCorrect: [false, true, true]),
      DocumentScores(documents: [2, 5, 9], isCorrect: [false, false, false]),
    ]
    let pairs = PairedDocuments(first: first, second: second)
    #expect(pairs.isCrossed && pairs.documentCount == 3 && pairs.cellCount == 6)
    #expect(pairs.runs.map(\.differences) == [[1, 0, -1], [1, 0, 0]])
    #expect(pairs.runs[1].places == [0, 1, 2])
    expectClose(pairs.mean, 1 / 6.0)
    expectClose(pairs.disagreement, 0.5)
  }

  @Test func runsOfSplitsShareDocumentsByNumber() {
    let first = [
      DocumentScores(documents: [1, 7], isCorrect: [true, false]),
      DocumentScores(documents: [0, 7, 8], isCorrect: [true, true, false]),
    ]
    let second = [
      DocumentScores(documents: [1, 7], isCorrect: [false, false]),
      DocumentScores(documents: [0, 7, 8], isCorrect: [true, false, false]),
    ]
    let pairs = PairedDocuments(first: first, second: second)
    #expect(!pairs.isCrossed && pairs.documentCount == 4 && pairs.cellCount == 5)
    #expect(pairs.runs.map(\.places) == [[1, 2], [0, 2, 3]])
    // The mean of the runs' accuracies, not of all answers.
    expectClose(pairs.mean, (1 / 2.0 + 1 / 3.0) / 2)
  }

  @Test func scoresComeBackFromJSON() throws {
    let scores = DocumentScores(documents: [0, 3], isCorrect: [true, false])
    let data = try JSONEncoder().encode(scores)
    #expect(String(decoding: data, as: UTF8.self).contains(#""isCorrect":[true,false]"#))
    #expect(try JSONDecoder().decode(DocumentScores.self, from: data) == scores)
    #expect(scores.accuracy == 0.5)
    #expect(DocumentScores(documents: [], isCorrect: []).accuracy == nil)
  }

  @Test(arguments: [
    #"{"documents":[0,3],"isCorrect":[true]}"#, #"{"documents":[3,0],"isCorrect":[true,false]}"#,
    #"{"documents":[3,3],"isCorrect":[true,false]}"#,
  ])
  func brokenJSONThrows(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(DocumentScores.self, from: Data(json.utf8))
    }
  }
}
