import Testing

@testable import ModelEvaluation

@Suite struct TwoLevelBootstrapTests {
  private static let threeByThree = PairedDocuments(
    documents: [[0, 1, 2], [0, 1, 2], [0, 1, 2]], differences: [[1, 0, -1], [1, 1, 0], [0, 1, 0]])
  private static let splits = PairedDocuments(
    documents: [[0, 1], [1, 2], [0, 3]], differences: [[1, 0], [1, -1], [0, 1]])

  /// All draws of runs and documents, each as likely: what the replicates estimate.
  private static func enumerated(_ pairs: PairedDocuments) -> [Double] {
    func draws(_ count: Int) -> [[Int]] {
      (0..<count).reduce([[]]) { soFar, _ in soFar.flatMap { draw in (0..<count).map { draw + [$0] } } }
    }
    return draws(pairs.runs.count).flatMap { runs in
      draws(pairs.documentCount).map { documents in
        let means = runs.compactMap { number -> Double? in
          let run = pairs.runs[number]
          let drawn = documents.compactMap { document in
            run.places.firstIndex(of: Int32(document)).map { Double(run.differences[$0]) }
          }
          return SampleStatistics.mean(drawn)
        }
        return SampleStatistics.mean(means) ?? 0
      }
    }
  }

  @Test(arguments: [threeByThree, splits])
  func agreesWithEnumeration(pairs: PairedDocuments) throws {
    let all = Self.enumerated(pairs).sorted()
    let deviation = try #require(SampleStatistics.standardDeviation(all))
    let bootstrap = try #require(TwoLevelBootstrap(pairs, replicates: 40_000, level: 0.6))
    // Five standard errors of an sd from 40,000 draws.
    expectClose(bootstrap.standardError, deviation, relative: 5 / (2 * 40_000.0).squareRoot())
    // The share of all draws below an end is 20 %, but for draws of the same value.
    for (end, share) in [(bootstrap.percentileLow, 0.2), (bootstrap.percentileHigh, 0.8)] {
      let below = Double(all.count { $0 < end - 1e-9 }) / Double(all.count)
      let upTo = Double(all.count { $0 <= end + 1e-9 }) / Double(all.count)
      #expect(below <= share + 0.01 && share - 0.01 <= upTo, "\(below) … \(upTo) at \(end)")
    }
  }

  /// The corrected interval has the two-way interval's width, within what the replicates' shape allows.
  @Test func widthIsTheTwoWayIntervals() throws {
    let pairs = PairedDocuments.crossed
    let bootstrap = try #require(TwoLevelBootstrap(pairs))
    let variance = try #require(TwoWayVariance(pairs))
    let interval = try #require(
      MeanInterval(
        mean: pairs.mean, standardError: variance.standardError, degreesOfFreedom: variance.degreesOfFreedom,
        level: 0.95))
    expectClose(bootstrap.high - bootstrap.low, interval.high - interval.low, relative: 0.05)
    #expect(bootstrap.low < pairs.mean && pairs.mean < bootstrap.high)
  }

  @Test func theSeedDecides() {
    #expect(TwoLevelBootstrap(.split, seed: 3) == TwoLevelBootstrap(.split, seed: 3))
    #expect(TwoLevelBootstrap(.split, seed: 3) != TwoLevelBootstrap(.split, seed: 4))
  }

  @Test func withoutSpreadThereIsNoInterval() {
    #expect(TwoLevelBootstrap(PairedDocuments(documents: [[0, 1]], differences: [[1, 0]])) == nil)
    let equal = PairedDocuments(documents: [[0, 1], [0, 1]], differences: [[1, 1], [1, 1]])
    #expect(TwoLevelBootstrap(equal) == nil)
  }
}
