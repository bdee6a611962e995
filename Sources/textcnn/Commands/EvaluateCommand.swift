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

      Corpora are read with several labels a document where the model was trained so.
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: ArgumentHelp("The corpora.", valueName: "corpus"), completion: .file())
  var corpus: [String]

  @Flag(help: "Also print how right each range of probabilities is.")
  var reliability = false

  @Flag(help: "Print JSON, with everything in it.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "With several labels a document: tell precision and recall of so many most probable labels. Default: "
        + "\(Evaluator.usualRanks.map { String($0) }.joined(separator: ",")).",
      valueName: "numbers"),
    transform: NumberList.init(parsing:))
  var at: NumberList?

  @Option(
    help: ArgumentHelp(
      "With several labels a document: what stands between them, where it is not what did in training.",
      valueName: "text"))
  var labelSeparator: String?

  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var corpora: CorpusOptions

  func validate() throws {
    try LabelOptions.check(labelSeparator)
    if let number = at?.numbers.first(where: { $0 < 1 }) {
      throw ValidationError("--at is \(number); use numbers from 1 on")
    }
  }

  func run() throws {
    let classifier = threshold.apply(to: try ModelFile.read(model))
    let predictor = Predictor(classifier, threads: threads.count)
    tellIdleOptions(classifier)
    let separator = classifier.multiLabel.map { labelSeparator ?? $0.separator }
    for path in corpus {
      let source = corpora.source(path, labelSeparator: separator)
      if classifier.multiLabel != nil {
        let scores = try Evaluator().evaluateMultiLabel(
          predictor, on: source, ranks: at?.numbers ?? Evaluator.usualRanks)
        let report = scores.reports[0]
        tell(scores.unknown, of: path)
        try write(report, text: MultiLabelReportText.text(of: report))
      } else {
        let scores = try Evaluator().evaluate([predictor] + predictor.members, on: source)
        let report = EnsembleReport(whole: scores.reports[0], members: Array(scores.reports.dropFirst()))
        tell(scores.unknown, of: path)
        let members = report.members.isEmpty ? "" : "\n" + EnsembleText.text(of: report)
        try write(report, text: ReportText.text(of: report.whole, showsReliability: reliability) + members)
      }
    }
  }

  private func tell(_ unknown: UnknownLabels, of path: String) {
    CorpusOptions.tellUnknownLabel(unknown.first, count: unknown.documents, of: path, owner: model)
  }

  private func write(_ report: some Encodable, text: @autoclosure () -> String) throws {
    if json {
      try StandardOutput.json(report, isPretty: false)
    } else {
      try StandardOutput.line(text())
    }
  }

  private func tellIdleOptions(_ classifier: TextClassifier) {
    guard classifier.multiLabel == nil else {
      if reliability {
        StandardError.line("note: --reliability changes nothing with a model of several labels a document")
      }
      return
    }
    if json, reliability {
      StandardError.line("note: --reliability changes nothing with --json, which has its table")
    }
    for (name, isGiven) in [("--at", at != nil), ("--label-separator", labelSeparator != nil)] where isGiven {
      StandardError.line("note: \(name) changes nothing but with a model of several labels a document")
    }
  }
}
