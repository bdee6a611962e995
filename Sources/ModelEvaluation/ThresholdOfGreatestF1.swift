import TextClassification

/// Thresholds outside these are not considered. Where few documents have a label, the best one on them may be a thousandth,
/// which more of other documents reach than have it: the micro-averaged F1 of 52 labels, most of them rare, then fell
/// from 89.5 to 60.6 %.
private let considered: ClosedRange<Float> = 0.05...0.95

/// The threshold t at which "p ≥ t" tells the documents of a label best, with the greatest F1; from 0.05 to 0.95.
///
/// Between two neighbouring probabilities every threshold decides alike; it is 0.5 if that is between them, else the middle
/// of what is considered there. Of equally good ones the nearest to 0.5 is taken, of two as near the higher one. Where none
/// finds a document that has the label, it is 0.5.
///
/// Source: the thresholding strategy SCut, Yang 2001, <https://doi.org/10.1145/383952.383975>.
/// - Parameter documents: The probability of each, and whether it has the label.
/// - Complexity: O(n ln n).
func thresholdOfGreatestF1(_ documents: [(probability: Float, isPresent: Bool)]) -> Float {
  let usual = MultiLabelRule.usualThreshold
  let support = documents.count { $0.isPresent }
  let falling = documents.sorted { $0.probability > $1.probability }
  var best = (right: 0, size: 1, threshold: usual)
  var right = 0
  for (index, document) in falling.enumerated() {
    if document.isPresent { right += 1 }
    let next = index + 1 < falling.count ? falling[index + 1].probability : 0
    // Above the next one, which would also be given the label, so that documents of one probability go together.
    let (lower, upper) = (max(next, considered.lowerBound), min(document.probability, considered.upperBound))
    guard lower < upper || lower == upper && lower > next else { continue }
    var threshold = usual
    if usual <= lower || usual > upper {
      // Between neighbouring numbers there is no middle.
      let middle = lower + (upper - lower) / 2
      threshold = middle > next ? middle : upper
    }
    // F1 = 2 · right / (given + support), compared without rounding.
    let size = index + 1 + support
    let (own, other) = (right * best.size, best.right * size)
    if own > other || own == other && right > 0 && abs(threshold - usual) < abs(best.threshold - usual) {
      best = (right, size, threshold)
    }
  }
  return best.threshold
}
