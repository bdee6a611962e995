import ArgumentParser
import ConvolutionModel
import ModelTraining
import TextCorpus

/// `textcnn compare CORPUS`.
struct CompareCommand: ParsableCommand {
  /// What can be compared.
  enum Kernel: String, ExpressibleByArgument, CaseIterable {
    case `static`
    /// Static with as many more filters as it takes to have at least attention's parameters: the control that tells
    /// whether attention gains by what it does or by what it weighs.
    case staticWide = "static-wide"
    case attention
  }

  /// Kernels between commas.
  struct KernelList: ExpressibleByArgument {
    let kernels: [Kernel]

    init?(argument: String) {
      var kernels: [Kernel] = []
      for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
        guard let kernel = Kernel(rawValue: String(name)), !kernels.contains(kernel) else { return nil }
        kernels.append(kernel)
      }
      self.kernels = kernels
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare kernels: train each on the same splits and seeds, and say which is better, if one can tell.",
    discussion: """
      Example:
        textcnn compare questions.tsv --test held-out.tsv --kernels static,static-wide,attention --runs 10

      static-wide is static with as many more filters as it takes to have at least attention's parameters.
      With --test all runs are judged on that corpus. Without it every run holds out another tenth of the corpus, and
      the interval is corrected for the overlap of the training parts (Nadeau and Bengio 2003).
      """)

  @Argument(help: "The corpus to learn from.")
  var corpus: String

  @Option(help: ArgumentHelp("The corpus to be judged on.", valueName: "FILE"))
  var test: String?

  @Option(help: ArgumentHelp("A corpus that chooses the epoch.", valueName: "FILE"))
  var dev: String?

  @Option(help: ArgumentHelp("What to compare.", valueName: "static,static-wide,attention"))
  var kernels = KernelList(argument: "static,attention")!

  @Option(help: "How often each is trained, with another seed and, without --test, another split.")
  var runs = 10

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var options: TrainingOptions
  @OptionGroup var corpora: CorpusOptions

  func validate() throws {
    if kernels.kernels.count < 2 { throw ValidationError("--kernels names one kernel; give at least two") }
    if runs < 1 { throw ValidationError("there are \(runs) runs; use at least 1") }
  }

  func run() throws {
    let training = try corpora.read(corpus)
    let devCorpus = try dev.map { try corpora.read($0) }
    let testCorpus = try test.map { try corpora.read($0) }
    let (configuration, source) = try options.configuration(kernel: nil)
    let classes = LabelSet(training).count
    let variants = kernels.kernels.map { kernel in
      KernelComparison.Variant(
        name: kernel.rawValue, configuration: configuration.with(kernel, classes: classes))
    }
    let comparison = KernelComparison(variants, runs: runs, threads: options.threads.count)
    let report = try comparison.run(on: training, dev: devCorpus, test: testCorpus, vectors: source) { record in
      StandardError.line(
        "run \(record.run) of \(runs), \(record.variant): \(Numbers.percent(record.accuracy)) % "
          + "after \(Numbers.duration(record.seconds))")
    }
    if json {
      try printJSON(report)
    } else {
      print(ComparisonText.text(of: report))
    }
  }
}

extension TrainingConfiguration {
  fileprivate func with(_ kernel: CompareCommand.Kernel, classes: Int) -> TrainingConfiguration {
    var attention = self
    attention.network.kernel.kind = .attention
    var configuration = self
    configuration.network.kernel.kind = .static
    switch kernel {
    case .static: return configuration
    case .attention: return attention
    case .staticWide:
      configuration.network = configuration.network.widened(toMatch: attention.network, classes: classes)
      return configuration
    }
  }
}
