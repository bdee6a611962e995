import ArgumentParser
import ConvolutionModel
import Foundation
import ModelSerialization
import ModelTraining
import TextClassification
import TextCorpus

/// `textcnn train CORPUS --output MODEL`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a classifier on a corpus and write it to a file.",
    discussion: """
      Example:
        textcnn train questions.tsv --output questions.safetensors --kernel attention --dev dev.tsv

      Without --dev a tenth of the corpus, stratified, chooses the epoch whose model is kept.
      The same corpus, options and seed give the same file, byte for byte, with any number of threads.
      """)

  @Argument(help: "The corpus to learn from.")
  var corpus: String

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the model goes.", valueName: "MODEL"))
  var output: String

  @Option(help: ArgumentHelp("A corpus that chooses the epoch.", valueName: "FILE"))
  var dev: String?

  @Option(help: ArgumentHelp("Write a JSON line for each epoch.", valueName: "FILE"))
  var log: String?

  @OptionGroup var kernel: KernelKindOption
  @OptionGroup var options: TrainingOptions
  @OptionGroup var corpora: CorpusOptions

  func run() throws {
    let (configuration, source) = try options.configuration(kernel: kernel.kernel)
    try ModelFile.checkWritable(output)
    let training = try corpora.read(corpus)
    let devCorpus = try dev.map { try corpora.read($0) }
    let log = try log.map { try EpochLog(path: $0) }
    var printer = TrainingProgressPrinter(epochs: configuration.epochs)
    var failure: (any Error)?
    let result = try Trainer(configuration, threads: options.threads.count).train(
      on: training, dev: devCorpus, vectors: source
    ) { event in
      printer.report(event)
      if case .epoch(let record) = event {
        do { try log?.write(record) } catch { failure = failure ?? error }
      }
    }
    if let failure { throw failure }
    if let coverage = result.coverage { print(CoverageText.line(coverage)) }
    let classifier = result.classifier.describing(
      try Provenance(configuration, corpus: training, dev: devCorpus, result: result).entries)
    try ModelFile.write(classifier, to: output)
    print(summary(of: result, documents: training.documents.count))
  }

  private func summary(of result: TrainingResult, documents: Int) -> String {
    let best = result.bestEpoch
    var text =
      "\(output): \(result.classifier.labels.count) labels, \(Numbers.count(result.classifier.parameterCount)) "
      + "parameters, \(result.epochs.count) epochs in \(Numbers.duration(result.trainingSeconds)) "
      + "(\(Numbers.count(Int(result.documentsPerSecond))) documents/s)"
    if let accuracy = best.devAccuracy {
      text += ", best epoch \(best.epoch): dev accuracy \(Numbers.percent(accuracy)) %"
    }
    return text
  }
}
