import Foundation
import GRDB
import ModelTraining
import Synchronization
import TestSupport
import Testing
import TextCorpus

@testable import Experiments

@Suite final class RunStoreTests {
  private let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appending(
    path: "runs-\(UUID().uuidString)")
  private var path: String { folder.appending(path: "runs.sqlite").path }

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func key(_ seed: UInt64) -> RunKey {
    var configuration = smallConfiguration()
    configuration.seed = seed
    return RunKey(configuration: configuration, corpus: "c", split: nil, dev: nil, test: "t", vectors: nil)
  }

  private let run = FinishedRun(
    labels: ["a", "b"], probabilities: [0.25, 0.75, 1, .leastNonzeroMagnitude],
    shuffledProbabilities: [0.5, 0.5, 0, 1],
    attention: nil,
    epochs: [EpochPoint(epoch: 1, trainLoss: 0.1, devAccuracy: nil, devLogLoss: 1 / 3)], bestEpoch: 1,
    devDocuments: 2, filters: 3,
    parameters: 4, parametersWithoutVectors: 2, trainingSeconds: 0.1, trainingDocumentsPerSecond: 1e9 / 7,
    predictionDocumentsPerSecond: 5, trainingBytes: 6, fileBytes: 7)

  @Test func aRunComesBackAsItWas() throws {
    let store = try RunStore(path: path)
    #expect(try store.run(key(1)) == nil)
    try store.save(run, for: key(1))
    var other = run
    other.shuffledProbabilities = nil
    try store.save(other, for: key(2))
    let again = try RunStore(path: path)
    #expect(try again.run(key(1)) == run && again.run(key(2)) == other)
    #expect(try again.finished(among: (1...3).map { (key($0), []) }) == [key(1), key(2)])
    #expect(try again.finished(among: (1...3).map { (key($0), .shuffledWeights) }) == [key(1)])
    #expect(try again.finished(among: (1...3).map { (key($0), .attention) }).isEmpty)
    #expect(try again.count() == 2)
  }

  /// Whatever is asked for in whatever order, nothing that was found out is lost.
  @Test func aRunThatHasLessTakesNothingAway() throws {
    let store = try RunStore(path: path)
    var (shuffled, looked) = (run, run)
    looked.shuffledProbabilities = nil
    looked.attention = AttentionSummary(widths: [], words: [], windows: [])
    shuffled.attention = nil
    try store.save(shuffled, for: key(1))
    try store.save(looked, for: key(1))
    let both = try #require(try store.run(key(1)))
    #expect(both.shuffledProbabilities == run.shuffledProbabilities && both.attention == looked.attention)
    #expect(try store.finished(among: [(key(1), [.shuffledWeights, .attention])]) == [key(1)])
  }

  @Test func everyPartOfTheKeyCounts() {
    let usual = key(1)
    var keys = [usual, key(2)]
    func add(_ change: (inout RunKey) -> Void) {
      var changed = usual
      change(&changed)
      keys.append(changed)
    }
    add { $0.revision += 1 }
    add { $0.corpus = "d" }
    add { $0.split = "s" }
    add { $0.dev = "t" }
    add { $0.test = nil }
    add { $0.vectors = "v" }
    add { $0.configuration.dropout = 0.25 }
    add { $0.configuration.network.kernel.heads = 5 }
    #expect(Set(keys.map(\.digest)).count == keys.count)
    #expect(usual.digest == key(1).digest && usual.digest.count == 64)
  }

  @Test func corporaAreKnownByWhatTheyHold() {
    var moved = easyTraining
    moved.name = "elsewhere.tsv"
    #expect(moved.digest == easyTraining.digest)
    var changed = easyTraining
    changed.documents[3] = LabeledText(label: changed.documents[3].label, text: "another text")
    #expect(changed.digest != easyTraining.digest)
    // Where a label ends and a text begins counts, too.
    #expect(corpus("x", [("a", "bc")]).digest != corpus("x", [("ab", "c")]).digest)
  }

  @Test func whatIsThereIsNotTrainedAgain() throws {
    let store = try RunStore(path: path)
    let variants = [smallVariant("static"), smallVariant("attention", attentionKernel)]
    let two = try Experiment(variants, on: [givenTest(runs: 2)], seed: 1)
    try two.run(keepingIn: store, threads: 1)
    let three = try Experiment(variants, on: [givenTest(runs: 3)], seed: 1)
    let events = Mutex<(planned: [Int], finished: Int)>(([], 0))
    let trained = try three.run(keepingIn: store, threads: 1) { event in
      events.withLock {
        switch event {
        case .planned(let trainings, let stored, _): $0.planned = [trainings, stored]
        case .finished: $0.finished += 1
        }
      }
    }
    #expect(events.withLock { $0.planned } == [6, 4] && events.withLock { $0.finished } == 2)
    let report = try three.report(from: store, trainedNow: trained, in: nowhere)
    #expect(report.corpora[0].variants.allSatisfy { $0.runs.map(\.wasStored) == [true, true, false] })
    let fresh = try three.result()
    #expect(
      report.corpora[0].variants.map { $0.runs.map(\.logLoss) }
        == fresh.corpora[0].variants.map { $0.runs.map(\.logLoss) })
  }

  @Test func aReportNeedsAllRuns() throws {
    let experiment = try Experiment(
      [smallVariant("a"), smallVariant("b", filters: 9)], on: [givenTest(runs: 1)], seed: 1)
    #expect(throws: ExperimentError.unfinished) { try experiment.report(from: RunStore(), in: nowhere) }
  }

  /// A bad disk keeps no constraints.
  @Test(arguments: ["outcome", "probabilities"])
  func aRunThatLacksAColumnIsDamage(column: String) throws {
    try RunStore(path: path).save(run, for: key(1))
    try DatabaseQueue(path: path).write {
      try $0.execute(
        sql: """
          CREATE TABLE free AS SELECT * FROM run;
          DROP TABLE run;
          ALTER TABLE free RENAME TO run;
          UPDATE run SET \(column) = NULL;
          """)
    }
    #expect(throws: RunStoreError.damaged(path)) { try RunStore(path: path).run(key(1)) }
  }

  @Test func otherFilesAreLeftAlone() throws {
    try Data("label\ttext\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: RunStoreError.notAStore(path, reason: "not an SQLite file")) { try RunStore(path: path) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "label\ttext\n")
    #expect(throws: RunStoreError.notAStore(folder.path, reason: "it is a folder")) {
      try RunStore(path: folder.path)
    }
    let nowhere = folder.appending(path: "missing/runs.sqlite").path
    #expect(throws: RunStoreError.unwritable(nowhere, reason: "its folder does not exist or is read-only")) {
      try RunStore(path: nowhere)
    }
  }
}
