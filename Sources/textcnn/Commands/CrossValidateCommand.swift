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

      Folds are stratified and shuffled by --seed. Each fold takes the documents that
      choose its epoch from its own training documents.
      """)

  /// How the corpus is divided and the scores are shown.
  struct Design: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "How many parts, each tested once by a model that has not seen it.", valueName: "count"))
    var folds = 10

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      if folds < 2 { throw ValidationError("--folds is \(folds); use at least 2") }
    }
  }

  @Argument(help: "The corpus.", completion: .file())
  var corpus: String

  @OptionGroup(title: "Cross-validation") var design: Design
  @OptionGroup(title: "Network") var kernel: KernelKindOption
  @OptionGroup var options: TrainingOptions
  @OptionGroup var corpora: CorpusOptions
  @OptionGroup var labels: OneLabelOptions

  func validate() throws { try options.check([kernel.kernel]) }

  func run() throws {
    let vectors = try options.vectors.open()
    let configuration = try options.configuration(kernel: kernel.kernel, fitting: vectors)
    let documents = try corpora.readTraining(corpus)
    options.tellIdleOptions(kernels: [kernel.kernel])
    let validation = CrossValidation(configuration, folds: design.folds, threads: options.threads.count)
    var clock = RunClock(total: design.folds)
    let report = try naming(corpus) {
      try validation.run(on: documents, vectors: vectors?.source) { fold, accuracy in
        StandardError.line(
          "fold \(fold) of \(design.folds): \(Numbers.percent(accuracy)) %\(clock.tick())")
      }
    }
    if design.json {
      try StandardOutput.json(report)
    } else {
      try StandardOutput.line(ReportText.text(of: report.pooled))
      try StandardOutput.line(
        "\(design.folds)-fold accuracy \(Numbers.percent(report.accuracy.mean)) ± "
          + "\(Numbers.percent(report.accuracy.standardDeviation)) %, trained in "
          + Numbers.duration(report.trainingSeconds))
    }
  }
}
