import ConvolutionModel
import Foundation
import ModelTraining
import Testing
import TextCorpus

@Suite struct KernelComparisonTests {
  typealias Variant = KernelComparison.Variant

  private func variant(_ name: String, _ kernel: KernelConfiguration, filters: Int = 8) -> Variant {
    var configuration = smallConfiguration(kernel: kernel, filters: filters)
    configuration.epochs = 3
    configuration.patience = 0
    return Variant(name: name, configuration: configuration)
  }

  private let ordinary = KernelConfiguration()
  private let attention = KernelConfiguration(kind: .attention, heads: 2)

  /// A kernel against itself: the runs are paired, so nothing may differ.
  @Test(arguments: [true, false])
  func identicalVariantsCannotBeToldApart(hasTest: Bool) throws {
    for kernel in [ordinary, attention] {
      let report = try KernelComparison(
        [variant("one", kernel), variant("other", kernel)], runs: 3, threads: 2
      ).run(on: easyCorpus(60, seed: 1), test: hasTest ? easyCorpus(40, seed: 2, name: "test.tsv") : nil)
      #expect(report.variants[0].accuracies == report.variants[1].accuracies)
      #expect(report.variants[0].logLoss == report.variants[1].logLoss)
      #expect(report.variants[0].macroF1 == report.variants[1].macroF1)
      #expect(report.variants[0].bestEpochs == report.variants[1].bestEpochs)
      #expect(report.variants[0].parameters == report.variants[1].parameters)
      let pair = try #require(report.pairs.first)
      #expect(pair.verdict == .cannotTell && pair.ties == 3 && pair.wins == 0 && pair.losses == 0)
      #expect(pair.difference.scores == [0, 0, 0])
      #expect(pair.sentence == "cannot tell other from one: all 3 runs scored the same")
    }
  }

  @Test func theReportHoldsWhatTheRunsGave() throws {
    let wide = variant("wide", ordinary, filters: 20)
    var heard: [KernelComparison.RunRecord] = []
    let comparison = KernelComparison(
      [variant("static", ordinary), variant("attention", attention), wide], runs: 2, threads: 1)
    let report = try comparison.run(
      on: easyCorpus(60, seed: 1), test: easyCorpus(40, seed: 2, name: "test.tsv"),
      finished: { heard.append($0) })
    #expect(report.corpus == "easy.tsv" && report.test == "test.tsv")
    #expect(
      report.trainDocuments == 60 && report.testDocuments == 40 && report.runs == 2 && report.threads == 1)
    #expect(heard.map(\.run) == [1, 1, 1, 2, 2, 2])
    #expect(heard.map(\.variant) == ["static", "attention", "wide", "static", "attention", "wide"])
    #expect(report.variants.map(\.name) == ["static", "attention", "wide"])
    #expect(report.variants.map(\.filters) == [8, 8, 20])
    for (index, result) in report.variants.enumerated() {
      #expect(result.accuracies == heard.filter { $0.variant == result.name }.map(\.accuracy))
      #expect(result.accuracy.scores == result.accuracies)
      #expect(result.macroF1.count == 2 && result.logLoss.count == 2 && result.trainingSeconds.count == 2)
      #expect(result.accuracies.allSatisfy { (0...1).contains($0) } && result.logLoss.allSatisfy { $0 > 0 })
      // Each run has a seed of its own.
      #expect(Set(result.logLoss).count == 2)
      #expect(result.trainingDocumentsPerSecond > 0 && result.predictionDocumentsPerSecond > 0)
      let network = comparison.variants[index].configuration.network
      #expect(result.parametersWithoutVectors == network.parameterCount(classes: 3))
      #expect((result.parameters - result.parametersWithoutVectors) % 12 == 0)
      #expect(result.parameters > result.parametersWithoutVectors)
    }
    // Every variant against each one before it.
    #expect(
      Set(report.pairs.map { [$0.firstName, $0.secondName] }) == [
        ["attention", "static"], ["wide", "static"], ["wide", "attention"],
      ])
    for pair in report.pairs {
      let (first, second) = (result(pair.firstName, report), result(pair.secondName, report))
      #expect(pair.first.scores == first && pair.second.scores == second)
      #expect(pair.testToTrainRatio == nil)
    }
  }

  private func result(_ name: String, _ report: KernelComparison.Report) -> [Double] {
    report.variants.first { $0.name == name }?.accuracies ?? []
  }

  /// Without a test corpus each run holds out another tenth, the same for all variants, and the interval is corrected.
  @Test func runsHoldOutDifferentPartsAndVariantsTheSame() throws {
    // Texts that share no word: what a model gets right of the held-out part is a matter of which part it is.
    let documents = (0..<60).map { ("label\($0 % 3)", "only\($0)") }
    var variants = [variant("one", ordinary), variant("other", ordinary)]
    for index in variants.indices { variants[index].configuration.devFraction = 0 }
    let report = try KernelComparison(variants, runs: 6, threads: 1).run(on: corpus("apart.tsv", documents))
    #expect(report.test == nil)
    #expect(report.trainDocuments == 54 && report.testDocuments == 6)
    #expect(report.variants[0].logLoss == report.variants[1].logLoss)
    #expect(Set(report.variants[0].logLoss).count == 6)
    #expect(report.pairs[0].testToTrainRatio == 6.0 / 54)
  }

  @Test func theHeldOutShareMayBeChosen() throws {
    var comparison = KernelComparison([variant("a", ordinary), variant("b", attention)], runs: 1, threads: 1)
    comparison.testFraction = 0.25
    let report = try comparison.run(on: easyCorpus(60, seed: 1))
    #expect(report.trainDocuments == 45 && report.testDocuments == 15)
    #expect(report.pairs[0].verdict == .cannotTell && report.pairs[0].interval == nil)
  }

  @Test func runsAndThreadsDoNotChangeARun() throws {
    let variants = [variant("static", ordinary), variant("attention", attention)]
    let texts = easyCorpus(60, seed: 8)
    let few = try KernelComparison(variants, runs: 2, threads: 1).run(on: texts)
    let many = try KernelComparison(variants, runs: 3, threads: 2).run(on: texts)
    for (a, b) in zip(few.variants, many.variants) {
      #expect(a.logLoss == Array(b.logLoss.prefix(2)))
      #expect(a.accuracies == Array(b.accuracies.prefix(2)))
    }
  }

  @Test func aDevCorpusChoosesTheEpoch() throws {
    let dev = easyCorpus(30, seed: 9, name: "dev.tsv")
    let report = try KernelComparison([variant("a", ordinary), variant("b", attention)], runs: 1, threads: 1)
      .run(
        on: easyCorpus(60, seed: 1), dev: dev)
    #expect(report.trainDocuments == 54)
  }

  @Test func twoKernelsAndOneRunAreNeeded() {
    let two = [variant("a", ordinary), variant("b", attention)]
    for comparison in [
      KernelComparison([], runs: 3, threads: 1), KernelComparison([two[0]], runs: 3, threads: 1),
      KernelComparison(two, runs: 0, threads: 1),
    ] {
      #expect(throws: TrainingError.nothingToCompare) { try comparison.run(on: twentyTexts) }
    }
  }

  @Test func everyVariantIsChecked() {
    var bad = variant("b", attention)
    bad.configuration.network.kernel.heads = 99
    #expect(throws: ConfigurationError("there are 99 heads for 8 filters; a head needs at least one filter"))
    {
      try KernelComparison([variant("a", ordinary), bad], runs: 1, threads: 1).run(on: twentyTexts)
    }
  }

  @Test func theReportIsWrittenAsJSON() throws {
    let report = try KernelComparison(
      [variant("a", ordinary), variant("b", attention)], runs: 2, threads: 1
    ).run(on: easyCorpus(40, seed: 1))
    let data = try JSONEncoder().encode(report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["variants"] as? [[String: Any]])?.count == 2)
    #expect((object["pairs"] as? [[String: Any]])?.count == 1)
  }
}
