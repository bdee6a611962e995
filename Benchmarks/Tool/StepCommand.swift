import ArgumentParser
import ConvolutionModel
import ModelTraining
import TensorMath
import TextCorpus

/// How long a training step takes, and how much of it is the forward projection, which no step can do without.
struct StepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "step")

  @OptionGroup var setup: TrainingSetup
  @Option var threads = 1
  @Option(help: "Epochs that count, after one that does not.") var epochs = 3

  func run() throws {
    let (text, _, _, network) = try setup.make()
    let configuration = setup.configuration
    var run = TrainingRun(configuration, network, DocumentSelection(text), threads: threads)
    _ = try run.runEpoch(1) { _ in }
    var records: [EpochRecord] = []
    for epoch in 2...epochs + 1 { records.append(try run.runEpoch(epoch) { _ in }) }
    let seconds = records.map(\.seconds).sorted()[records.count / 2]
    let batches = stride(from: 0, to: text.count, by: configuration.batchSize)

    // The same corpus once more, in order of a stride that mixes labels and lengths, projections alone.
    let pass = TrainingPass(network.layout, pool: WorkerPool(threads: threads))
    var batch = Batch(vocabularyCount: network.vocabularyCount)
    var product = Duration.zero
    var words = 0
    var count = 0
    let steps = (text.count + configuration.batchSize - 1) / configuration.batchSize
    for first in 0..<steps {
      batch.removeAll()
      for document in stride(from: first, to: text.count, by: steps) {
        batch.append(text[document], label: text.labels[document])
      }
      product += pass.projectAlone(run.network, batch)
      words += batch.words.count
      count += 1
    }
    try BenchmarkCommand.print([
      "documentsPerSecond": Double(text.count) / seconds, "meanDistinctWords": Double(words) / Double(count),
      "gemmSeconds": product.inSeconds / Double(count),
      "stepSeconds": seconds / Double(batches.underestimatedCount),
    ])
  }
}
