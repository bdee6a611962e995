/// Everything that an experiment found: what `compare --json` prints and what `report.html` draws. Scores and differences are
/// parts of one; what is undefined is null.
public struct ExperimentReport: Codable, Sendable, Equatable {
  /// When it was written (ISO 8601), by which program, on which machine, with which command.
  public var date: String
  public var program: String
  public var machine: String
  public var command: String
  /// What was compared, in the order of the results.
  public var variants: [VariantDescription]
  public var corpora: [CorpusResult]
  /// All corpora together, where there are several.
  public var league: League?
}

/// One of the things compared.
public struct VariantDescription: Codable, Sendable, Equatable {
  public var name: String
  /// Its options beyond those that all variants share, as one would type them.
  public var options: String
  /// What it is there to rule out, if it is a control; nil: a contender.
  public var control: String?
}

/// What the variants reached on one corpus.
public struct CorpusResult: Codable, Sendable, Equatable {
  public var name: String
  public var labels: [String]
  /// Documents of a run: learned from (the dev part included where it is taken from them), choosing the epoch, judged on.
  public var trainDocuments: Int
  public var devDocuments: Int
  public var testDocuments: Int
  /// How runs differ, in a sentence.
  public var design: String
  /// The smallest difference that the design finds as a rule, in a sentence said before anything was trained.
  public var detectable: String
  /// In the order of `ExperimentReport.variants`.
  public var variants: [VariantResult]
  /// Every variant against each one before it.
  public var pairs: [PairResult]
}
