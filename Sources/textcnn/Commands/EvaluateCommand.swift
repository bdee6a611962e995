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
        textcnn evaluate questions.safetensors test.tsv --reliability

      With --json one object a corpus, each on a line of its own. A label that the
      model does not know counts as wrong. ECE, the expected calibration error, is
      how far the probability of the predicted label is from the share of documents
      that it is right for, in 15 bins; the Brier score is the mean square error of
      all probabilities. For both, and for the log loss, lower is better. Of an
      ensemble the members are scored alone, too, so that what they gain together
      can be seen.
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: ArgumentHelp("The corpora.", valueName: "corpus"), completion: .file())
  var corpus: [String]

  @Flag(help: "Also print how right each range of probabilities is.")
  var reliability = false

  @Flag(help: "Print JSON, with everything in it.")
  var json = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var corpora: CorpusOptions

  func run() throws {
    if json, reliability {
      StandardError.line("note: --reliability changes nothing with --json, which has its table")
    }
    let predictor = Predictor(try ModelFile.read(model), threads: threads.count)
    for path in corpus {
      let heldOut = try corpora.readHeldOut(path, known: predictor.classifier.labels, owner: model)
      let report = EnsembleReport(
        whole: Evaluator().evaluate(predictor, on: heldOut),
        members: predictor.members.map { Evaluator().evaluate($0, on: heldOut) })
      if json {
        try StandardOutput.json(report, isPretty: false)
      } else {
        try StandardOutput.line(ReportText.text(of: report.whole, showsReliability: reliability))
        if !report.members.isEmpty { try StandardOutput.line(EnsembleText.text(of: report)) }
      }
    }
  }
}
