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

      With --json one object a corpus, each on a line of its own.
      """)

  @Argument(help: "The model.")
  var model: String

  @Argument(help: ArgumentHelp("The corpora.", valueName: "corpus"))
  var corpus: [String]

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var corpora: CorpusOptions

  func run() throws {
    let predictor = Predictor(try ModelFile.read(model), threads: threads.count)
    for path in corpus {
      let report = Evaluator().evaluate(predictor, on: try corpora.read(path))
      if json {
        try printJSON(report, pretty: false)
      } else {
        print(ReportText.text(of: report))
      }
    }
  }
}
