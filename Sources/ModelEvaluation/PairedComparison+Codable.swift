/// One flat object:
///
///     first, second: {name, scores, mean, sd}     difference: {scores, mean, sd}     runs
///     testToTrainRatio  level  interval: {level, low, high}  tTestPValue
///     signFlip: {pValue, isExact, signVectors}  wins ties losses  verdict  sentence
///
/// What is undefined is `null`. It is written for programs to read, so there is no way back.
extension PairedComparison: Encodable {
  enum CodingKeys: String, CodingKey {
    case first, second, difference, runs, testToTrainRatio, level, interval, tTestPValue, signFlip
    case wins, ties, losses, verdict, sentence
  }

  private struct System: Encodable {
    let name: String
    let scores: [Double]
    let mean: Double?
    let sd: Double?

    init(_ name: String, _ summary: ScoreSummary) {
      self.name = name
      scores = summary.scores
      mean = summary.mean
      sd = summary.standardDeviation
    }

    enum CodingKeys: String, CodingKey { case name, scores, mean, sd }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(scores, forKey: .scores)
      try container.encode(mean, forKey: .mean)
      try container.encode(sd, forKey: .sd)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(System(firstName, first), forKey: .first)
    try container.encode(System(secondName, second), forKey: .second)
    try container.encode(difference, forKey: .difference)
    try container.encode(difference.scores.count, forKey: .runs)
    try container.encode(testToTrainRatio, forKey: .testToTrainRatio)
    try container.encode(level, forKey: .level)
    try container.encode(interval, forKey: .interval)
    try container.encode(tTestPValue, forKey: .tTestPValue)
    try container.encode(signFlip, forKey: .signFlip)
    try container.encode(wins, forKey: .wins)
    try container.encode(ties, forKey: .ties)
    try container.encode(losses, forKey: .losses)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(sentence, forKey: .sentence)
  }
}
