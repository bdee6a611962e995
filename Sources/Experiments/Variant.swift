import ModelTraining

/// Pre-trained vectors that a variant may use: where they come from, and what tells them from others.
public struct VariantVectors: Sendable {
  public var source: VectorSource
  /// Equal for equal vectors, such as the SHA-256 of the file that they were imported from and what became of it.
  public var fingerprint: String

  public init(source: VectorSource, fingerprint: String) {
    self.source = source
    self.fingerprint = fingerprint
  }
}

/// One of the things that an experiment compares: a configuration of training, or an odd look at what another variant has
/// learned.
public struct Variant: Sendable {
  /// What is judged.
  public enum Measure: Sendable, Equatable {
    /// The trained classifier.
    case prediction
    /// The trained classifier, every window of the test documents given the attention weights of another window. If that
    /// does not hurt, it was not where attention looks that made the difference.
    case shuffledWeights
  }

  public var name: String
  /// As one would type them, for the report.
  public var options: String
  /// Its seed is that of the first run.
  public var configuration: TrainingConfiguration
  public var ensemble: EnsembleConfiguration
  /// Nil with random vectors.
  public var vectors: VariantVectors?
  public var measure: Measure
  /// What it is there to rule out, if it is a control.
  public var control: String?
  /// The filters of a static network are to be widened until it has at least as many parameters as this variant; nil: as
  /// configured. How many that are depends on the classes of a corpus.
  public var matchedVariant: String?

  public init(
    name: String, options: String = "", configuration: TrainingConfiguration,
    ensemble: EnsembleConfiguration = EnsembleConfiguration(members: 1), vectors: VariantVectors? = nil,
    measure: Measure = .prediction, control: String? = nil, matchedVariant: String? = nil
  ) {
    self.name = name
    self.options = options
    self.configuration = configuration
    self.ensemble = ensemble
    self.vectors = vectors
    self.measure = measure
    self.control = control
    self.matchedVariant = matchedVariant
  }
}
