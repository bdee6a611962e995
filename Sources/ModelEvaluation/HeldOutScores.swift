import TextCorpus

/// What held-out documents say of some classifiers that have the same labels.
public struct HeldOutScores<Report: Sendable>: Sendable {
  /// Of each classifier, in their order.
  public let reports: [Report]
  /// The labels that none of them can give.
  public let unknown: UnknownLabels
}

/// The labels of a corpus that a classifier does not know: its documents count as wrong.
public struct UnknownLabels: Sendable, Equatable {
  /// How many documents have one.
  public private(set) var documents = 0
  /// The first.
  public private(set) var first: String?
  /// In the order of appearance, each once.
  private(set) var labels: [String] = []
  private var numbers: [String: Int] = [:]

  /// The number of a label, counted from 0; a new one if it is new.
  mutating func number(of label: String) -> Int {
    if let number = numbers[label] { return number }
    numbers[label] = labels.count
    labels.append(label)
    if first == nil { first = label }
    return labels.count - 1
  }

  /// Counts a document that has one.
  mutating func countDocument() { documents += 1 }

  /// The numbers in the order of the sorted labels, and those.
  var sorted: (labels: [String], numbers: [Int]) {
    let sorted = LabelSet(labels).labels
    return (sorted, sorted.map { numbers[$0] ?? 0 })
  }
}
