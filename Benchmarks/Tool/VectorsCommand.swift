import ArgumentParser
import TensorMath
import TextCorpus
import VectorTraining

/// Word vectors learned from a file whose words have blanks between, timed without reading and counting it.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "vectors")

  @Argument var file: String
  @Option var dimension = 100
  @Option var epochs = 1
  @Option var threads = 1
  @Flag var subwords = false

  func run() throws {
    var reader = try LineReader(path: file)
    var documents: [LabeledText] = []
    while try reader.advance() {
      reader.withLine { line in
        documents.append(
          LabeledText(labels: [], text: line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }))
      }
    }
    let clock = ContinuousClock()
    var start = clock.now
    var tokens = 0
    var words = 0
    var loss = 0.0
    let configuration = VectorTrainingConfiguration(
      dimension: dimension, epochs: epochs,
      subwords: subwords ? VectorTrainingConfiguration.usualSubwords : nil)
    let vectors = try VectorTrainer(configuration, threads: threads).train(
      on: Corpus(name: file, documents: documents), tokenizer: .init(kind: .whitespace, isLowercased: false)
    ) { event in
      switch event {
      case .counted(let wordCount, let tokenCount):
        (words, tokens) = (wordCount, tokenCount)
        start = clock.now
      case .epoch(let record): loss = record.loss ?? 0
      case .progress: break
      }
    }
    let seconds = (clock.now - start).inSeconds
    precondition(vectors.words.count == words)
    try BenchmarkCommand.print([
      "seconds": seconds, "wordsPerSecond": Double(tokens * epochs) / seconds, "words": Double(words),
      "tokens": Double(tokens), "loss": loss,
    ])
  }
}
