import Foundation
import Testing

@testable import ModelEvaluation

@Suite struct CorpusLeagueTests {
  private static let league = CorpusLeague(
    systems: ["static", "attention", "local"], corpora: ["a", "b", "c", "d", "e", "f"],
    scores: [
      [0.80, 0.90, 0.70, 0.65, 0.88, 0.91], [0.82, 0.91, 0.70, 0.69, 0.87, 0.93],
      [0.79, 0.85, 0.72, 0.66, 0.80, 0.90],
    ])

  /// SciPy 1.17's `rankdata`, `ttest_1samp(d, 0)` with its confidence interval, and `wilcoxon` over all sign vectors of
  /// the differences that are not zero; statsmodels 0.15's `multipletests(p, method="holm")`.
  @Test func agreesWithSciPy() throws {
    let league = Self.league
    let ranks = [2.08333333333333333, 1.41666666666666667, 2.5]
    for (standing, rank) in zip(league.standings, ranks) { expectClose(standing.meanRank, rank) }
    #expect(league.pairs.map(\.first) == ["attention", "local", "local"])
    #expect(league.pairs.map(\.second) == ["static", "static", "attention"])
    #expect(league.pairs.map { [$0.wins, $0.ties, $0.losses] } == [[4, 1, 1], [2, 0, 4], [1, 0, 5]])
    let wilcoxon = [0.1875, 0.4375, 0.0625]
    let holm = [0.375, 0.4375, 0.1875]
    let t = [0.12118808449938519, 0.2531699951003227, 0.048285866355688954]
    let ends = [
      (-0.005044279399746577, 0.03171094606641325), (-0.05982328255793096, 0.019823282557930953),
      (-0.06629741924694708, -0.00036924741971958164),
    ]
    for (index, pair) in league.pairs.enumerated() {
      let interval = try #require(pair.interval)
      expectClose(interval.pValue, t[index])
      expectClose(interval.low, ends[index].0)
      expectClose(interval.high, ends[index].1, relative: 1e-9)
      expectClose(pair.wilcoxon.pValue, wilcoxon[index])
      expectClose(pair.holmPValue, holm[index])
    }
  }

  @Test func oneCorpusHasNoInterval() {
    let league = CorpusLeague(systems: ["x", "y"], corpora: ["a"], scores: [[0.5], [0.6]])
    #expect(league.pairs[0].interval == nil)
    #expect(league.pairs[0].wilcoxon.pValue == 1)
    #expect(league.standings.map(\.meanRank) == [2, 1])
  }

  @Test func oneSystemHasNoPairs() {
    #expect(CorpusLeague(systems: ["x"], corpora: ["a"], scores: [[0.5]]).pairs.isEmpty)
  }

  @Test func comesBackFromJSON() throws {
    let data = try JSONEncoder().encode(Self.league)
    #expect(try JSONDecoder().decode(CorpusLeague.self, from: data) == Self.league)
  }
}
