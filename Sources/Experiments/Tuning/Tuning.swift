import ModelEvaluation
import ModelTraining
import Synchronization
import TensorMath
import TextCorpus

/// Searches for a configuration that does well on a dev part: the one that it starts from, and random points of a space, by
/// successive halving.
///
/// All trials have the same dev documents, seed and order of batches. The test documents of anybody have no part in it.
public struct Tuning: Sendable {
  public let space: SearchSpace
  /// What the space does not choose; its epochs are what the best trials are given.
  public let base: TrainingConfiguration
  public let trials: Int
  public let vectors: VariantVectors?
  private let halving: Halving
  private let material: CorpusMaterial
  private let digests: (corpus: String, dev: String?)

  /// - Parameter dev: Judges the trials; nil: a part of the corpus, the same for all.
  /// - Throws: `ConfigurationError`.
  public init(
    _ space: SearchSpace, upon base: TrainingConfiguration, trials: Int, on corpus: Corpus,
    dev: Corpus? = nil,
    vectors: VariantVectors? = nil
  ) throws {
    precondition(
      trials > 0 && (dev != nil || base.devFraction > 0), "a search without trials or dev documents")
    try base.requireOneLabel("a search")
    self.space = space
    self.base = base
    self.trials = trials
    self.vectors = vectors
    halving = Halving(epochs: base.epochs)
    material = CorpusMaterial(
      ExperimentCorpus(
        name: corpus.name, training: corpus, dev: dev, design: .randomSplits(runs: 1, fraction: 0)))
    digests = (corpus.digest, dev?.digest)
  }

  /// What happens during a search.
  public enum Event: Sendable {
    /// A rung of a bracket begins.
    case rung(Rung)
    case finished(trial: Int, options: String, devAccuracy: Double, seconds: Double)
  }

  public struct Rung: Sendable {
    /// Both counted from 1, with how many there are.
    public var bracket: Int
    public var brackets: Int
    public var rung: Int
    public var rungs: Int
    /// So many trials of at most so many epochs, some of them finished before.
    public var epochs: Int
    public var trials: Int
    public var stored: Int
  }

  /// The configuration of a trial, counted from 0; the first is where the search starts. It depends on the seed and the trial alone: a search with more trials begins
  /// with the same ones.
  func configuration(ofTrial trial: Int) -> TrainingConfiguration {
    guard trial > 0 else { return base }
    var generator = SeededGenerator(seed: base.seed, purpose: "trial \(trial)")
    return space.draw(upon: base, using: &generator)
  }

  func key(_ configuration: TrainingConfiguration) -> RunKey {
    RunKey(
      configuration: configuration, corpus: digests.corpus, split: "all", dev: digests.dev, test: nil,
      vectors: configuration.vectors == .random ? nil : vectors?.fingerprint)
  }

  /// Searches; what a store has is only read.
  ///
  /// - Parameters:
  ///   - seconds: No training is begun after so many; nil: all are.
  ///   - report: Is told what happens, by one thread at a time.
  /// - Returns: What was found, and the best configuration.
  /// - Throws: As `Trainer.train`; `RunStoreError`.
  public func run(
    keepingIn store: RunStore, jobs: Int = 1, threads: Int, seconds: Double? = nil,
    report: @Sendable (Event) -> Void = { _ in }
  ) throws -> (report: TuningReport, best: TrainingConfiguration) {
    let clock = ContinuousClock()
    let start = clock.now
    // However short the time, one trial is made: there would be nothing to tell.
    let hasTrial = Atomic(false)
    let isOver: @Sendable () -> Bool = {
      guard let seconds, hasTrial.load(ordering: .relaxed) else { return false }
      return (clock.now - start) / .seconds(1) >= seconds
    }
    var reached: [Int: Reached] = [:]
    func work(on trials: [Int], _ rung: Rung, until isOver: @Sendable () -> Bool) throws -> Bool {
      let points = trials.map { trial in
        var configuration = configuration(ofTrial: trial)
        configuration.epochs = rung.epochs
        return Point(trial: trial, configuration: configuration, key: key(configuration))
      }
      try train(points, rung, store: store, jobs: jobs, threads: threads, isOver: isOver) { event in
        if case .finished = event { hasTrial.store(true, ordering: .relaxed) }
        report(event)
      }
      var isComplete = true
      for point in points {
        guard let run = try store.run(point.key) else {
          isComplete = false
          continue
        }
        reached[point.trial] = Reached(rung: rung.rung, configuration: point.configuration, run: run)
      }
      return isComplete
    }
    let brackets = halving.brackets(of: trials)
    var isComplete = true
    for (number, bracket) in brackets.enumerated() where isComplete {
      let counts = halving.trials(inBracketOf: bracket.count)
      for (index, count) in counts.enumerated() where isComplete && count > 0 {
        let survivors = ranking(reached.filter { bracket.contains($0.key) })
        let rung = Rung(
          bracket: number + 1, brackets: brackets.count, rung: index + 1, rungs: counts.count,
          epochs: halving.epochs[index], trials: count, stored: 0)
        isComplete = try work(
          on: survivors.isEmpty ? Array(bracket) : Array(survivors.prefix(count)), rung, until: isOver)
      }
    }
    // Where time is up before any trial had all epochs, the best so far gets them: how many it needs is not known yet.
    if let first = ranking(reached).first, let best = reached[first], best.rung < halving.epochs.count {
      let last = Rung(
        bracket: brackets.count, brackets: brackets.count, rung: halving.epochs.count,
        rungs: halving.epochs.count, epochs: base.epochs, trials: 1, stored: 0)
      _ = try work(on: [first], last, until: { false })
    }
    let order = ranking(reached)
    guard let first = order.first, let best = reached[first]?.configuration else {
      throw ExperimentError.unfinished
    }
    return (
      result(order, reached, ranOut: !isComplete, seconds: (clock.now - start) / .seconds(1)),
      best
    )
  }

  private struct Point: Sendable {
    var trial: Int
    var configuration: TrainingConfiguration
    var key: RunKey
  }

  /// How far a trial has come.
  private struct Reached {
    /// Counted from 1.
    var rung: Int
    var configuration: TrainingConfiguration
    var run: FinishedRun

    var best: EpochPoint? { run.epochs.first { $0.epoch == run.bestEpoch } }
    var accuracy: Double { best?.devAccuracy ?? 0 }
    var logLoss: Double? { best?.devLogLoss }
  }

  private func train(
    _ points: [Point], _ rung: Rung, store: RunStore, jobs: Int, threads: Int, isOver: @Sendable () -> Bool,
    report: @Sendable (Event) -> Void
  ) throws {
    let finished = try store.finished(among: points.map { ($0.key, []) })
    let waiting = points.filter { !finished.contains($0.key) }
    var told = rung
    told.stored = points.count - waiting.count
    report(.rung(told))
    guard !waiting.isEmpty else { return }
    let texts = try material.texts(for: base.tokenizer)
    let voice = Mutex(())
    let sizes = jobs > 1 ? waiting.map { ($0.configuration, texts.training) } : []
    let jobs = max(1, min(MemoryEstimate.jobs(jobs, of: sizes), waiting.count, threads))
    try SideBySide.forEach(waiting, jobs: jobs, threads: threads, isOver: isOver) {
      point, threads in
      let run = try trained(point.configuration, on: texts, threads: threads)
      try store.save(run, for: point.key)
      let accuracy = Reached(rung: rung.rung, configuration: point.configuration, run: run).accuracy
      voice.withLock { _ in
        report(
          .finished(
            trial: point.trial + 1, options: space.options(point.configuration), devAccuracy: accuracy,
            seconds: run.trainingSeconds))
      }
    }
  }

  /// A trial may be drawn so that its loss becomes infinite: that is a result, and no reason to end the search.
  private func trained(
    _ configuration: TrainingConfiguration, on texts: CorpusMaterial.Texts, threads: Int
  ) throws -> FinishedRun {
    do {
      return try FinishedRun(
        training: configuration, on: texts, documents: Array(0..<texts.training.count), judgedOn: [],
        vectors: vectors?.source, threads: threads)
    } catch TrainingError.lossNotFinite {
      return FinishedRun(divergedWith: configuration, labels: texts.training.labels.labels)
    }
  }

  /// Trials by rung, then dev accuracy, then log loss, then number.
  private func ranking(_ reached: [Int: Reached]) -> [Int] {
    reached.sorted { a, b in
      (-a.value.rung, -a.value.accuracy, a.value.logLoss ?? .infinity, Double(a.key))
        < (-b.value.rung, -b.value.accuracy, b.value.logLoss ?? .infinity, Double(b.key))
    }.map(\.key)
  }

  /// How many trials each rung has, all brackets together.
  private var plannedTrials: [Int] {
    halving.brackets(of: trials).reduce(into: halving.epochs.map { _ in 0 }) { sums, bracket in
      for (rung, count) in halving.trials(inBracketOf: bracket.count).enumerated() { sums[rung] += count }
    }
  }

  private func result(
    _ order: [Int], _ reached: [Int: Reached], ranOut: Bool, seconds: Double
  ) -> TuningReport {
    let trials = order.compactMap { trial in
      reached[trial].map { own in
        TuningReport.Trial(
          trial: trial + 1, options: space.options(own.configuration), rung: own.rung,
          epochs: own.configuration.epochs, bestEpoch: own.run.bestEpoch, devAccuracy: own.accuracy,
          devLogLoss: own.logLoss, parametersWithoutVectors: own.run.parametersWithoutVectors,
          trainingSeconds: own.run.trainingSeconds, curve: own.run.epochs)
      }
    }
    let dev = reached.values.map(\.run.devDocuments).max() ?? 0
    // The first was not drawn.
    let scores = ExpectedValidationPerformance(scores: trials.filter { $0.trial > 1 }.map(\.devAccuracy))
    let expected = scores.points.map {
      TuningReport.Expectation(trials: $0.draws, devAccuracy: $0.expected, sd: $0.standardDeviation)
    }
    return TuningReport(
      corpus: material.corpus.name, documents: material.corpus.training.documents.count, devDocuments: dev,
      rungEpochs: halving.epochs, rungTrials: plannedTrials, ranOutOfTime: ranOut,
      trials: trials, expected: expected, searchSeconds: seconds)
  }
}
