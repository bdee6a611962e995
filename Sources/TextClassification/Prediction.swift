import TextCorpus

/// What a classifier says of one document.
public struct Prediction: Sendable, Equatable {
  /// The labels, in the order of the classes.
  public let labels: LabelSet
  /// Probability of each class, `[C]`; they sum to 1, but for a document that may have several labels.
  public let probabilities: [Float]
  /// The least probability that a document has a label with, `[C]`; nil where it has one label.
  public let thresholds: [Float]?

  /// How far the probabilities of thinned networks lie apart, their standard deviation, `[C]`; nil where the whole network
  /// was asked.
  public let spread: [Float]?

  package init(
    labels: LabelSet, probabilities: [Float], thresholds: [Float]? = nil, spread: [Float]? = nil
  ) {
    self.labels = labels
    self.spread = spread
    self.probabilities = probabilities
    self.thresholds = thresholds
  }

  /// The most probable class; the first one where two are equal.
  public var classIndex: Int { mostProbable(probabilities[...]) }

  /// The label of the most probable class.
  public var label: String { labels[classIndex] }

  /// The classes that the document has, by falling probability: those that reach their thresholds, which may be none, or
  /// the most probable one where a document has one label.
  public var assigned: [Int] {
    guard let thresholds else { return [classIndex] }
    return ranked(probabilities[...], where: { probabilities[$0] >= thresholds[$0] })
  }

  /// Classes by falling probability, at most `count`; ties in the order of the labels.
  public func ranking(_ count: Int? = nil) -> [(label: String, probability: Float)] {
    let order = ranked(probabilities[...])
    return order.prefix(count ?? order.count).map { (labels[$0], probabilities[$0]) }
  }
}

/// The place of the greatest of some probabilities, counted from their start; the first one where two are equal.
package func mostProbable(_ probabilities: ArraySlice<Float>) -> Int {
  var best = probabilities.startIndex
  for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
  return best - probabilities.startIndex
}

/// The places of some probabilities, counted from their start, by falling probability; the first one first where two are
/// equal.
package func ranked(_ probabilities: ArraySlice<Float>, where isWanted: (Int) -> Bool = { _ in true })
  -> [Int]
{
  let start = probabilities.startIndex
  return (0..<probabilities.count).filter(isWanted).sorted {
    (-probabilities[start + $0], $0) < (-probabilities[start + $1], $1)
  }
}
