import Foundation
import TensorMath

@testable import Experiments

/// A plausible report, the same for the same seed: scores with noise around what each variant is good for.
struct SampleReport {
  private var generator: SeededGenerator
  var variantNames = ["static", "attention", "static-wide", "attention-random"]
  /// How many of them, from the first on, are contenders.
  var contenders = 2
  var corpusNames = ["trec"]
  var labels = ["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"]
  var runs = 10
  var words = [
    "the", "what", "of", "is", "how", "many", "in", "who", "was", "city", "not", "and", "a", "year", "mean",
    "first",
  ]

  init(seed: UInt64 = 7) { generator = SeededGenerator(seed: seed, purpose: "sample") }

  var report: ExperimentReport {
    var copy = self
    return copy.make()
  }

  private mutating func uniform() -> Double { Double(generator.uniform()) }

  /// About normal: the sum of twelve.
  private mutating func noise(_ sd: Double) -> Double {
    sd * ((0..<12).reduce(0) { sum, _ in sum + uniform() } - 6)
  }

  private mutating func make() -> ExperimentReport {
    let variants = variantNames.enumerated().map { index, name in
      VariantDescription(
        name: name, options: index == 0 ? "" : "--kernel \(name) --heads \(index)",
        control: index < contenders ? nil : "that \(name) gains by something else than its weights")
    }
    let corpora = corpusNames.map { corpus($0) }
    return ExperimentReport(
      date: "2026-11-26T12:00:00Z", program: "textcnn 1.0", machine: "2 cores, 8 GB",
      command: "textcnn compare train.tsv --test test.tsv --runs \(runs)", variants: variants,
      corpora: corpora,
      league: corpora.count > 1 ? league(corpora) : nil)
  }

  private mutating func corpus(_ name: String) -> CorpusResult {
    let base = 0.7 + 0.2 * uniform()
    let levels = variantNames.indices.map { base + 0.012 * Double($0 % 3) + noise(0.004) }
    let shared = (0..<runs).map { _ in noise(0.006) }
    let results = variantNames.indices.map { variant($0, level: levels[$0], shared: shared) }
    var pairs: [PairResult] = []
    for first in results.indices.dropFirst() {
      for second in 0..<first { pairs.append(pair(results[first], results[second])) }
    }
    return CorpusResult(
      name: name, labels: labels, trainDocuments: 4907, devDocuments: 545, testDocuments: 500,
      design: "Each run has another seed; all are judged on the given test part.",
      detectable:
        "With \(runs) runs on 500 documents a difference of 2.1 points would be found 80 times of 100.",
      variants: results, pairs: pairs)
  }

  private mutating func variant(_ index: Int, level: Double, shared: [Double]) -> VariantResult {
    let runResults = shared.enumerated().map { run, common -> RunResult in
      let accuracy = min(1, level + common + noise(0.005))
      let last = 6 + Int(8 * uniform())
      let epochs = (1...last).map { epoch -> EpochPoint in
        let grown = accuracy * (1 - exp(-0.9 * Double(epoch))) + noise(0.006)
        return EpochPoint(
          epoch: epoch, trainLoss: exp(-0.4 * Double(epoch)), devAccuracy: min(1, grown),
          devLogLoss: 1.2 - grown)
      }
      return RunResult(
        run: run + 1, seed: UInt64(run + 1), accuracy: accuracy, macroF1: accuracy - 0.02,
        logLoss: 1.1 - accuracy, bestEpoch: max(1, last - 4), trainingSeconds: 12, wasStored: run == 0,
        epochs: epochs)
    }
    let accuracy = estimate(runResults.map(\.accuracy))
    return VariantResult(
      name: variantNames[index], accuracy: accuracy, macroF1: estimate(runResults.map(\.macroF1)),
      logLoss: estimate(runResults.map(\.logLoss)),
      cost: Cost(
        filters: 100 + index, parameters: 2_700_000 + 150_000 * index, parametersWithoutVectors: 360_000,
        trainingSeconds: 10.5 + 6 * Double(index), trainingDocumentsPerSecond: 8_400 / Double(index + 1),
        predictionDocumentsPerSecond: 96_000 / Double(index + 1),
        trainingBytes: 43_000_000 + 2_000_000 * index,
        fileBytes: 10_800_000),
      runs: runResults, reliability: bins(), calibrationError: 0.043, confusion: confusion(level),
      attention: variantNames[index].hasPrefix("attention") ? attention() : nil)
  }

  private mutating func bins() -> [ReliabilityBin] {
    (0..<10).map { bin in
      let (low, high) = (Double(bin) / 10, Double(bin + 1) / 10)
      let documents = bin == 0 ? 0 : Int(3 * exp(0.7 * Double(bin)))
      return ReliabilityBin(
        low: low, high: high, documents: documents, confidence: documents == 0 ? nil : low + 0.06,
        accuracy: documents == 0 ? nil : max(0, min(1, low + noise(0.04))))
    }
  }

  private mutating func confusion(_ level: Double) -> [[Int]] {
    labels.indices.map { row in
      let total = Int(200 + 900 * uniform())
      return labels.indices.map { column in
        row == column ? Int(Double(total) * level) : Int(Double(total) * 0.3 * pow(uniform(), 6))
      }
    }
  }

  private mutating func attention() -> AttentionSummary {
    let widths = [3, 4, 5].map { width in
      let means = (0..<4).map { _ in (0..<width).map { _ in max(0.1, 1 + noise(0.35)) } }
      return AttentionSummary.Width(
        width: width, windows: 4_000 + width, meanWeights: means,
        deviations: means.map { $0.map { 0.3 * $0 } })
    }
    let frequent = words.enumerated().map { index, word in
      AttentionSummary.Word(
        word: word, count: 900 / (index + 1), meanWeight: max(0.1, 1 + noise(0.4)),
        deviation: 0.1 + 0.3 * uniform())
    }
    let windows = (0..<9).map { number -> AttentionSummary.Window in
      let width = 3 + number % 3
      let chosen = (0..<width).map { words[(number * 5 + $0 * 3) % words.count] }
      let weights = (0..<width).map { _ in max(0.05, 1 + noise(0.6)) }
      return AttentionSummary.Window(
        words: chosen, weights: weights, head: 1 + number % 4, truth: labels[number % labels.count],
        predicted: labels[number % 4 == 0 ? 0 : number % labels.count])
    }
    return AttentionSummary(widths: widths, words: frequent, windows: windows)
  }

  private func estimate(_ values: [Double]) -> Estimate {
    let mean = values.reduce(0, +) / Double(values.count)
    guard values.count > 1 else { return Estimate(mean: mean) }
    let sd = sqrt(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
    let half = 2.26 * sd / sqrt(Double(values.count))
    return Estimate(mean: mean, sd: sd, low: mean - half, high: mean + half)
  }

  private func pair(_ first: VariantResult, _ second: VariantResult) -> PairResult {
    let differences = zip(first.runs, second.runs).map { $0.accuracy - $1.accuracy }
    let difference = estimate(differences)
    var intervals: [PairResult.Interval] = []
    var verdict = PairResult.Verdict.cannotTell
    if let low = difference.low, let high = difference.high {
      let (low, high) = (low - 0.004, high + 0.004)
      intervals = [
        .init(method: "two-way t", level: 0.95, low: low, high: high, decides: true),
        .init(
          method: "two-level bootstrap", level: 0.95, low: low + 0.001, high: high - 0.0012, decides: false),
        .init(
          method: "corrected t (Nadeau and Bengio)", level: 0.95, low: low - 0.003, high: high + 0.003,
          decides: false),
      ]
      verdict = low > 0 ? .firstBetter : high < 0 ? .secondBetter : .cannotTell
    }
    let points = String(format: "%.1f points", 100 * abs(difference.mean))
    let (better, worse) = verdict == .secondBetter ? (second.name, first.name) : (first.name, second.name)
    return PairResult(
      first: first.name, second: second.name, differences: differences, mean: difference.mean,
      intervals: intervals,
      tests: runs > 1
        ? [.init(name: "sign-flip", pValue: 0.0078), .init(name: "McNemar, exact", pValue: 0.00001)] : [],
      wins: differences.count { $0 > 0 }, ties: differences.count { $0 == 0 },
      losses: differences.count { $0 < 0 },
      verdict: verdict,
      sentence: verdict == .cannotTell
        ? "cannot tell \(first.name) from \(second.name): difference \(points)"
        : "\(better) is better than \(worse) by \(points)",
      pointsPerPercentOfParameters: 0.214, pointsPerPercentOfTrainingTime: nil)
  }

  private func league(_ corpora: [CorpusResult]) -> League {
    let accuracies = corpora.map { $0.variants.map(\.accuracy.mean) }
    let ranks = variantNames.indices.map { variant in
      let sum = accuracies.reduce(0) { sum, row in sum + 1 + row.count { $0 > row[variant] } }
      return Double(sum) / Double(corpora.count)
    }
    var pairs: [League.Pair] = []
    for first in variantNames.indices.dropFirst() {
      for second in 0..<first {
        let differences = accuracies.map { $0[first] - $0[second] }
        let difference = estimate(differences)
        let names = (variantNames[first], variantNames[second])
        pairs.append(
          League.Pair(
            first: names.0, second: names.1, wins: differences.count { $0 > 0 },
            ties: differences.count { $0 == 0 }, losses: differences.count { $0 < 0 }, mean: difference.mean,
            low: difference.low, high: difference.high, wilcoxonPValue: 0.0312, holmPValue: 0.125,
            sentence:
              "over \(corpora.count) corpora \(names.0) wins \(differences.count { $0 > 0 }) times over \(names.1)"
          ))
      }
    }
    return League(
      corpora: corpora.map(\.name), variants: variantNames, accuracies: accuracies, meanRanks: ranks,
      pairs: pairs)
  }
}

extension SampleReport {
  /// One corpus, several runs, contenders and controls.
  static var usual: SampleReport { SampleReport() }

  /// One variant less than a comparison needs most of, one run, one corpus.
  static var minimal: SampleReport {
    var sample = SampleReport(seed: 3)
    sample.variantNames = ["static", "attention"]
    sample.runs = 1
    return sample
  }

  /// Several corpora with labels that are many, long, from right to left, Chinese, or made to break a page.
  static var hard: SampleReport {
    var sample = SampleReport(seed: 11)
    sample.corpusNames = [
      "banking77", "<b>&\"'", "新闻标题", "כותרות", String(repeating: "a-very-long-name-", count: 6),
    ]
    sample.variantNames = [
      "static", "attention", "<script>alert(1)</script>", "attention-with-a-name-that-does-not-fit-anywhere",
      "静态",
      "קבוע",
    ]
    sample.contenders = 3
    sample.labels =
      ["<i>card</i>", "a & b", "体育新闻", "ספורט", "back\u{8}space", "\u{202E}reversed", "lost_or_stolen_phone"]
      + (8...77).map { "request number \($0)" }
    sample.words = ["the", "<b>", "体育", "ספורט", "\u{0}", "&amp;", String(repeating: "long", count: 20)]
    sample.runs = 3
    return sample
  }

  /// As much as a page must hold: 20 corpora, 12 variants.
  static var large: SampleReport {
    var sample = SampleReport(seed: 5)
    sample.corpusNames = (1...20).map { "corpus \($0)" }
    sample.variantNames = (1...12).map { $0 == 2 ? "attention" : "variant-\($0)" }
    sample.contenders = 8
    sample.runs = 5
    return sample
  }
}
