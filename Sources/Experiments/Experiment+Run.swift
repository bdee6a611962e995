import ModelTraining
import Synchronization
import TextCorpus

extension Experiment {
  /// Trains what the store does not have yet, and keeps each run as soon as it is finished.
  ///
  /// - Parameters:
  ///   - jobs: How many trainings run side by side, as far as memory allows. The results do not depend on it.
  ///   - threads: How many threads they share.
  ///   - report: Is told what happens, by one thread at a time.
  /// - Returns: The digests of the keys of the runs that were trained just now, for `report`.
  /// - Throws: The first error of a training, when those under way have ended; `RunStoreError`.
  @discardableResult
  public func run(
    keepingIn store: RunStore, jobs: Int = 1, threads: Int,
    report: @Sendable (ExperimentEvent) -> Void = { _ in }
  ) throws -> Set<String> {
    let plan = try ExperimentPlan(self)
    let trainings = plan.trainings
    let finished = try store.finished(among: trainings.map { ($0.key, $0.needs) })
    let waiting = trainings.filter { !finished.contains($0.key) }
    let materials = corpora.map(CorpusMaterial.init)
    // Runs of a variant differ in nothing that takes memory.
    let sizes = try (jobs > 1 ? waiting.filter { $0.run == 0 } : []).map {
      ($0.configuration, try materials[$0.corpus].texts(for: $0.configuration.tokenizer).training)
    }
    let jobs = max(1, min(MemoryEstimate.jobs(jobs, of: sizes), waiting.count, threads))
    report(.planned(trainings: trainings.count, stored: finished.count, jobs: jobs))

    let voice = Mutex(())
    try SideBySide.forEach(waiting, jobs: jobs, threads: threads) { training, threads in
      let material = materials[training.corpus]
      let variant = variants[training.variant]
      let run: FinishedRun
      do {
        run = try training.train(on: material, vectors: variant.vectors?.source, threads: threads)
      } catch let error as TrainingError {
        throw ExperimentError.failed(variant: variant.name, run: training.run + 1, reason: error.description)
      } catch let error as CorpusError {
        throw material.corpus.naming(error)
      }
      try store.save(run, for: training.key)
      let event = event(of: training, run, material)
      voice.withLock { _ in report(.finished(event)) }
    }
    return Set(waiting.map(\.key.digest))
  }

  private func event(
    of training: RunPlan, _ run: FinishedRun, _ material: CorpusMaterial
  ) -> ExperimentEvent.Finished {
    let truth = RunScores.truth(of: material.testDocuments(of: training.split), labels: run.labels)
    return ExperimentEvent.Finished(
      corpus: corpora[training.corpus].name, variant: variants[training.variant].name, run: training.run + 1,
      runs: corpora[training.corpus].design.runs, member: training.member + 1,
      members: variants[training.variant].ensemble.members,
      accuracy: RunScores.accuracy(run.probabilities, truth: truth, classes: run.labels.count),
      seconds: run.trainingSeconds)
  }
}
