extension PairedComparison {
  /// The verdict in words, such as "attention is better than static by 3.1 points (95 % CI 1.8 to 4.4)" or "cannot tell
  /// attention from static: difference 0.4 points (95 % CI -1.2 to 2.0)".
  public var sentence: String {
    let mean = difference.mean ?? 0
    switch verdict {
    case .firstBetter:
      return "\(firstName) is better than \(secondName) by \(points(of: mean, sign: 1))"
    case .secondBetter:
      return "\(secondName) is better than \(firstName) by \(points(of: mean, sign: -1))"
    case .cannotTell:
      return "cannot tell \(firstName) from \(secondName): \(reason(mean))"
    }
  }

  private func reason(_ mean: Double) -> String {
    let runs = difference.scores.count
    if runs == 1 {
      return "one run gives no interval (difference \(fixedPoint(100 * mean, decimals: 1)) points)"
    }
    if ties == runs { return "all \(runs) runs scored the same" }
    if tTestPValue == nil {
      return "\(runs) equal differences are too few, \(points(of: mean, sign: 1))"
    }
    return "difference \(points(of: mean, sign: 1))"
  }

  /// "3.1 points (95 % CI 1.8 to 4.4)", seen from the side of `sign`.
  private func points(of mean: Double, sign: Double) -> String {
    let middle = 100 * sign * mean
    guard let interval, tTestPValue != nil else {
      // Equal differences: what was decided, or not, by the sign-flip test.
      let tail = signFlip.map { " (sign-flip p \(fixedPoint($0.pValue, decimals: 3)))" } ?? ""
      return "\(fixedPoint(middle, decimals: 1)) points in every run\(tail)"
    }
    return PointsText.interval(mean, low: interval.low, high: interval.high, level: level, sign: sign)
  }
}
