import ConvolutionModel
import Foundation
import ModelTraining
import TestSupport
import Testing
import TextCorpus

@Suite struct CrossValidationTests {
  private func run(_ folds: Int, on corpus: Corpus, seed: UInt64 = 1, threads: Int = 1) throws
    -> CrossValidation.Report
  {
    var configuration = smallConfiguration()
    configuration.epochs = 3
    configuration.seed = seed
    return try CrossValidation(configuration, folds: folds, threads: threads).run(on: corpus)
  }

  @Test func everyDocumentIsTestedOnce() throws {
    let texts = easyCorpus(64, seed: 2)
    var heard: [(Int, Double)] = []
    var configuration = smallConfiguration()
    configuration.epochs = 12
    let report = try CrossValidation(configuration, folds: 5, threads: 1).run(
      on: texts, finished: { heard.append(($0, $1)) })
    #expect(report.corpus == "easy.tsv" && report.documents == 64 && report.folds == 5)
    #expect(heard.map(\.0) == [1, 2, 3, 4, 5])
    #expect(heard.map(\.1) == report.accuracies)
    #expect(report.accuracy.scores == report.accuracies)
    #expect(report.bestEpochs.count == 5 && report.bestEpochs.allSatisfy { (1...12).contains($0) })
    #expect(report.trainingSeconds > 0)
    // The pooled table has each document in its own row.
    let counts = report.pooled.labels.map(\.support)
    #expect(counts == [22, 21, 21])
    #expect(report.pooled.documents == 64)
    // Folds of 13, 13, 13, 13 and 12: their right answers add up to the table's.
    let sizes = [13, 13, 13, 13, 12]
    let right = zip(report.accuracies, sizes).reduce(0.0) { $0 + $1.0 * Double($1.1) }
    #expect(abs(right - Double(report.pooled.confusion.correct)) < 1e-9)
    #expect(report.pooled.accuracy ?? 0 > 0.6)
  }

  @Test func aSeedGivesOneReport() throws {
    let texts = easyCorpus(40, seed: 3)
    let first = try run(4, on: texts)
    let second = try run(4, on: texts, threads: 2)
    #expect(first.accuracies == second.accuracies && first.pooled == second.pooled)
    #expect(try run(4, on: texts, seed: 9).pooled.logLoss != first.pooled.logLoss)
  }

  @Test func foldsMustFitTheDocuments() {
    for folds in [1, 21] {
      let error = #expect(throws: CorpusError.self) { try run(folds, on: twentyTexts) }
      #expect(error?.description == "\(folds) folds of 20 documents cannot be; take 2 to 20")
    }
  }

  @Test func theReportIsWrittenAsJSON() throws {
    let data = try JSONEncoder().encode(try run(2, on: easyCorpus(24, seed: 3)))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "corpus", "documents", "folds", "accuracies", "accuracy", "bestEpochs", "trainingSeconds", "pooled",
      ])
  }
}
