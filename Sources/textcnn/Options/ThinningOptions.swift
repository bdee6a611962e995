import ArgumentParser
import TextClassification

/// Whether the whole network answers, or some of those that dropout has trained together.
struct ThinningOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Ask so many networks that each lack other features, as in training with dropout, and give the mean of their "
        + "probabilities; with --probabilities and --json also how far they lie apart.",
      valueName: "count"))
  var mcSamples: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --mc-samples: the part of the features that each lacks. Default: the model's dropout.",
      valueName: "share"))
  var mcDropout: Float?

  func validate() throws {
    if let mcSamples, !(1...10_000).contains(mcSamples) {
      throw ValidationError("--mc-samples is \(mcSamples); use 1 to 10000")
    }
    if let mcDropout, !(0..<1).contains(mcDropout) {
      throw ValidationError("--mc-dropout is \(mcDropout); it must be at least 0 and below 1")
    }
    if mcSamples == nil, mcDropout != nil {
      throw ValidationError("--mc-dropout is for thinned networks; say how many with --mc-samples")
    }
  }

  /// - Parameter name: What errors call the classifier.
  func thinning(of classifier: TextClassifier, named name: String) throws -> Predictor.Thinning? {
    guard let mcSamples else { return nil }
    guard let dropout = mcDropout ?? classifier.dropout else {
      throw CommandFailure(
        "\(name): was trained without dropout, so that its networks do not differ; choose one with --mc-dropout"
      )
    }
    return Predictor.Thinning(samples: mcSamples, dropout: dropout)
  }
}
