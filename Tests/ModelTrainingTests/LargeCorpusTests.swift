import ConvolutionModel
import Foundation
import ModelEvaluation
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@testable import ModelTraining

/// Training from a file gives what training from memory gives.
@Suite struct LargeCorpusTests {
  /// Nothing stays in memory.
  private static let file = TextMemory(bytes: 1, folder: FileManager.default.temporaryDirectory.path)

  private static func severalLabels(_ corpus: Corpus) -> Corpus {
    var several = corpus
    for index in several.documents.indices {
      let label = several.documents[index].label
      several.documents[index].labels = index % 4 == 0 ? [] : index % 4 == 1 ? [label, "odd"] : [label]
    }
    return several
  }

  enum Case: CaseIterable {
    case plain, dev, withoutDev, rareWords, balanced, wordDropout, calibrated, severalLabels
    case severalLabelsWithDev, subwords, subwordsWithDev

    var isMultiLabel: Bool { self == .severalLabels || self == .severalLabelsWithDev }
    var hasDev: Bool { self == .dev || self == .severalLabelsWithDev || self == .subwordsWithDev }

    var configuration: TrainingConfiguration {
      var configuration = smallConfiguration()
      configuration.epochs = 3
      switch self {
      case .plain, .dev: break
      case .withoutDev: configuration.devFraction = 0
      case .rareWords:
        configuration.minimumCount = 2
        configuration.maximumWords = 30
      case .balanced, .severalLabels:
        configuration.classWeights = .balanced
      case .wordDropout: configuration.wordDropout = 0.2
      case .calibrated: configuration.calibrates = true
      case .severalLabelsWithDev: break
      case .subwords, .subwordsWithDev:
        configuration.minimumCount = 2
        configuration.subwords = SubwordConfiguration()
      }
      configuration.isMultiLabel = isMultiLabel
      return configuration
    }
  }

  @Test(arguments: Case.allCases, [1, 3]) func theSameBits(_ kind: Case, threads: Int) throws {
    var text = easyCorpus(150, seed: 3)
    var dev = easyCorpus(40, seed: 4, name: "dev.tsv")
    if kind.isMultiLabel { (text, dev) = (Self.severalLabels(text), Self.severalLabels(dev)) }
    var records: [TextRecord] = []
    func train(_ memory: TextMemory, threads: Int) throws -> TrainingResult {
      try Trainer(kind.configuration, threads: threads).train(
        on: DocumentSource(text), dev: kind.hasDev ? DocumentSource(dev) : nil, memory: memory
      ) { if case .text(let record) = $0 { records.append(record) } }
    }
    let expected = try train(.unbounded, threads: 2)
    let found = try train(Self.file, threads: threads)
    #expect(found.classifier.network == expected.classifier.network)
    #expect(found.classifier.vocabulary == expected.classifier.vocabulary)
    #expect(found.classifier.labels == expected.classifier.labels)
    #expect(found.classifier.multiLabel == expected.classifier.multiLabel)
    #expect(found.calibration == expected.calibration)
    #expect(found.devDocumentCount == expected.devDocumentCount)
    #expect(found.epochs.map(\.devLogLoss) == expected.epochs.map(\.devLogLoss))
    #expect(found.epochs.map(\.trainLoss) == expected.epochs.map(\.trainLoss))
    if kind == .rareWords { #expect(found.classifier.vocabulary.count == 31) }

    try #require(records.count == 2)
    #expect(records[0].fileBytes == nil && records[0].folder == nil)
    #expect(records[1].fileBytes == 4 * (records[1].tokens + 150))
    #expect(records.allSatisfy { $0.documents == 150 && $0.words == found.classifier.vocabulary.count })
    #expect(records[0].tokens == records[1].tokens && records[1].forgotten.times == 0)
  }

  @Test(arguments: EnsembleConfiguration.Variation.allCases)
  func ensemblesToo(_ variation: EnsembleConfiguration.Variation) throws {
    func train(_ memory: TextMemory) throws -> EnsembleResult {
      var configuration = smallConfiguration()
      configuration.epochs = 2
      configuration.classWeights = .balanced
      return try EnsembleTrainer(
        configuration, ensemble: EnsembleConfiguration(members: 2, variation: variation), threads: 2
      ).train(on: DocumentSource(easyCorpus(100, seed: 1)), memory: memory)
    }
    let expected = try train(.unbounded)
    let found = try train(Self.file)
    #expect(found.classifier.networks == expected.classifier.networks)
    #expect(found.devLogLoss == expected.devLogLoss)
    #expect(found.documentCount == 100)
  }

  @Test func nothingIsLeftOnTheWay() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var seen = 0
    _ = try Trainer(smallConfiguration(), threads: 1).train(
      on: DocumentSource(twentyTexts), memory: TextMemory(bytes: 1, folder: folder.path)
    ) { _ in
      seen += 1
      #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.isEmpty == true)
    }
    #expect(seen > 4)
  }

  @Test func aFolderThatIsNotThere() {
    let memory = TextMemory(bytes: 1, folder: "/no/such/folder")
    #expect(throws: TemporaryFileError.self) {
      try Trainer(smallConfiguration(), threads: 1).train(on: DocumentSource(twentyTexts), memory: memory)
    }
  }

  @Test func labelsThatDoNotFit() {
    let trainer = Trainer(smallConfiguration(), threads: 1)
    var texts = twentyTexts
    texts.documents[3].labels = ["food", "sport"]
    #expect(throws: CorpusError.labelCount(file: "twenty.tsv", count: 2, document: 3)) {
      try trainer.train(on: DocumentSource(texts), memory: Self.file)
    }
    #expect(throws: CorpusError.labelCount(file: "twenty.tsv", count: 2, document: 3)) {
      try trainer.train(on: DocumentSource(twentyTexts), dev: DocumentSource(texts), memory: Self.file)
    }
    #expect(throws: CorpusError.noDocuments(file: "none.tsv", skippedLines: 0)) {
      try trainer.train(on: DocumentSource(corpus("none.tsv", [])), memory: Self.file)
    }
  }
}

/// Evaluation of documents that come one at a time.
@Suite struct HeldOutScoresTests {
  /// Against a report made of arrays: labels that the model lacks come in no order, and more documents than a block has.
  @Test func unknownLabelsAreSortedBehindTheOthers() throws {
    var configuration = smallConfiguration()
    configuration.epochs = 2
    configuration.calibrates = true
    let classifier = try Trainer(configuration, threads: 2).train(on: easyCorpus(150, seed: 3)).classifier
    var held = easyCorpus(5000, seed: 9, name: "held.tsv")
    for (index, label) in [(7, "zebra"), (11, "apple"), (4500, "zebra"), (4800, "mango")] {
      held.documents[index].label = label
    }
    let predictor = Predictor(classifier, threads: 2)
    let scores = try Evaluator().evaluate([predictor], on: DocumentSource(held))
    #expect(scores.reports == [Evaluator().evaluate(predictor, on: held)])
    #expect(scores.unknown.documents == 4 && scores.unknown.first == "zebra")

    let labels = classifier.labels.labels + ["apple", "mango", "zebra"]
    let predictions = predictor.predictions(for: held.documents.map(\.text))
    let truth = held.documents.map { labels.firstIndex(of: $0.label)! }
    let expected = ClassificationReport(
      corpus: "held.tsv", labels: labels, truth: truth, predicted: predictions.map(\.classIndex),
      truthProbabilities: zip(truth, predictions).map {
        $0 < classifier.labels.count ? $1.probabilities[$0] : 0
      })
    let report = scores.reports[0]
    #expect(report.confusion == expected.confusion)
    #expect(report.logLoss == expected.logLoss)
    #expect(report.labels == expected.labels)
  }

  @Test func unknownLabelsAmongSeveral() throws {
    var configuration = smallConfiguration()
    configuration.isMultiLabel = true
    configuration.epochs = 2
    let classifier = try Trainer(configuration, threads: 1).train(on: easyCorpus(150, seed: 3)).classifier
    var held = easyCorpus(60, seed: 9, name: "held.tsv")
    held.documents[50].labels = ["zebra", "label0"]
    held.documents[51].labels = ["apple"]
    held.documents[52].labels = []
    let predictor = Predictor(classifier)
    let scores = try Evaluator().evaluateMultiLabel(predictor, on: DocumentSource(held))
    let report = scores.reports[0]
    #expect(report == Evaluator().evaluateMultiLabel(predictor, on: held))
    #expect(report.labels.map(\.label) == ["label0", "label1", "label2", "apple", "zebra"])
    #expect(report.labels.map(\.support).suffix(2) == [1, 1])
    #expect(scores.unknown.documents == 2 && scores.unknown.first == "zebra")
  }

  @Test func documentsOfSeveralLabelsAreRefused() throws {
    let classifier = try Trainer(smallConfiguration(), threads: 1).train(on: twentyTexts).classifier
    var texts = twentyTexts
    texts.documents[2].labels = []
    #expect(throws: CorpusError.labelCount(file: "twenty.tsv", count: 0, document: 2)) {
      try Evaluator().evaluate([Predictor(classifier)], on: DocumentSource(texts))
    }
  }
}
