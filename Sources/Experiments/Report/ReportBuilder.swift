import ModelEvaluation
import ModelTraining
import TextClassification
import TextCorpus

/// Turns finished runs into what may be said of them.
struct ReportBuilder {
  let experiment: Experiment
  let plan: ExperimentPlan
  let store: RunStore
  /// The digests of the keys of the runs that were trained just now.
  let trainedNow: Set<String>

  /// One run of a variant on one corpus: a single network's, or its members' together.
  struct Judged {
    /// Of member 0, and the keys of all members.
    var plan: RunPlan
    var keys: [RunKey]
    var members: [FinishedRun]
    var probabilities: [Float]
    var truth: [Int]
    var report: ClassificationReport

    /// What it got right, with the numbers that the documents have in their corpus.
    var documents: DocumentScores {
      let isRight = RunScores.isRight(probabilities, truth: truth, classes: members[0].labels.count)
      let numbered = zip(plan.split.heldOut ?? Array(0..<truth.count), isRight).sorted { $0.0 < $1.0 }
      return DocumentScores(documents: numbered.map { Int32($0.0) }, isCorrect: numbered.map(\.1))
    }
  }

  /// - Throws: `RunStoreError`; ``ExperimentError/unfinished`` where a run is not there.
  func result(ofCorpus index: Int) throws -> CorpusResult {
    let corpus = experiment.corpora[index]
    let material = CorpusMaterial(corpus)
    let judged = try plan.runs[index].enumerated().map { v, runs in
      try runs.map { try judge($0, experiment.variants[v], material) }
    }
    let first = judged[0][0]
    let sizes = (train: first.plan.split.training.count, test: first.truth.count)
    let design = corpus.design.statistics(train: sizes.train, test: sizes.test)
    let variants = zip(experiment.variants, judged).map { variant, runs in
      result(of: variant, runs)
    }
    var pairs: [PairResult] = []
    for second in variants.indices {
      for first in variants.indices.dropFirst(second + 1) {
        pairs.append(
          PairResult(
            (variants[first], judged[first]), (variants[second], judged[second]), design: design))
      }
    }
    return CorpusResult(
      name: corpus.name, labels: first.members[0].labels, trainDocuments: sizes.train,
      devDocuments: first.members[0].devDocuments, testDocuments: sizes.test,
      design: corpus.designSentence(train: sizes.train, test: sizes.test),
      detectable: corpus.detectableSentence(train: sizes.train, test: sizes.test), variants: variants,
      pairs: pairs)
  }

  private func judge(_ members: [RunPlan], _ variant: Variant, _ material: CorpusMaterial) throws -> Judged {
    let runs = try members.map { member in
      guard let run = try store.run(member.key) else { throw ExperimentError.unfinished }
      return run
    }
    let classes = runs[0].labels.count
    let answers = try runs.map { run in
      guard variant.measure == .shuffledWeights else { return run.probabilities }
      guard let shuffled = run.shuffledProbabilities else {
        throw ExperimentError.noAttentionToShuffle(variant.name)
      }
      return shuffled
    }
    let probabilities = variant.ensemble.combination.combine(answers, classes: classes)
    let truth = RunScores.truth(of: material.testDocuments(of: members[0].split), labels: runs[0].labels)
    return Judged(
      plan: members[0], keys: members.map(\.key), members: runs, probabilities: probabilities, truth: truth,
      report: RunScores.report([(probabilities, truth)], labels: runs[0].labels, name: variant.name))
  }

  private func result(of variant: Variant, _ runs: [Judged]) -> VariantResult {
    let labels = runs[0].members[0].labels
    let all = RunScores.report(
      runs.map { ($0.probabilities, $0.truth) }, labels: labels, name: variant.name)
    return VariantResult(
      name: variant.name,
      accuracy: Estimate(runs.map { $0.report.accuracy ?? 0 }),
      macroF1: Estimate(runs.map { $0.report.macro.f1 ?? 0 }),
      logLoss: Estimate(runs.map { $0.report.logLoss ?? 0 }),
      cost: Cost(runs.map(\.members)),
      runs: runs.map(run),
      reliability: (all.reliability?.bins ?? []).map {
        ReliabilityBin(
          low: $0.lower, high: $0.upper, documents: $0.documents, confidence: $0.confidence,
          accuracy: $0.accuracy)
      },
      calibrationError: all.reliability?.expectedCalibrationError,
      confusion: all.confusion.rows.prefix(labels.count).map { Array($0.prefix(labels.count)) },
      attention: variant.measure == .prediction && runs[0].members.count == 1
        ? runs[0].members[0].attention : nil)
  }

  private func run(_ judged: Judged) -> RunResult {
    let first = judged.members[0]
    return RunResult(
      run: judged.plan.run + 1, seed: judged.plan.configuration.seed, accuracy: judged.report.accuracy ?? 0,
      macroF1: judged.report.macro.f1 ?? 0, logLoss: judged.report.logLoss ?? 0, bestEpoch: first.bestEpoch,
      trainingSeconds: judged.members.reduce(0) { $0 + $1.trainingSeconds },
      wasStored: !judged.keys.contains { trainedNow.contains($0.digest) }, epochs: first.epochs)
  }
}

extension Estimate {
  /// - Precondition: There is a score.
  init(_ scores: [Double]) {
    let summary = ScoreSummary(scores: scores)
    self.init(mean: summary.mean ?? 0, sd: summary.standardDeviation)
    let interval = MeanInterval(of: summary, level: 0.95)
    (low, high) = (interval?.low, interval?.high)
  }
}

extension Cost {
  /// Medians over runs; members of an ensemble are trained, kept and asked one after another.
  init(_ runs: [[FinishedRun]]) {
    func sum(_ members: [FinishedRun], _ part: (FinishedRun) -> Double) -> Double {
      members.reduce(0) { $0 + part($1) }
    }
    func median(_ part: ([FinishedRun]) -> Double) -> Double {
      let sorted = runs.map(part).sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
    let first = runs[0]
    self.init(
      filters: first[0].filters, parameters: first.reduce(0) { $0 + $1.parameters },
      parametersWithoutVectors: first.reduce(0) { $0 + $1.parametersWithoutVectors },
      trainingSeconds: median { sum($0, \.trainingSeconds) },
      // Documents of one member's epochs in its time: the rate of training, whoever many members there are.
      trainingDocumentsPerSecond: median {
        sum($0) { $0.trainingDocumentsPerSecond * $0.trainingSeconds } / max(sum($0, \.trainingSeconds), 1e-9)
      },
      predictionDocumentsPerSecond: median {
        1 / max(sum($0) { 1 / max($0.predictionDocumentsPerSecond, 1e-9) }, 1e-12)
      },
      trainingBytes: first.map(\.trainingBytes).max() ?? 0, fileBytes: first.reduce(0) { $0 + $1.fileBytes })
  }
}
