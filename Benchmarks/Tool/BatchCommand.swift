import ArgumentParser
import ModelSerialization
import TextClassification
import TextCorpus

/// Texts to labels in process, so many at a time, again and again.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "batch")

  @Argument var model: String
  @Argument(help: "A text a line.") var texts: String
  @Option var batch = 50
  @Option var threads = 1
  @Option(help: "How long to measure.") var seconds = 3.0
  @Flag var halfRows = false

  func run() throws {
    let predictor = Predictor(
      try ModelFile.read(model), threads: threads, memory: .init(keepsHalfRows: halfRows))
    let lines = try Self.lines(texts)
    let clock = ContinuousClock()
    var labels = 0
    func pass() {
      for first in stride(from: 0, to: lines.count, by: batch) {
        for line in lines[first..<min(lines.count, first + batch)] { predictor.enqueue(line.span) }
        let probabilities = predictor.takeProbabilities()
        let classes = predictor.classifier.labels.count
        for start in stride(from: 0, to: probabilities.count, by: classes) {
          labels += mostProbable(probabilities[start..<start + classes])
        }
      }
    }
    // Once for the words to be met, as a server has met them.
    pass()
    let start = clock.now
    var passes = 0
    while clock.now - start < .seconds(seconds) {
      pass()
      passes += 1
    }
    let time = (clock.now - start).inSeconds
    try BenchmarkCommand.print([
      "documentsPerSecond": Double(passes * lines.count) / time, "labelSum": Double(labels),
    ])
  }

  static func lines(_ path: String) throws -> [[UInt8]] {
    var reader = try LineReader(path: path)
    var lines: [[UInt8]] = []
    while try reader.advance() {
      lines.append(reader.withLine { line in line.withUnsafeBufferPointer { Array($0) } })
    }
    return lines
  }
}
