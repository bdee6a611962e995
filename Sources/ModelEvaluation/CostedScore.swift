/// What a gain costs: points of accuracy for each per cent of parameters, and of training time, that were added.
///
///     100 · (score − base score) / (100 · (cost / base cost − 1))
///
/// `nil` where nothing was added: a variant that is smaller or as large has no price.
public struct CostedScore: Sendable, Codable, Equatable {
  /// Points gained over the base; negative for a loss.
  public let pointsGained: Double
  /// Parameters added, in per cent of the base's; negative for fewer.
  public let parametersAdded: Double
  /// Training time added, in per cent of the base's.
  public let trainingTimeAdded: Double
  /// Points gained for each per cent of parameters added.
  public let pointsPerParameterPercent: Double?
  /// Points gained for each per cent of training time added.
  public let pointsPerTrainingTimePercent: Double?

  /// - Parameters:
  ///   - score: Of the variant, a part of one; `baseScore` of what it is compared with.
  ///   - parameters: Numbers in the network; `baseParameters` of the base.
  ///   - trainingTime: In any unit; `baseTrainingTime` in the same.
  /// - Precondition: Scores and times are finite; costs of the base are positive.
  public init(
    score: Double, baseScore: Double, parameters: Int, baseParameters: Int, trainingTime: Double,
    baseTrainingTime: Double
  ) {
    precondition(
      score.isFinite && baseScore.isFinite && trainingTime.isFinite && baseTrainingTime.isFinite
        && baseParameters > 0 && baseTrainingTime > 0,
      "a score or a time is not finite, or the base costs nothing")
    pointsGained = 100 * (score - baseScore)
    parametersAdded = 100 * Double(parameters - baseParameters) / Double(baseParameters)
    trainingTimeAdded = 100 * (trainingTime - baseTrainingTime) / baseTrainingTime
    pointsPerParameterPercent = parametersAdded > 0 ? pointsGained / parametersAdded : nil
    pointsPerTrainingTimePercent = trainingTimeAdded > 0 ? pointsGained / trainingTimeAdded : nil
  }
}

extension CostedScore {
  enum CodingKeys: String, CodingKey {
    case pointsGained, parametersAdded, trainingTimeAdded, pointsPerParameterPercent
    case pointsPerTrainingTimePercent
  }

  /// Writes `null`, not nothing, where a part is undefined, so that a program finds every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pointsGained, forKey: .pointsGained)
    try container.encode(parametersAdded, forKey: .parametersAdded)
    try container.encode(trainingTimeAdded, forKey: .trainingTimeAdded)
    try container.encode(pointsPerParameterPercent, forKey: .pointsPerParameterPercent)
    try container.encode(pointsPerTrainingTimePercent, forKey: .pointsPerTrainingTimePercent)
  }
}
