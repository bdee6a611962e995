import Foundation
import TensorMath

@testable import Experiments

/// A plausible search, the same for the same seed.
struct SampleSearch {
  private var generator: SeededGenerator
  var corpus = "trec"
  var rungEpochs = [2, 7, 20]
  var rungTrials = [30, 10, 4]
  /// Whether rates are drawn so high that some trials diverge; or all do.
  var diverging = 0.1
  var hasStore = false
  var settled: Set<String> = []

  init(seed: UInt64 = 7) { generator = SeededGenerator(seed: seed, purpose: "sample") }

  var report: TuningReport {
    var copy = self
    return copy.make()
  }

  private mutating func uniform() -> Double { Double(generator.uniform()) }

  private mutating func one(of choices: [String]) -> String {
    choices[Int(uniform() * Double(choices.count))]
  }

  private mutating func options() -> String {
    let kernel = one(of: ["static", "attention"])
    let offsets = one(of: ["each", "shared"])
    let vectors = hasStore ? one(of: ["random", "tuned", "two-channel"]) : "random"
    let optimizer = one(of: ["adam", "adadelta"])
    let rate = String(format: "%.1e", (optimizer == "adam" ? 0.001 : 1) * pow(10, uniform() - 0.5))
    let parts = [
      ("--kernel", kernel), ("--offsets", kernel == "attention" ? offsets : nil),
      ("--widths", one(of: ["1,2", "1,2,3", "2,3", "2,3,4", "3", "3,4,5", "1,2,3,4", "2,3,4,5"])),
      ("--filters", one(of: ["50", "100", "200", "300"])),
      ("--dimension", vectors == "random" ? one(of: ["100", "200", "300"]) : nil),
      ("--vectors", hasStore ? vectors : nil),
      ("--dropout", one(of: ["0.2", "0.3", "0.4", "0.5", "0.6", "0.7"])), ("--optimizer", optimizer),
      ("--learning-rate", Double(rate).map { "\(Float($0))" }), ("--batch", one(of: ["10", "25", "50"])),
    ]
    return parts.filter { !settled.contains($0.0) }.compactMap { name, value in value.map { "\(name) \($0)" }
    }
    .joined(separator: " ")
  }

  private mutating func trial(_ number: Int, rung: Int) -> TuningReport.Trial {
    let (options, level) = (options(), 0.84 + 0.04 * uniform())
    let epochs = rungEpochs[rung - 1]
    let hasDiverged = rung == 1 && uniform() < diverging
    let noise = (0..<epochs).map { _ in 0.01 * uniform() }
    let curve = (1...epochs).map { epoch in
      EpochPoint(
        epoch: epoch, trainLoss: exp(-0.4 * Double(epoch)),
        devAccuracy: level * (1 - 0.4 * exp(-0.6 * Double(epoch))) + noise[epoch - 1], devLogLoss: 1.3 - level
      )
    }
    let best = curve.max { ($0.devAccuracy ?? 0) < ($1.devAccuracy ?? 0) }
    return TuningReport.Trial(
      trial: number, options: options, rung: rung, epochs: epochs,
      bestEpoch: hasDiverged ? 0 : best?.epoch ?? 0,
      devAccuracy: hasDiverged ? 0 : best?.devAccuracy ?? 0, devLogLoss: hasDiverged ? nil : best?.devLogLoss,
      parametersWithoutVectors: 90_600 + 300 * number,
      trainingSeconds: hasDiverged ? 0 : 1.5 * Double(epochs),
      curve: hasDiverged ? [] : curve)
  }

  private mutating func make() -> TuningReport {
    var trials: [TuningReport.Trial] = []
    for number in 1...max(1, rungTrials[0]) {
      // The numbers of those that go on are spread over all.
      let rung = rungTrials.indices.last { (number * 7) % rungTrials[0] < rungTrials[$0] } ?? 0
      trials.append(trial(number, rung: rung + 1))
    }
    trials.sort { ($1.rung, $1.devAccuracy, $0.trial) < ($0.rung, $0.devAccuracy, $1.trial) }
    let sorted = trials.map(\.devAccuracy).sorted()
    let expected = sorted.indices.map { index in
      let n = Double(index + 1)
      let mean = sorted.enumerated().reduce(0.0) { sum, score in
        let (i, count) = (Double(score.offset), Double(sorted.count))
        return sum + score.element * (pow((i + 1) / count, n) - pow(i / count, n))
      }
      return TuningReport.Expectation(trials: index + 1, devAccuracy: mean, sd: 0.2 / (n + 3))
    }
    return TuningReport(
      corpus: corpus, documents: 5452, devDocuments: 545, rungEpochs: rungEpochs, rungTrials: rungTrials,
      ranOutOfTime: false, trials: trials, expected: expected, searchSeconds: 372)
  }
}

extension SampleSearch {
  static var usual: SampleSearch { SampleSearch() }

  /// Pre-trained vectors, so that options are lacking, and a name that would break a page.
  static var hard: SampleSearch {
    var sample = SampleSearch(seed: 3)
    (sample.corpus, sample.hasStore, sample.diverging) = ("<b>&\"' כותרות", true, 0.3)
    (sample.rungEpochs, sample.rungTrials) = ([2, 7, 20, 60], [200, 67, 23, 8])
    return sample
  }

  static var single: SampleSearch {
    var sample = SampleSearch(seed: 5)
    (sample.rungEpochs, sample.rungTrials, sample.diverging) = ([20], [1], 0)
    return sample
  }

  /// No rate was low enough.
  static var diverged: SampleSearch {
    var sample = SampleSearch(seed: 9)
    (sample.rungEpochs, sample.rungTrials, sample.diverging) = ([4], [5], 1)
    return sample
  }
}
