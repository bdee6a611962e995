/// The verdict of a ``PairedExperiment`` in words.
///
///     attention is better than static by 2.2 points (95 % CI 0.4 to 3.9 over documents and seeds)
///     cannot tell attention from static: difference 0.4 points (95 % CI -1.2 to 2.0 over resampled splits)
struct ExperimentSentence {
  let first: String
  let second: String
  let pairs: PairedDocuments
  let design: ExperimentDesign
  let deciding: MeanInterval?
  let signFlip: SignFlipTest?

  func text(of verdict: PairedComparison.Verdict) -> String {
    switch verdict {
    case .firstBetter: "\(first) is better than \(second) by \(points(sign: 1))"
    case .secondBetter: "\(second) is better than \(first) by \(points(sign: -1))"
    case .cannotTell: "cannot tell \(first) from \(second): \(reason)"
    }
  }

  private var reason: String {
    let runs = pairs.runs.count
    if runs == 1 {
      return "one run says nothing about another seed "
        + "(difference \(fixedPoint(100 * pairs.mean, decimals: 1)) points)"
    }
    if pairs.documentCount == 1 { return "one document says nothing about another" }
    if pairs.disagreement == 0 { return "both are right on the same documents in all \(runs) runs" }
    if deciding == nil, pairs.mean == 0 { return "all \(runs) runs scored the same" }
    if deciding == nil { return "\(runs) equal differences are too few, \(points(sign: 1))" }
    return "difference \(points(sign: 1))"
  }

  /// Seen from the side of `sign`.
  private func points(sign: Double) -> String {
    guard let deciding else {
      let tail = signFlip.map { " (sign-flip p \(fixedPoint($0.pValue, decimals: 3)))" } ?? ""
      return "\(fixedPoint(100 * sign * pairs.mean, decimals: 1)) points in every run\(tail)"
    }
    return PointsText.interval(
      deciding.mean, low: deciding.low, high: deciding.high, level: deciding.level, sign: sign,
      scope: design == .givenTest ? " over documents and seeds" : " over resampled splits")
  }
}
