import ArgumentParser
import Foundation
import ModelSerialization
import ModelTraining
import TextClassification
import TextCorpus

/// Writes a start and the first steps from it, for another program to take the same steps.
struct TwinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "twin")

  @OptionGroup var setup: TrainingSetup
  @Option(help: "The folder that gets start.safetensors and steps.json.") var output: String
  @Option var steps = 20

  private struct Steps: Encodable {
    struct Step: Encodable {
      var documents: [Int]
      var mask: String
      var loss: Double
    }
    var dropout: Float
    var learningRate: Float
    var documents: [[Int32]]
    var labels: [Int32]
    var steps: [Step]
  }

  func run() throws {
    let (text, vocabulary, labels, network) = try setup.make()
    let configuration = setup.configuration
    let folder = URL(filePath: output)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try ModelFile.write(
      TextClassifier(
        tokenizer: configuration.tokenizer, vocabulary: vocabulary, labels: labels, network: network),
      to: folder.appending(path: "start.safetensors").path)
    var run = TrainingRun(configuration, network, DocumentSelection(text), threads: 1)
    var taken: [Steps.Step] = []
    // Documents from all over the corpus, which may be sorted by label.
    let size = configuration.batchSize
    let distance = max(1, text.count / size)
    for step in 0..<steps {
      let documents = (0..<size).map { ($0 * distance + step) % text.count }
      let loss = try run.step(documents.map { Int32($0) }[...])
      taken.append(
        .init(documents: documents, mask: run.mask.map(String.init).joined(), loss: loss))
    }
    let content = Steps(
      dropout: configuration.dropout, learningRate: configuration.optimizer.learningRate,
      documents: (0..<text.count).map { Array(text[$0]) }, labels: text.labels, steps: taken)
    try JSONEncoder().encode(content).write(to: folder.appending(path: "steps.json"), options: .atomic)
  }
}
