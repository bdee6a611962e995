import TextCorpus

/// What a classifier says of one document.
public struct Prediction: Sendable, Equatable {
  /// The labels, in the order of the classes.
  public let labels: LabelSet
  /// Probability of each class, `[C]`; they sum to 1.
  public let probabilities: [Float]

  package init(labels: LabelSet, probabilities: [Float]) {
    self.labels = labels
    self.probabilities = probabilities
  }

  /// The most probable class; the first one where two are equal.
  public var classIndex: Int { mostProbable(probabilities[...]) }

  /// The label of the most probable class.
  public var label: String { labels[classIndex] }

  /// Classes by falling probability, at most `count`; ties in the order of the labels.
  public func ranking(_ count: Int? = nil) -> [(label: String, probability: Float)] {
    let order = probabilities.indices.sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
    return order.prefix(count ?? order.count).map { (labels[$0], probabilities[$0]) }
  }
}

/// The place of the greatest of some probabilities, counted from their start; the first one where two are equal.
package func mostProbable(_ probabilities: ArraySlice<Float>) -> Int {
  var best = probabilities.startIndex
  for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
  return best - probabilities.startIndex
}
