import TensorMath

/// The bootstrap of the mean difference over runs and documents at once.
///
/// A replicate draws R runs and N documents, with replacement; a document drawn twice counts twice in every run that
/// judged it:
///
///     d* = Σ_r c_r/R · (Σ_i v_i·d[r,i]) / (Σ_i v_i over the documents of run r),   c, v multinomial
///
/// A drawn run none of whose documents is drawn is left out of its replicate's mean.
///
/// **Two intervals.** The plain percentiles of the replicates are wrong both ways. They count the luck of single
/// answers up to three times, so that they are √3 too wide where little else differs; and they know the spread of few
/// runs only as √((R−1)/R) of itself and by normal tails, so that they are too narrow where runs differ most. Therefore
/// `low` and `high` keep the replicates' shape, but have the width that ``TwoWayVariance`` vouches for:
///
///     low, high = d̄ + (quantile − d̄) · t(ν) · SE(two-way) / (z · SE(replicates))
/// Source: Efron and Tibshirani 1993, chapter 13; for crossed samples Owen 2007, "The pigeonhole bootstrap",
/// <https://doi.org/10.1214/07-AOAS122>.
public struct TwoLevelBootstrap: Sendable, Codable, Equatable {
  /// How many resamples were drawn.
  public let replicates: Int
  /// Their standard deviation, an estimate of the standard error.
  public let standardError: Double
  /// The level of the interval.
  public let level: Double
  /// The `(1 − level) / 2` quantile of the replicates, as it is.
  public let percentileLow: Double
  /// The `(1 + level) / 2` quantile, as it is.
  public let percentileHigh: Double
  /// The lower end of the interval, its width corrected.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// - Parameter seed: The same seed gives the same replicates.
  /// - Returns: `nil` for one run or one document, or if all answers differ alike, so that there is no spread.
  /// - Precondition: At least two replicates; the level lies strictly between 0 and 1.
  /// - Complexity: O(replicates · (documents + answers that differ)) where runs and documents are crossed,
  ///   O(replicates · cells) otherwise.
  package init?(_ pairs: PairedDocuments, replicates: Int = 10_000, level: Double = 0.95, seed: UInt64 = 1) {
    precondition(replicates > 1 && level > 0 && level < 1, "\(replicates) replicates, level \(level)")
    guard let twoWay = TwoWayVariance(pairs) else { return nil }
    var generator = SeededGenerator(seed: seed, purpose: "two-level bootstrap")
    let runs = pairs.runs.map { Run($0, of: pairs.documentCount) }
    var means = (0..<replicates).map { _ in
      Self.replicate(of: runs, documents: pairs.documentCount, using: &generator)
    }
    means.sort()
    guard let deviation = SampleStatistics.standardDeviation(means), deviation > 0 else { return nil }
    let tail = (1 + level) / 2
    let widening =
      StudentT(degreesOfFreedom: twoWay.degreesOfFreedom).quantile(tail) * twoWay.standardError
      / (StandardNormal.quantile(tail) * deviation)
    let center = pairs.mean
    self.replicates = replicates
    self.level = level
    standardError = deviation
    percentileLow = Self.quantile(1 - tail, of: means)
    percentileHigh = Self.quantile(tail, of: means)
    low = center + (percentileLow - center) * widening
    high = center + (percentileHigh - center) * widening
  }

  /// A run, sorted so that most answers, which do not differ, need not be visited.
  private struct Run {
    /// Documents that only the first, and only the second system has right.
    let firstOnly: [Int32]
    let secondOnly: [Int32]
    /// The documents on which both are alike; `nil` where the run has all documents, whose weights sum to N anyway.
    let alike: [Int32]?

    init(_ run: PairedDocuments.Run, of documentCount: Int) {
      func places(_ difference: Int8) -> [Int32] {
        zip(run.places, run.differences).filter { $0.1 == difference }.map(\.0)
      }
      firstOnly = places(1)
      secondOnly = places(-1)
      alike = run.places.count == documentCount ? nil : places(0)
    }
  }

  private static func replicate(
    of runs: [Run], documents: Int, using generator: inout SeededGenerator
  ) -> Double {
    let weights = drawn(documents, using: &generator)
    let copies = drawn(runs.count, using: &generator)
    func weight(_ places: [Int32]) -> Int { places.reduce(0) { $0 + Int(weights[Int($1)]) } }
    var sum = 0.0
    var counted = 0
    for (run, copies) in zip(runs, copies) where copies > 0 {
      let first = weight(run.firstOnly)
      let second = weight(run.secondOnly)
      let total = run.alike.map { first + second + weight($0) } ?? documents
      guard total > 0 else { continue }
      sum += Double(copies) * Double(first - second) / Double(total)
      counted += Int(copies)
    }
    return counted == 0 ? 0 : sum / Double(counted)
  }

  /// How often each of `count` things comes in `count` draws with replacement.
  private static func drawn(_ count: Int, using generator: inout SeededGenerator) -> [Int32] {
    var copies = [Int32](repeating: 0, count: count)
    var bits: UInt64 = 0
    for draw in 0..<count {
      // Two draws from 64 bits; the bias of a place is below count / 2³².
      bits = draw & 1 == 0 ? generator.next() : bits >> 32
      copies[Int(((bits & 0xffff_ffff) &* UInt64(count)) >> 32)] += 1
    }
    return copies
  }

  /// Between the neighbours in proportion, as NumPy's `quantile` does.
  private static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    let place = probability * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
