import TextClassification

/// What is counted of documents that have any number of labels, and were given any number: all that a report says of
/// them follows from it.
struct MultiLabelCounts: Sendable, Equatable {
  /// How many documents have each label, were given it, and both, `[C]`.
  private(set) var support: [Int]
  private(set) var predicted: [Int]
  private(set) var right: [Int]
  private(set) var documents = 0
  /// How many documents were given just the labels that they have.
  private(set) var exact = 0
  /// For each of `ranks`, k: how many labels of documents are among the k most probable ones of their document.
  private(set) var hits: [Int]
  let ranks: [Int]
  /// Σ over documents and labels of −ln of the probability of what is true.
  private(set) var lossSum = 0.0

  init(labelCount: Int, ranks: [Int]) {
    self.ranks = ranks
    support = [Int](repeating: 0, count: labelCount)
    predicted = support
    right = support
    hits = [Int](repeating: 0, count: ranks.count)
  }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - truth: The labels that it has. Those beyond the probabilities are not known to the model, which gives them 0.
  ///   - probabilities: Of each label that the model knows.
  ///   - thresholds: The probability from which on each is given.
  mutating func add(truth: Set<Int>, probabilities: ArraySlice<Float>, thresholds: [Float]) {
    documents += 1
    let start = probabilities.startIndex
    var isExact = true
    for label in support.indices {
      let isPresent = truth.contains(label)
      let probability = label < thresholds.count ? probabilities[start + label] : 0
      let isGiven = label < thresholds.count && probability >= thresholds[label]
      if isPresent { support[label] += 1 }
      if isGiven { predicted[label] += 1 }
      if isPresent && isGiven { right[label] += 1 }
      if isPresent != isGiven { isExact = false }
      let likelihood = isPresent ? Double(probability) : 1 - Double(probability)
      let smallest = ClassificationReport.smallestProbability
      lossSum -= logarithm(likelihood > smallest ? likelihood : smallest)
    }
    if isExact { exact += 1 }
    guard let depth = ranks.max() else { return }
    for (place, label) in ranked(probabilities).prefix(depth).enumerated() where truth.contains(label) {
      for (index, rank) in ranks.enumerated() where place < rank { hits[index] += 1 }
    }
  }

  /// Counts more labels from now on, which no document had before.
  mutating func grow(to labelCount: Int) {
    let more = [Int](repeating: 0, count: labelCount - support.count)
    support += more
    predicted += more
    right += more
  }

  /// Puts the labels into another order.
  mutating func reorder(_ labels: [Int]) {
    support = labels.map { support[$0] }
    predicted = labels.map { predicted[$0] }
    right = labels.map { right[$0] }
  }
}
