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
        textcnn predict questions.safetensors questions.txt
        echo "When was the telephone invented ?" |
          textcnn predict questions.safetensors --top 3 --probabilities

      A line in, a line out, in order. With --top the labels of a line are separated
      by tabs, with --probabilities each is followed by its probability, and with
      --mc-samples by how far those of thinned networks lie apart. A model of
      several labels a document gives those whose probability reaches their
      thresholds, which may be none, and with --top the most probable ones, whether
      or not they do.
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: "Texts, one a line; - is standard input.", completion: .file())
  var file = "-"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many labels, the most probable first. Default: 1, or those that reach their thresholds.",
      valueName: "count"))
  var top: Int?

  @Flag(help: "Print the probability of each label.")
  var probabilities = false

  @Flag(
    help: ArgumentHelp(
      "Print a JSON object a line: label, probability, and labels, the --top of them; with several labels a document "
        + "labels alone, and of each whether it reaches its threshold."))
  var json = false

  @Option(
    help: ArgumentHelp(
      "How characters are written as bytes. Default: found out, usually utf-8.", valueName: "encoding"))
  var encoding: TextEncoding?

  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var thinning: ThinningOptions
  @OptionGroup var memory: MemoryOptions
  @OptionGroup var threads: ThreadOptions

  /// A file goes through in blocks of so many lines: long enough that the threads share them well, short enough that
  /// memory stays small.
  private static let blockSize = 2048

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is \(top); use at least 1") }
  }

  func run() throws {
    let classifier = threshold.apply(to: try ModelFile.read(model))
    let predictor = memory.predictor(
      classifier, threads: threads.count, thinning: try thinning.thinning(of: classifier, named: model))
    if file == "-", isatty(0) == 1 { StandardError.line("type a text a line; Ctrl-D ends") }
    var lines =
      file == "-"
      ? try LineReader(descriptor: 0, name: "standard input", encoding: encoding)
      : try LineReader(path: file, encoding: encoding)
    ReadingTalk.tell(lines.encoding, lines.encodingOrigin, of: file)
    let output = PredictionOutput(top: top, probabilities: probabilities, json: json)
    while try lines.advance() {
      lines.withLine { predictor.enqueue($0) }
      // Whoever types, or writes to a pipe line by line, gets each answer before the next line.
      if predictor.queuedCount == Self.blockSize || !lines.hasLineAtHand {
        try output.write(predictor)
      }
    }
    try output.write(predictor)
    ReadingTalk.tellReplaced(
      predictor.replacedSequenceCount + lines.replacedSequenceCount, lines.encoding, of: lines.name)
  }
}
