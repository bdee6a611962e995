/// What one variant reached on one corpus, and what it cost.
public struct VariantResult: Codable, Sendable, Equatable {
  public var name: String
  public var accuracy: Estimate
  public var macroF1: Estimate
  public var logLoss: Estimate
  public var cost: Cost
  public var runs: [RunResult]
  /// All runs' test documents together.
  public var reliability: [ReliabilityBin]
  public var calibrationError: Double?
  /// Documents by true and predicted label, `[C][C]`, summed over runs. Documents whose label training lacks are not in it.
  public var confusion: [[Int]]
  /// Where attention's weight goes, in the first run; nil where there is none.
  public var attention: AttentionSummary?
}

/// A mean over runs.
public struct Estimate: Codable, Sendable, Equatable {
  public var mean: Double
  /// Of the runs; nil for one.
  public var sd: Double?
  /// The ends of the 95 % interval of the mean; nil for one run.
  public var low: Double?
  public var high: Double?
}

/// What a variant costs: medians over runs.
public struct Cost: Codable, Sendable, Equatable {
  public var filters: Int
  /// Numbers in the network, the word vectors included; and without them.
  public var parameters: Int
  public var parametersWithoutVectors: Int
  public var trainingSeconds: Double
  public var trainingDocumentsPerSecond: Double
  /// Text to label.
  public var predictionDocumentsPerSecond: Double
  /// Weights, gradients, the optimizer's state and the best epoch's copy: what training keeps in memory for the network.
  public var trainingBytes: Int
  /// Size of the model file.
  public var fileBytes: Int
}

/// One run of one variant.
public struct RunResult: Codable, Sendable, Equatable {
  /// Counted from 1.
  public var run: Int
  public var seed: UInt64
  public var accuracy: Double
  public var macroF1: Double
  public var logLoss: Double
  /// The epoch whose model was kept.
  public var bestEpoch: Int
  public var trainingSeconds: Double
  /// Whether it had been trained before, and was only read.
  public var wasStored: Bool
  public var epochs: [EpochPoint]
}

/// A point of the learning curve.
public struct EpochPoint: Codable, Sendable, Equatable {
  public var epoch: Int
  public var trainLoss: Double
  public var devAccuracy: Double?
  public var devLogLoss: Double?
}

/// Documents whose most probable label has a probability in one range.
public struct ReliabilityBin: Codable, Sendable, Equatable {
  public var low: Double
  public var high: Double
  public var documents: Int
  /// The mean probability, and the share that was right; nil for no documents.
  public var confidence: Double?
  public var accuracy: Double?
}
