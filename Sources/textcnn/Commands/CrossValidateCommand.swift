import ArgumentParser
import ModelEvaluation
import ModelTraining

/// `textcnn crossvalidate CORPUS --folds 10`.
struct CrossValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crossvalidate",
    abstract: "Train and test on every fold of a corpus in turn.",
    discussion: """
      Example:
        textcnn crossvalidate movie-reviews.tsv --folds 10 --preset kim2014

      Folds are stratified and shuffled by --seed; each fold takes its dev part from its own training documents.
      """)

  @Argument(help: "The corpus.")
  var corpus: String

  @Option(help: "How many parts, each tested once.")
  var folds = 10

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var kernel: KernelKindOption
  @OptionGroup var options: TrainingOptions
  @OptionGroup var corpora: CorpusOptions

  func validate() throws {
    if folds < 2 { throw ValidationError("there are \(folds) folds; use at least 2") }
  }

  func run() throws {
    let (configuration, source) = try options.configuration(kernel: kernel.kernel)
    let validation = CrossValidation(configuration, folds: folds, threads: options.threads.count)
    let report = try validation.run(on: try corpora.read(corpus), vectors: source) { fold, accuracy in
      StandardError.line("fold \(fold) of \(folds): \(Numbers.percent(accuracy)) %")
    }
    if json {
      try printJSON(report)
    } else {
      print(ReportText.text(of: report.pooled))
      print(
        "\(folds)-fold accuracy \(Numbers.percent(report.accuracy.mean)) ± "
          + "\(Numbers.percent(report.accuracy.standardDeviation)) %, trained in "
          + Numbers.duration(report.trainingSeconds))
    }
  }
}
