import ConvolutionModel
import ModelTraining
import TextCorpus

/// One training that an experiment needs. A variant's run is one of them, or one for each member of an ensemble.
struct RunPlan: Sendable {
  var corpus: Int
  var variant: Int
  /// Counted from 0.
  var run: Int
  /// Counted from 0; 0 for a single network.
  var member: Int
  var key: RunKey
  var split: ExperimentDesign.Split

  var configuration: TrainingConfiguration { key.configuration }
}

/// All that an experiment has to train, in the order in which it is best trained: corpus by corpus, run by run, all variants
/// of a run together, so that what is there after an interruption is paired.
struct ExperimentPlan: Sendable {
  /// `[corpora][variants][runs][members]`.
  let runs: [[[[RunPlan]]]]
  /// The variants as they are on each corpus, `[corpora][variants]`: those that are widened have their filters.
  let configurations: [[TrainingConfiguration]]

  /// - Throws: ``ExperimentError``, `ConfigurationError`, `CorpusError`.
  init(_ experiment: Experiment) throws {
    var runs: [[[[RunPlan]]]] = []
    var configurations: [[TrainingConfiguration]] = []
    for (c, corpus) in experiment.corpora.enumerated() {
      let labels = LabelSet(corpus.training)
      let own = try experiment.configurations(classes: labels.count)
      let splits = try corpus.design.splits(
        of: labels.indices(of: corpus.training), seed: experiment.seed)
      let digests = (
        corpus: corpus.training.digest, dev: corpus.dev?.digest, test: corpus.test?.digest,
        splits: splits.map(\.digest)
      )
      runs.append(
        experiment.variants.enumerated().map { v, variant in
          splits.enumerated().map { r, split in
            (0..<variant.ensemble.members).map { member in
              var configuration = own[v]
              // Member 0 is the run of the single network. The others have seeds that no run of it has.
              configuration.seed &+= UInt64(r + member * splits.count)
              let key = RunKey(
                configuration: configuration, corpus: digests.corpus, split: digests.splits[r],
                dev: digests.dev, test: digests.test,
                vectors: configuration.vectors == .random ? nil : variant.vectors?.fingerprint)
              return RunPlan(corpus: c, variant: v, run: r, member: member, key: key, split: split)
            }
          }
        })
      configurations.append(own)
    }
    self.runs = runs
    self.configurations = configurations
  }

  /// Each training once, however many variants need it, in order.
  var trainings: [RunPlan] {
    var seen = Set<RunKey>()
    return runs.flatMap { variants in
      let count = variants.first?.count ?? 0
      return (0..<count).flatMap { run in
        variants.flatMap { $0[run] }
      }
    }.filter { seen.insert($0.key).inserted }
  }
}
