import ConvolutionModel

/// What happens while a classifier is trained. The library never prints: whoever wants to tell, listens.
public enum TrainingEvent: Sendable {
  /// The text has been read and cut into tokens; the first epoch begins.
  case text(TextRecord)
  /// A batch is done: documents so far in this epoch, of how many.
  case batch(epoch: Int, documents: Int, of: Int)
  /// An epoch is done.
  case epoch(EpochRecord)
  /// A step is done, and how the layers fared in it; only where `Trainer.diagnoses`.
  case step(StepRecord)
}

/// How the layers fared in one training step: where gradients vanish or explode, and what moves.
public struct StepRecord: Codable, Sendable, Equatable {
  /// One layer: `embedding`, `conv3`, `attention3`, `conv3.2` for the second convolution of width 3, `output`.
  public struct Layer: Codable, Sendable, Equatable {
    public var name: String
    /// L2 norms of ∂L/∂parameters, of their move in this step, and of the parameters before it. Of the embedding those of the
    /// batch's words.
    public var gradientNorm: Double
    public var updateNorm: Double
    public var weightNorm: Double
    /// L2 norm of ∂L/∂z of a convolution over the batch: what arrives there from above.
    public var signalNorm: Double?
    /// The share of filters that cannot learn, as their activation is flat in all the batch (relu).
    public var deadShare: Double?
    /// The share of activations near the end of their range (sigmoid, tanh).
    public var saturatedShare: Double?

    /// How far the parameters moved, compared with their size.
    public var updateRatio: Double { weightNorm > 0 ? updateNorm / weightNorm : 0 }
  }

  /// Both counted from 1, steps from the first of the training.
  public var epoch: Int
  public var step: Int
  public var loss: Double
  /// From below to above.
  public var layers: [Layer]
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
  /// With any number of labels a document: the micro-averaged F1, at thresholds of 0.5; the accuracy is then nil, and the
  /// log loss the mean binary cross-entropy.
  public var devMicroF1: Double?
  /// With an L1 penalty: the share of exact zeros in each tensor that it penalizes.
  public var zeroShares: [String: Double]?
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
  /// All training documents have the same labels, of which there may be any number.
  case sameLabels(file: String)
  /// The loss is not a number any more.
  case lossNotFinite(epoch: Int, batch: Int)
  /// Pre-trained vectors of another dimension than the network's.
  case dimensionMismatch(store: Int, network: Int)
  /// Frozen or tuned vectors were asked for and none were given.
  case vectorsMissing
  /// A calibration was asked for, and there is no dev part.
  case nothingToCalibrateOn
  /// A network whose filters cannot be left out one by one.
  case notPrunable
  /// A network of several labels a document: what pruning keeps is the most probable one.
  case severalLabelsNotPrunable

  public var description: String {
    switch self {
    case .oneClass(let file, let label):
      "\(file): all training documents have the label \"\(label)\"; a classifier needs documents of two labels or more"
    case .sameLabels(let file):
      "\(file): all training documents have the same labels; a classifier needs documents that differ in them"
    case .lossNotFinite(let epoch, let batch):
      "the loss is not finite in epoch \(epoch), batch \(batch); use a lower --learning-rate"
    case .dimensionMismatch(let store, let network):
      "the store's vectors have \(store) numbers, the network expects \(network); use --dimension \(store)"
    case .vectorsMissing:
      "frozen and tuned vectors come from a store; name it with --store, or use --vectors random"
    case .nothingToCalibrateOn:
      "a calibration needs documents that training does not learn from; name them with --dev, or give --dev-fraction more than 0"
    case .notPrunable:
      "cannot be pruned: with k-max or attention pooling, or convolutions above the first, a filter cannot be left out alone; "
        + "train with --depth 1 and --pooling max or mean"
    case .severalLabelsNotPrunable:
      "cannot be pruned: pruning keeps the most probable label, and here a document may have several; leave it as it is"
    }
  }
}
