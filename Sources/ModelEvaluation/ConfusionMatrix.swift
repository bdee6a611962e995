/// How often each label was taken for each other.
///
///     rows[t][p] = documents whose truth is labels[t] and whose prediction is labels[p]
///
/// Labels that a corpus has and a model does not know are rows like any other; their columns stay zero.
public struct ConfusionMatrix: Sendable, Equatable {
  /// The label of each row and column, C of them.
  public let labels: [String]
  /// Counts, `[C][C]`: rows are truth, columns are prediction.
  public let rows: [[Int]]

  /// Counts pairs of truth and prediction.
  ///
  /// - Parameters:
  ///   - labels: All labels, the model's and those it does not know, C of them.
  ///   - truth: For each document the index of its true label.
  ///   - predicted: For each document the index of the predicted label.
  /// - Precondition: As many predictions as truths; every index is in `0..<C`.
  /// - Complexity: O(documents + C²).
  public init(labels: [String], truth: [Int], predicted: [Int]) {
    precondition(
      truth.count == predicted.count,
      "\(truth.count) true labels, but \(predicted.count) predicted ones")
    var rows = [[Int]](repeating: [Int](repeating: 0, count: labels.count), count: labels.count)
    for (truth, predicted) in zip(truth, predicted) {
      precondition(
        labels.indices.contains(truth) && labels.indices.contains(predicted),
        "label index \(truth) or \(predicted) is not in 0..<\(labels.count)")
      rows[truth][predicted] += 1
    }
    self.labels = labels
    self.rows = rows
  }

  /// Takes finished counts.
  /// - Returns: `nil` unless `rows` is C × C and no count is negative.
  public init?(labels: [String], rows: [[Int]]) {
    guard rows.count == labels.count,
      rows.allSatisfy({ row in row.count == labels.count && row.allSatisfy { $0 >= 0 } })
    else { return nil }
    self.labels = labels
    self.rows = rows
  }

  /// How many documents were counted. Cost: O(C²).
  public var documents: Int { rows.reduce(0) { $0 + $1.reduce(0, +) } }

  /// How many documents were predicted right, the sum of the diagonal. Cost: O(C).
  public var correct: Int { rows.indices.reduce(0) { $0 + rows[$1][$1] } }

  /// How many documents have each true label, `[C]`. Cost: O(C²).
  package var truthCounts: [Int] { rows.map { $0.reduce(0, +) } }

  /// How many documents were given each label, `[C]`. Cost: O(C²).
  package var predictedCounts: [Int] {
    rows.reduce(into: [Int](repeating: 0, count: labels.count)) { sums, row in
      for column in row.indices { sums[column] += row[column] }
    }
  }
}
