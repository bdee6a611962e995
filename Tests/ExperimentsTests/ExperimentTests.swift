import ConvolutionModel
import Foundation
import ModelTraining
import Synchronization
import TestSupport
import Testing
import TextCorpus

@testable import Experiments

@Suite struct ExperimentTests {
  /// A variant against itself: the runs are paired, so nothing may differ.
  @Test(arguments: [
    RunDesign.givenTest(runs: 3), .randomSplits(runs: 3, fraction: 0.2), .folds(count: 3, repeats: 1),
  ])
  func identicalVariantsCannotBeToldApart(design: RunDesign) throws {
    let isGiven = design == .givenTest(runs: 3)
    for kernel in [KernelConfiguration(), attentionKernel] {
      let corpus = ExperimentCorpus(
        name: "easy", training: easyTraining, test: isGiven ? easyTest : nil, design: design)
      let report = try Experiment(
        [smallVariant("one", kernel), smallVariant("other", kernel)], on: [corpus], seed: 1
      ).result(threads: 2)
      let variants = report.corpora[0].variants
      #expect(variants[0].runs.map(\.logLoss) == variants[1].runs.map(\.logLoss))
      #expect(variants[0].confusion == variants[1].confusion)
      let pair = try #require(report.corpora[0].pairs.first)
      #expect(pair.verdict == .cannotTell && pair.ties == 3 && pair.wins == 0 && pair.losses == 0)
      #expect(pair.differences == [0, 0, 0])
      #expect(
        pair.sentence == "cannot tell other from one: both are right on the same documents in all 3 runs")
    }
  }

  @Test func theReportHoldsWhatTheRunsGave() throws {
    let heard = Mutex<[ExperimentEvent.Finished]>([])
    let experiment = try Experiment(
      [
        smallVariant("static"), smallVariant("attention", attentionKernel), smallVariant("wide", filters: 20),
      ],
      on: [givenTest(runs: 2)], seed: 1)
    let store = try RunStore()
    try experiment.run(keepingIn: store, threads: 1) { event in
      if case .finished(let run) = event { heard.withLock { $0.append(run) } }
    }
    let events = heard.withLock { $0 }
    #expect(events.map(\.run) == [1, 1, 1, 2, 2, 2])
    #expect(events.map(\.variant) == ["static", "attention", "wide", "static", "attention", "wide"])
    let corpus = try experiment.report(from: store, in: nowhere).corpora[0]
    #expect(corpus.trainDocuments == 60 && corpus.testDocuments == 40 && corpus.devDocuments == 6)
    #expect(corpus.variants.map(\.name) == ["static", "attention", "wide"])
    #expect(corpus.variants.map(\.cost.filters) == [8, 8, 20])
    for (index, result) in corpus.variants.enumerated() {
      #expect(result.runs.map(\.accuracy) == events.filter { $0.variant == result.name }.map(\.accuracy))
      #expect(result.runs.map(\.seed) == [1, 2] && result.runs.allSatisfy { $0.epochs.count == 3 })
      // Each run has a seed of its own.
      #expect(Set(result.runs.map(\.logLoss)).count == 2)
      #expect(result.confusion.reduce(0) { $0 + $1.reduce(0, +) } == 80)
      #expect(result.reliability.reduce(0) { $0 + $1.documents } == 80)
      let network = experiment.variants[index].configuration.network
      #expect(result.cost.parametersWithoutVectors == network.parameterCount(classes: 3))
      #expect((result.cost.parameters - result.cost.parametersWithoutVectors) % 12 == 0)
      #expect(result.cost.parameters > result.cost.parametersWithoutVectors)
      #expect(result.cost.trainingBytes > 4 * 4 * result.cost.parameters)
      #expect(result.cost.fileBytes > 4 * result.cost.parameters)
    }
    #expect(
      Set(corpus.pairs.map { [$0.first, $0.second] }) == [
        ["attention", "static"], ["wide", "static"], ["wide", "attention"],
      ])
    for pair in corpus.pairs {
      let scores = [pair.first, pair.second].map { name in
        corpus.variants.first { $0.name == name }?.runs.map(\.accuracy) ?? []
      }
      for (run, difference) in pair.differences.enumerated() {
        #expect(abs(scores[0][run] - scores[1][run] - difference) < 1e-9)
      }
    }
  }

  /// Without a test corpus each run holds out another tenth, the same for all variants.
  @Test func runsHoldOutDifferentPartsAndVariantsTheSame() throws {
    // Texts that share no word: what a model gets right of the held-out part is a matter of which part it is.
    let documents = (0..<60).map { ("label\($0 % 3)", "only\($0)") }
    var variants = [smallVariant("one"), smallVariant("other")]
    for index in variants.indices { variants[index].configuration.devFraction = 0 }
    let apart = ExperimentCorpus(
      name: "apart", training: corpus("apart.tsv", documents), design: .randomSplits(runs: 6, fraction: 0.1))
    let result = try Experiment(variants, on: [apart], seed: 1).result().corpora[0]
    #expect(result.trainDocuments == 54 && result.testDocuments == 6 && result.devDocuments == 0)
    #expect(result.variants[0].runs.map(\.logLoss) == result.variants[1].runs.map(\.logLoss))
    #expect(Set(result.variants[0].runs.map(\.logLoss)).count == 6)
  }

  @Test func foldsTestEveryDocumentOnceARepeat() throws {
    let classes = (0..<31).map { Int32($0 % 3) }
    let splits = try RunDesign.folds(count: 4, repeats: 2).splits(of: classes, seed: 5)
    #expect(splits.count == 8)
    for turn in 0..<2 {
      let heldOut = splits[4 * turn..<4 * turn + 4].flatMap { $0.heldOut ?? [] }
      #expect(heldOut.sorted() == Array(0..<31))
    }
    #expect(splits[0] != splits[4])
    for split in splits { #expect(Set(split.training).isDisjoint(with: split.heldOut ?? [])) }
  }

  @Test func runsThreadsAndJobsDoNotChangeARun() throws {
    let variants = [smallVariant("static"), smallVariant("attention", attentionKernel)]
    let few = try Experiment(variants, on: [givenTest(runs: 2)], seed: 1).result(threads: 1).corpora[0]
    let many = try Experiment(variants, on: [givenTest(runs: 3)], seed: 1).result(threads: 3, jobs: 2)
      .corpora[0]
    for (a, b) in zip(few.variants, many.variants) {
      #expect(a.runs.map(\.logLoss) == Array(b.runs.map(\.logLoss).prefix(2)))
    }
  }

  /// Member 0 of an ensemble is the run of the single network, which is not trained twice; the others are seeds of their own.
  @Test func ensemblesShareTheRunsOfTheSingleNetwork() throws {
    var five = smallVariant("three")
    five.ensemble.members = 3
    let experiment = try Experiment([smallVariant("one"), five], on: [givenTest(runs: 2)], seed: 1)
    let plan = try ExperimentPlan(experiment)
    #expect(plan.trainings.count == 6)
    #expect(plan.runs[0][1].map { $0.map(\.configuration.seed) } == [[1, 3, 5], [2, 4, 6]])
    let result = try experiment.result().corpora[0]
    #expect(result.variants[1].cost.parameters == 3 * result.variants[0].cost.parameters)
    #expect(result.variants[0].runs[0].logLoss != result.variants[1].runs[0].logLoss)
  }

  @Test func aVariantIsWidenedToAnothersParameters() throws {
    var wide = smallVariant("wide")
    wide.matchedVariant = "attention"
    let experiment = try Experiment(
      [wide, smallVariant("attention", attentionKernel)], on: [givenTest(runs: 1)], seed: 1)
    let networks = try experiment.configurations(classes: 3).map(\.network)
    #expect(networks[0].filters > 8 && networks[1].filters == 8)
    #expect(networks[0].parameterCount(classes: 3) >= networks[1].parameterCount(classes: 3))
    var narrower = networks[0]
    narrower.filters -= 1
    #expect(narrower.parameterCount(classes: 3) < networks[1].parameterCount(classes: 3))
  }

  /// They are the trained model of attention, looked at otherwise: nothing more is trained.
  @Test func shuffledWeightsAreOfTheTrainedModel() throws {
    var shuffled = smallVariant("shuffled", attentionKernel)
    shuffled.measure = .shuffledWeights
    let experiment = try Experiment(
      [smallVariant("attention", attentionKernel), shuffled], on: [givenTest(runs: 2)], seed: 1)
    let trainings = try ExperimentPlan(experiment).trainings
    #expect(trainings.count == 2)
    #expect(trainings.map(\.needs) == [[.shuffledWeights, .attention], .shuffledWeights])
    let store = try RunStore()
    // Runs that know nothing of shuffled weights are not enough.
    try Experiment(
      [smallVariant("attention", attentionKernel), smallVariant("static")], on: [givenTest(runs: 2)], seed: 1
    ).run(keepingIn: store, threads: 1)
    let trained = try experiment.run(keepingIn: store, threads: 1)
    #expect(trained.count == 2)
    let variants = try experiment.report(from: store, in: nowhere).corpora[0].variants
    #expect(variants[0].runs.map(\.logLoss) != variants[1].runs.map(\.logLoss))
    #expect(variants[0].runs.map(\.epochs) == variants[1].runs.map(\.epochs))
    let attention = try #require(variants[0].attention)
    #expect(
      attention.widths.map(\.width) == [2, 3] && attention.widths.allSatisfy { $0.meanWeights.count == 2 })
    #expect(!attention.words.isEmpty && variants[1].attention == nil)
    #expect(try experiment.run(keepingIn: store, threads: 1).isEmpty)
  }

  @Test func documentsWithALabelThatTrainingLacksAreWrong() throws {
    var test = easyTest
    for index in 0..<10 {
      test.documents[index] = LabeledText(label: "foreign", text: test.documents[index].text)
    }
    let odd = ExperimentCorpus(name: "odd", training: easyTraining, test: test, design: .givenTest(runs: 1))
    let variant = try Experiment(
      [smallVariant("a"), smallVariant("b", filters: 9)], on: [odd], seed: 1
    ).result().corpora[0].variants[0]
    #expect(variant.runs[0].accuracy <= 0.75)
    #expect(variant.confusion.count == 3 && variant.confusion.reduce(0) { $0 + $1.reduce(0, +) } == 30)
  }

  @Test func aDevCorpusChoosesTheEpoch() throws {
    let dev = easyCorpus(30, seed: 9, name: "dev.tsv")
    let variants = [smallVariant("a"), smallVariant("b", filters: 9)]
    let chosen = ExperimentCorpus(
      name: "easy", training: easyTraining, dev: dev, test: easyTest, design: .givenTest(runs: 1))
    let result = try Experiment(variants, on: [chosen], seed: 1).result().corpora[0]
    #expect(result.devDocuments == 30 && result.trainDocuments == 60)
    // All documents are learned from now, so that other weights come out.
    let without = try Experiment(variants, on: [givenTest(runs: 1)], seed: 1).result().corpora[0]
    #expect(result.variants[0].runs[0].logLoss != without.variants[0].runs[0].logLoss)
  }

  @Test func anEnsembleIsOnlyReadWhereAllItsMembersAre() throws {
    var three = smallVariant("three")
    three.ensemble.members = 3
    let store = try RunStore()
    let corpora = [givenTest(runs: 1)]
    _ = try Experiment([smallVariant("one"), smallVariant("b", filters: 9)], on: corpora, seed: 1).result(
      store: store)
    let first = try Experiment([smallVariant("one"), three], on: corpora, seed: 1).result(store: store)
    #expect(first.corpora[0].variants.map { $0.runs[0].wasStored } == [true, false])
    let again = try Experiment([smallVariant("one"), three], on: corpora, seed: 1).result(store: store)
    #expect(again.corpora[0].variants.map { $0.runs[0].wasStored } == [true, true])
  }

  @Test func aCorpusThatIsTooSmallIsNamed() throws {
    let tiny = ExperimentCorpus(
      name: "tiny", training: corpus("tiny.tsv", [("a", "x"), ("b", "y"), ("a", "z")]),
      design: .folds(count: 5, repeats: 1))
    let large = ExperimentCorpus(name: "easy", training: easyTraining, design: .folds(count: 5, repeats: 1))
    let error = #expect(throws: ExperimentError.self) {
      try Experiment([smallVariant("a"), smallVariant("b", filters: 9)], on: [large, tiny], seed: 1).result()
    }
    #expect(error?.description.hasPrefix("tiny.tsv: ") == true)
  }

  @Test func aTrainingThatDivergesIsNamed() throws {
    var wild = smallVariant("wild")
    wild.configuration.optimizer = OptimizerConfiguration(.sgd, learningRate: 1e30)
    let error = #expect(throws: ExperimentError.self) {
      try Experiment([smallVariant("tame"), wild], on: [givenTest(runs: 1)], seed: 1).result()
    }
    #expect(
      error?.description.hasPrefix("variant \"wild\", run 1: the loss is not finite in epoch 1") == true)
  }

  @Test func whatMakesNoSenseIsRefused() {
    func make(_ variants: [Variant], runs: Int = 1) throws -> Experiment {
      try Experiment(variants, on: [givenTest(runs: runs)], seed: 1)
    }
    let (a, b) = (smallVariant("a"), smallVariant("b", attentionKernel))
    #expect(throws: ExperimentError.tooFewVariants) { try make([a]) }
    #expect(throws: ExperimentError.noRuns) { try make([a, b], runs: 0) }
    #expect(throws: ExperimentError.equalNames("a")) { try make([a, a]) }
    var (wide, shuffled, bagged, many) = (a, a, b, b)
    wide.matchedVariant = "c"
    shuffled.measure = .shuffledWeights
    bagged.ensemble = EnsembleConfiguration(members: 2, variation: .bagging)
    #expect(throws: ExperimentError.unknownVariant("c", by: "a")) { try make([wide, b]) }
    #expect(throws: ExperimentError.noAttentionToShuffle("a")) { try make([shuffled, b]) }
    #expect(throws: ExperimentError.bagging("b")) { try make([a, bagged]) }
    many.matchedVariant = "a"
    #expect(throws: ExperimentError.notWidenable("b")) { try make([a, many]) }
    var bad = b
    bad.configuration.network.kernel.heads = 99
    #expect(throws: ConfigurationError("there are 99 heads for 8 filters; a head needs at least one filter"))
    {
      try make([a, bad])
    }
  }
}
