import ConvolutionModel

/// What happens while a classifier is trained. The library never prints: whoever wants to tell, listens.
public enum TrainingEvent: Sendable {
  /// A batch is done: documents so far in this epoch, of how many.
  case batch(epoch: Int, documents: Int, of: Int)
  /// An epoch is done.
  case epoch(EpochRecord)
}

/// One epoch of a training.
public struct EpochRecord: Codable, Sendable, Equatable {
  /// Counted from 1.
  public var epoch: Int
  /// Mean loss of the training documents, dropout and penalties included.
  public var trainLoss: Double
  /// Scores of the dev part after the epoch, where there is one.
  public var devAccuracy: Double?
  public var devLogLoss: Double?
  /// Whether this is the best epoch so far.
  public var isBest: Bool
  /// Wall time of the training part of the epoch, in seconds, and its rate.
  public var seconds: Double
  public var documentsPerSecond: Double
}

/// Why training stopped without a classifier.
public enum TrainingError: Error, Equatable, CustomStringConvertible, Sendable {
  /// All training documents have one label.
  case oneClass(file: String, label: String)
  /// The loss is not a number any more.
  case lossNotFinite(epoch: Int, batch: Int)
  /// Pre-trained vectors of another dimension than the network's.
  case dimensionMismatch(store: Int, network: Int)
  /// Frozen or tuned vectors were asked for and none were given.
  case vectorsMissing
  /// A comparison of fewer than two kernels, or of no runs.
  case nothingToCompare

  public var description: String {
    switch self {
    case .oneClass(let file, let label):
      "\(file): all training documents have the label \"\(label)\"; a classifier needs documents of two labels or more"
    case .lossNotFinite(let epoch, let batch):
      "the loss is not finite in epoch \(epoch), batch \(batch); use a lower --learning-rate"
    case .dimensionMismatch(let store, let network):
      "the store's vectors have \(store) numbers, the network expects \(network); use --dimension \(store)"
    case .vectorsMissing:
      "frozen and tuned vectors come from a store; name it with --store, or use --vectors random"
    case .nothingToCompare:
      "there is nothing to compare; give at least two kernels and one run"
    }
  }
}
