/// What a finished run leaves: enough to judge it again in other company, without the network.
struct FinishedRun: Codable, Sendable, Equatable {
  /// The labels that it can give, C of them.
  var labels: [String]
  /// Probabilities of the test documents in their order, `[documents, C]`.
  var probabilities: [Float]
  /// The same with every window's attention weights taken from another window; nil without attention.
  var shuffledProbabilities: [Float]?
  /// Where attention's weight goes; nil without attention.
  var attention: AttentionSummary?
  var epochs: [EpochPoint]
  /// The epoch whose model was kept.
  var bestEpoch: Int
  var filters: Int
  var parameters: Int
  var parametersWithoutVectors: Int
  var trainingSeconds: Double
  var trainingDocumentsPerSecond: Double
  var predictionDocumentsPerSecond: Double
  var trainingBytes: Int
  var fileBytes: Int
}
