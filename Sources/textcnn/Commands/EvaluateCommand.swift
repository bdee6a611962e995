import ArgumentParser
import ModelEvaluation
import ModelSerialization
import TextClassification

/// `textcnn evaluate MODEL CORPUS…`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a model on held-out corpora.",
    discussion: """
      Example:
        textcnn evaluate questions.safetensors test.tsv
        textcnn evaluate questions.safetensors test.tsv other.tsv --json

      With --json one object a corpus, each on a line of its own. A label that the
      model does not know counts as wrong.
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: ArgumentHelp("The corpora.", valueName: "corpus"), completion: .file())
  var corpus: [String]

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var corpora: CorpusOptions

  func run() throws {
    let predictor = Predictor(try ModelFile.read(model), threads: threads.count)
    for path in corpus {
      let heldOut = try corpora.readHeldOut(path, known: predictor.classifier.labels, owner: model)
      let report = Evaluator().evaluate(predictor, on: heldOut)
      if json {
        try StandardOutput.json(report, isPretty: false)
      } else {
        try StandardOutput.line(ReportText.text(of: report))
      }
    }
  }
}
