import ConvolutionModel
import ModelTraining
import TextCorpus

/// What a training has to find out besides its predictions of the test documents: it takes longer than they do.
struct RunNeeds: OptionSet, Sendable {
  let rawValue: Int

  /// Predictions with the weights of other windows.
  static let shuffledWeights = RunNeeds(rawValue: 1)
  /// Where attention's weight goes.
  static let attention = RunNeeds(rawValue: 2)

  init(rawValue: Int) { self.rawValue = rawValue }

  /// Where attention looks is told of the first run.
  init(_ variant: Variant, run: Int) {
    self = variant.measure == .shuffledWeights ? .shuffledWeights : []
    let isAttention = variant.configuration.network.kernel.kind == .attention
    if isAttention, run == 0, variant.ensemble.members == 1 { insert(.attention) }
  }
}

/// One training that an experiment needs. A variant's run is one of them, or one for each member of an ensemble.
struct RunPlan: Sendable {
  var corpus: Int
  var variant: Int
  /// Counted from 0.
  var run: Int
  /// Counted from 0; 0 for a single network.
  var member: Int
  var key: RunKey
  var split: RunDesign.Split
  /// What has to be found out besides predictions.
  var needs: RunNeeds

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
      let splits: [RunDesign.Split]
      do {
        splits = try corpus.design.splits(of: labels.indices(of: corpus.training), seed: experiment.seed)
      } catch let error as CorpusError {
        throw corpus.naming(error)
      }
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
              return RunPlan(
                corpus: c, variant: v, run: r, member: member, key: key, split: split,
                needs: RunNeeds(variant, run: r))
            }
          }
        })
      configurations.append(own)
    }
    self.runs = runs
    self.configurations = configurations
  }

  /// Each training once, however many variants need it, in order; it finds out what any of them needs.
  var trainings: [RunPlan] {
    let all = runs.flatMap { variants in
      (0..<(variants.first?.count ?? 0)).flatMap { run in variants.flatMap { $0[run] } }
    }
    let needs = all.reduce(into: [RunKey: RunNeeds]()) { $0[$1.key, default: []].formUnion($1.needs) }
    var seen = Set<RunKey>()
    return all.filter { seen.insert($0.key).inserted }.map { training in
      var training = training
      training.needs = needs[training.key] ?? []
      return training
    }
  }
}
