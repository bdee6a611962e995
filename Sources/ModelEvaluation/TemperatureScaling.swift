/// Probabilities made less extreme, or more, by one number: softmax(logits / T).
///
///     p′_c = p_c^(1/T) / Σ_k p_k^(1/T)
///
/// It starts from p = softmax(logits), since ln p is the logits but for a constant of the document, which softmax does
/// not see. The order of the classes stays. A probability below float's normal range counts as the smallest number in
/// it, 10⁻³⁸.
/// Source: Guo et al. 2017, "On calibration of modern neural networks", <https://arxiv.org/abs/1706.04599>.
package enum TemperatureScaling {
  /// Where the best temperature is looked for. Networks that are any good need 1 to 3.
  package static let range = 0.1...10.0

  /// The probabilities of one document at temperature `temperature`, relative to the one they were computed at.
  package static func rescaled(_ probabilities: [Double], temperature: Double) -> [Double] {
    softmax(logits(probabilities), inverseTemperature: 1 / temperature)
  }

  /// The temperature at which the mean of −ln p′(truth) is least, to four decimals; nil where there is none in `range`:
  /// where no document is wrong, the loss falls forever as probabilities become more extreme, and where almost all are,
  /// as they become equal.
  ///
  /// - Parameters:
  ///   - probabilities: Of all documents, `[documents, classes]`.
  ///   - truth: The class of each document.
  /// - Complexity: O(50 · documents · classes).
  ///
  /// The loss is convex in β = 1/T, with the slope mean_i(Σ_c p′_c·ln p_c − ln p_y), which never falls as β grows: its
  /// zero is found by halving an interval of ln T. Nothing is random, and all is in Double.
  package static func bestTemperature(_ probabilities: [Float], classes: Int, truth: [Int32]) -> Double? {
    precondition(
      probabilities.count == truth.count * classes,
      "\(probabilities.count) probabilities of \(truth.count) documents and \(classes) classes")
    let logits = logits(probabilities.map { Double($0) })
    func slope(_ temperature: Double) -> Double {
      var sum = 0.0
      for (document, label) in truth.enumerated() {
        let own = Array(logits[document * classes..<(document + 1) * classes])
        for (p, z) in zip(softmax(own, inverseTemperature: 1 / temperature), own) { sum += p * z }
        sum -= own[Int(label)]
      }
      return sum
    }
    guard slope(range.lowerBound) > 0, slope(range.upperBound) < 0 else { return nil }
    var low = logarithm(range.lowerBound)
    var high = logarithm(range.upperBound)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if slope(exponential(middle)) > 0 { low = middle } else { high = middle }
    }
    // The loss is flat around its minimum; more decimals would say nothing.
    return (exponential((low + high) / 2) * 10_000).rounded() / 10_000
  }

  private static func logits(_ probabilities: [Double]) -> [Double] {
    let smallest = Double(Float.leastNormalMagnitude)
    return probabilities.map { logarithm($0 > smallest ? $0 : smallest) }
  }

  private static func softmax(_ logits: [Double], inverseTemperature: Double) -> [Double] {
    let greatest = logits.max() ?? 0
    let powers = logits.map { exponential(($0 - greatest) * inverseTemperature) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
