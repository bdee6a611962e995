import ConvolutionModel
import ModelTraining

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
  /// How many documents chose it.
  var devDocuments: Int
  var filters: Int
  var parameters: Int
  var parametersWithoutVectors: Int
  var trainingSeconds: Double
  var trainingDocumentsPerSecond: Double
  var predictionDocumentsPerSecond: Double
  var trainingBytes: Int
  var fileBytes: Int
}

extension FinishedRun {
  /// A training whose loss was not finite: it has no epochs, and predicts nothing.
  init(divergedWith configuration: TrainingConfiguration, labels: [String]) {
    let parameters = configuration.network.parameterCount(classes: labels.count)
    self.init(
      labels: labels, probabilities: [], epochs: [], bestEpoch: 0, devDocuments: 0,
      filters: configuration.network.filters,
      parameters: parameters, parametersWithoutVectors: parameters, trainingSeconds: 0,
      trainingDocumentsPerSecond: 0, predictionDocumentsPerSecond: 0, trainingBytes: 0, fileBytes: 0)
  }
}
