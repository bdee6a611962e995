@testable import ModelEvaluation

extension PairedDocuments {
  /// Pairs with given differences: run r judged `documents[r]`, where the first system was right on those of 1 and 0.
  init(documents: [[Int32]], differences: [[Int]]) {
    func scores(_ isRight: (Int) -> Bool) -> [DocumentScores] {
      zip(documents, differences).map { DocumentScores(documents: $0, isCorrect: $1.map(isRight)) }
    }
    self.init(first: scores { $0 > 0 }, second: scores { $0 < 0 })
  }

  /// Four runs on the same twelve documents.
  static let crossed = PairedDocuments(
    documents: [[Int32]](repeating: Array(0..<12), count: 4),
    differences: [
      [0, 1, 0, -1, 1, 0, 1, -1, 1, 1, 0, 1], [-1, 0, 0, 0, 0, 1, 0, 0, 1, 1, -1, 1],
      [0, -1, 0, -1, -1, -1, -1, -1, 0, 1, -1, 1], [-1, 0, 1, 0, -1, 1, 0, 0, 0, 1, 0, -1],
    ])

  /// Three runs, each with five documents of nine.
  static let split = PairedDocuments(
    documents: [[0, 2, 3, 5, 8], [1, 2, 4, 5, 9], [0, 3, 6, 8, 9]],
    differences: [[1, 0, -1, 1, 0], [0, 1, 1, 1, -1], [0, -1, 1, -1, 0]])
}
