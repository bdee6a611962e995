/// What one run of one system got right, document by document.
///
/// Accuracies forget which documents were right. Kept, they tell the luck of the documents from the luck of the seed
/// (``TwoWayVariance``).
public struct DocumentScores: Sendable, Equatable {
  /// The judged documents by their numbers in the corpus, ascending.
  public let documents: [Int32]
  /// Whether each was labelled rightly, in the same order.
  public let isCorrect: [Bool]

  /// The share of right answers; `nil` if no document was judged.
  public var accuracy: Double? {
    isCorrect.isEmpty ? nil : Double(isCorrect.count { $0 }) / Double(isCorrect.count)
  }

  /// Takes the answers of a run.
  /// - Precondition: As many answers as documents, and the documents ascend, each once.
  /// - Complexity: O(documents).
  public init(documents: [Int32], isCorrect: [Bool]) {
    if let fault = Self.fault(documents, isCorrect) { preconditionFailure(fault) }
    self.documents = documents
    self.isCorrect = isCorrect
  }

  /// What is wrong with a pair of lists, in words; `nil` if nothing is.
  private static func fault(_ documents: [Int32], _ isCorrect: [Bool]) -> String? {
    if documents.count != isCorrect.count {
      return "\(documents.count) documents, but \(isCorrect.count) answers; each document needs one"
    }
    for (number, next) in zip(documents, documents.dropFirst()) where number >= next {
      return "document \(next) after \(number); documents must ascend, each once"
    }
    return nil
  }
}

extension DocumentScores: Codable {
  enum CodingKeys: String, CodingKey { case documents, isCorrect }

  /// - Throws: `DecodingError.dataCorrupted` where the initializer would trap, since a file is not ours.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let documents = try container.decode([Int32].self, forKey: .documents)
    let isCorrect = try container.decode([Bool].self, forKey: .isCorrect)
    if let fault = Self.fault(documents, isCorrect) {
      throw DecodingError.dataCorruptedError(forKey: .documents, in: container, debugDescription: fault)
    }
    self.init(documents: documents, isCorrect: isCorrect)
  }
}
