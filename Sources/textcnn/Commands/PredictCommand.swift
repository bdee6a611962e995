import ArgumentParser
import Foundation
import ModelSerialization
import TextClassification
import TextCorpus

/// `textcnn predict MODEL [FILE|-]`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Label texts, one a line.",
    discussion: """
      Example:
        echo "When was the telephone invented ?" | textcnn predict questions.safetensors --top 3 --probabilities

      A line in, a line out, in order. With --top the labels of a line are separated by tabs, with --probabilities
      each is followed by its probability.
      """)

  @Argument(help: "The model.")
  var model: String

  @Argument(help: "Texts, one a line; - or nothing: standard input.")
  var file = "-"

  @Option(help: ArgumentHelp("How many labels, the most probable first.", valueName: "K"))
  var top = 1

  @Flag(help: "Print the probability of each label.")
  var probabilities = false

  @Flag(help: "Print a JSON object a line.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top is \(top); use at least 1") }
  }

  func run() throws {
    let predictor = Predictor(try ModelFile.read(model), threads: threads.count)
    var lines =
      file == "-" ? LineReader(descriptor: 0, name: "standard input") : try LineReader(path: file)
    // A person gets an answer a line; a file goes through in blocks.
    let blockSize = file == "-" && isatty(0) == 1 ? 1 : 1024
    var output = PredictionOutput(top: top, probabilities: probabilities, json: json)
    while try lines.advance() {
      lines.withLine { predictor.enqueue($0) }
      if predictor.queuedCount == blockSize || !lines.hasLineAtHand {
        try output.write(predictor.takePredictions())
      }
    }
    try output.write(predictor.takePredictions())
  }
}
