import ArgumentParser
import ModelTraining
import TextCorpus

/// `textcnn compare CORPUS`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compare kernels: train each on the same splits and seeds, and say which is better, if one can tell.",
    discussion: """
      Example:
        textcnn compare questions.tsv --kernels static,attention --runs 10
        textcnn compare questions.tsv --test held-out.tsv \\
          --kernels static,static-wide,attention --json

      static-wide is static with as many more filters as it takes to have at least
      attention's parameters. With --test all runs are judged on that corpus. Without
      it every run holds out another tenth of the corpus, and the interval is
      corrected for the overlap of the training parts (Nadeau and Bengio 2003).
      """)

  /// What is compared, on what, and how often.
  struct Design: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "What to compare, with commas between: \(ComparedKernel.allCases.map(\.rawValue).joined(separator: ", ")). "
          + "Default: \(ComparedKernels.usual).",
        valueName: "kernels"),
      transform: ComparedKernels.init(parsing:))
    var kernels = ComparedKernels.usual

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "How often each is trained, with another seed and, without --test, another split.", valueName: "count"
      ))
    var runs = 10

    @Option(help: ArgumentHelp("A corpus to be judged on.", valueName: "corpus"), completion: .file())
    var test: String?

    @Option(help: ArgumentHelp("A corpus that chooses the epoch.", valueName: "corpus"), completion: .file())
    var dev: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      if runs < 1 { throw ValidationError("--runs is \(runs); use at least 1") }
    }
  }

  @Argument(help: "The corpus to learn from.", completion: .file())
  var corpus: String

  @OptionGroup(title: "Comparison") var design: Design
  @OptionGroup var options: TrainingOptions
  @OptionGroup var corpora: CorpusOptions
  @OptionGroup var labels: OneLabelOptions

  func validate() throws { try options.check(design.kernels.kernels.map(\.kind), hasDev: design.dev != nil) }

  func run() throws {
    let vectors = try options.vectors.open()
    let configuration = try options.configuration(kernel: nil, fitting: vectors)
    let training = try corpora.readTraining(corpus)
    let labels = LabelSet(training)
    let dev = try design.dev.map { try corpora.read($0) }
    let test = try design.test.map { try corpora.readHeldOut($0, known: labels, owner: corpus) }
    options.tellIdleOptions(kernels: design.kernels.kernels.map(\.kind), hasDev: design.dev != nil)
    let variants = design.kernels.kernels.map { kernel in
      KernelComparison.Variant(
        name: kernel.rawValue, configuration: kernel.configuring(configuration, classes: labels.count))
    }
    let comparison = KernelComparison(variants, runs: design.runs, threads: options.threads.count)
    var clock = RunClock(total: design.runs * variants.count)
    let report = try naming(corpus) {
      try comparison.run(on: training, dev: dev, test: test, vectors: vectors?.source) { run in
        StandardError.line(
          "run \(run.run) of \(design.runs), \(run.variant): \(Numbers.percent(run.accuracy)) % "
            + "after \(Numbers.duration(run.seconds))\(clock.tick())")
      }
    }
    if design.json {
      try StandardOutput.json(report)
    } else {
      try StandardOutput.line(ComparisonText.text(of: report))
    }
  }
}
