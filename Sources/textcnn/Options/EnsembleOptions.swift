import ArgumentParser
import ModelTraining
import TextClassification

extension EnsembleConfiguration.Variation: ExpressibleByArgument {}
extension Combination: ExpressibleByArgument {}

/// How many networks are trained to answer together.
struct EnsembleOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Train so many networks, with the seeds from --seed on, that answer together: usually more accurate, and so many "
        + "times slower.",
      valueName: "count"))
  var ensemble: Int?

  @Option(
    help: ArgumentHelp(
      "What makes the members of an ensemble differ: the seed alone, or with bagging also the documents, a bootstrap "
        + "resample for each. Default: \(Defaults.ensemble.variation.rawValue).",
      valueName: "way"))
  var ensembleBy: EnsembleConfiguration.Variation?

  @Option(
    help: ArgumentHelp(
      "How the members' answers become one: the mean of their probabilities, or a vote for labels, where the mean "
        + "decides between equals. Default: \(Defaults.ensemble.combination.rawValue).",
      valueName: "way"))
  var combine: Combination?

  /// What the options ask for; without --ensemble a single network.
  var configuration: EnsembleConfiguration {
    EnsembleConfiguration(
      members: ensemble ?? 1, variation: ensembleBy ?? Defaults.ensemble.variation,
      combination: combine ?? Defaults.ensemble.combination)
  }

  func validate() throws {
    let greatest = TextClassifier.greatestMemberCount
    if let ensemble, !(2...greatest).contains(ensemble) {
      throw ValidationError("--ensemble is \(ensemble); use 2 to \(greatest), or leave it out")
    }
  }

  /// Says which of the given options change nothing.
  func tellIdleOptions() {
    guard ensemble == nil else { return }
    let options = [("--ensemble-by", ensembleBy != nil), ("--combine", combine != nil)]
    for (name, isGiven) in options where isGiven {
      StandardError.line("note: \(name) changes nothing but with --ensemble")
    }
  }
}
