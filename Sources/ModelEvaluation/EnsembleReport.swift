/// How well an ensemble did on one held-out corpus, and how well each of its members does alone.
public struct EnsembleReport: Sendable, Equatable {
  /// The scores of the whole.
  public let whole: ClassificationReport
  /// Those of each member; none where there is a single network, which then is the whole.
  public let members: [ClassificationReport]

  public init(whole: ClassificationReport, members: [ClassificationReport]) {
    self.whole = whole
    self.members = members
  }

  /// The members' accuracies, their mean and spread.
  public var memberAccuracy: ScoreSummary { ScoreSummary(scores: members.compactMap(\.accuracy)) }

  /// The members' log losses, their mean and spread.
  public var memberLogLoss: ScoreSummary { ScoreSummary(scores: members.compactMap(\.logLoss)) }
}

/// The object of the whole, and with members one key more, each part of which is a `ScoreSummary`:
///
///     members: {accuracy: {scores, mean, sd}, logLoss: {scores, mean, sd}}
extension EnsembleReport: Encodable {
  private enum CodingKeys: CodingKey {
    case members
  }

  private struct Members: Encodable {
    let accuracy: ScoreSummary
    let logLoss: ScoreSummary
  }

  public func encode(to encoder: any Encoder) throws {
    try whole.encode(to: encoder)
    guard !members.isEmpty else { return }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Members(accuracy: memberAccuracy, logLoss: memberLogLoss), forKey: .members)
  }
}
