import ArgumentParser
import Experiments
import Foundation
import ModelSerialization
import ModelTraining
import Synchronization
import TextCorpus

/// `textcnn tune CORPUS --trials N`.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Search for options that do well on a corpus, and train with the best.",
    discussion: """
      Example:
        textcnn tune questions.tsv --trials 30 --output best.safetensors
        textcnn tune reviews.tsv --trials 100 --time 10m --jobs 2 --dev dev.tsv
        textcnn tune reviews.tsv --trials 30 --store glove.sqlite --kernel attention
        textcnn tune reviews.tsv --report search.html

      Options are drawn at random: kernel, offsets, widths, filters, dimension,
      vectors, dropout, optimizer, learning rate, batch. One that is given is
      settled, and not searched. The first trial is what train would do. Of nine
      trials the best three go on with three times as many epochs, and the best one
      with all (successive halving); when time is up, the best so far gets them. The
      dev documents judge; by default a tenth of the corpus, the same for all trials.
      The best is trained on everything, the dev documents too, for as many epochs as
      were best.

      Finished trials are kept, so that the same command goes on where it was
      stopped.
      """)

  /// How the search goes.
  struct Search: ParsableArguments {
    @Option(
      parsing: .unconditional, help: ArgumentHelp("How many points are drawn.", valueName: "count"))
    var trials = 30

    @Option(
      help: ArgumentHelp(
        "Begin no trial after this: seconds, or a number with s, m or h behind it. The best so far is trained all the same.",
        valueName: "time"),
      transform: TimeBudget.init(parsing:))
    var time: TimeBudget?

    @Option(
      name: .shortAndLong, help: ArgumentHelp("Where the model of the best goes.", valueName: "model"),
      completion: .file())
    var output: String?

    @Option(
      help: ArgumentHelp("A corpus that judges the trials.", valueName: "corpus"), completion: .file())
    var dev: String?

    func validate() throws {
      if !(1...100_000).contains(trials) { throw ValidationError("--trials is \(trials); use 1 to 100000") }
    }
  }

  @Argument(help: "The corpus to learn from.", completion: .file())
  var corpus: String

  @OptionGroup(title: "Search") var search: Search
  @OptionGroup(title: "Results") var results: ResultOptions
  @OptionGroup(title: "Network") var kernel: KernelKindOption
  @OptionGroup var options: TrainingOptions
  @OptionGroup var corpora: CorpusOptions
  @OptionGroup var labels: OneLabelOptions

  func validate() throws {
    try options.check([kernel.kernel], hasDev: search.dev != nil)
    if search.dev == nil, options.learning.devFraction == 0 {
      throw ValidationError(
        "a search needs documents that judge; name them with --dev, or give --dev-fraction more than 0")
    }
  }

  func run() throws {
    let store = results.path
    try results.checkFiles(
      search.output.map { [(option: "--output", path: $0)] } ?? [],
      read: [corpus] + [search.dev, options.vectors.store].compactMap { $0 })
    let vectors = try options.vectors.open()
    let base = try options.configuration(kernel: kernel.kernel, fitting: vectors)
    let training = try corpora.readTraining(corpus)
    let dev = try search.dev.map { try corpora.read($0) }
    let tuning = try Tuning(
      space, upon: base, trials: search.trials, on: training, dev: dev,
      vectors: vectors.map { VariantVectors(source: $0.source, fingerprint: $0.fingerprint) })
    Interruption.willLeave("finished trials are kept in \(store), and the same command goes on where it was")
    let found = try naming(corpus) {
      try tuning.run(
        keepingIn: RunStore(path: store), jobs: results.jobs ?? 1, threads: options.threads.count,
        seconds: search.time?.seconds, report: TuningText.tell)
    }
    if let path = results.report {
      let page = page(of: found, base: base)
      try AtomicFile.write(to: path) { try $0.write(page) }
    }
    if results.json {
      try StandardOutput.json(found.report)
    } else {
      try StandardOutput.line(TuningText.text(of: found.report))
    }
    if let output = search.output {
      try trainBest(found, on: training, dev: dev, vectors: vectors, output: output)
    }
  }

  /// The search as a page, with the command that trains the best trial again: from its documents alone, unlike `--output`,
  /// so that the dev documents choose the epoch as they did.
  private func page(
    of found: (report: TuningReport, best: TrainingConfiguration), base: TrainingConfiguration
  ) -> String {
    let best = found.report.trials[0]
    let heads = found.best.network.kernel.heads
    let training = TrialLine.text(
      // Without the name of the program and of this command.
      typed: Array(CommandLine.arguments.dropFirst(2)), options: best.options, epochs: best.epochs,
      heads: heads == base.network.kernel.heads ? nil : heads, output: "trial-\(best.trial).safetensors")
    return TuningPage(found.report, training: training, in: ResultOptions.circumstances).html
  }

  /// All that is not given is searched.
  private var space: SearchSpace {
    var space = SearchSpace(hasStore: options.vectors.store != nil)
    let settled = options.configuration(kernel: kernel.kernel)
    let network = settled.network
    if kernel.kernel != nil { space.kernels = [network.kernel.kind] }
    if options.network.offsets != nil { space.offsets = [network.kernel.offsets] }
    if options.network.widths != nil { space.widths = [network.widths] }
    if options.network.filters != nil { space.filters = [network.filters] }
    if options.network.dimension != nil { space.dimensions = [network.dimension] }
    if let vectors = options.vectors.vectors { space.vectors = [vectors] }
    if options.learning.dropout != nil { space.dropouts = [settled.dropout] }
    if options.learning.optimizer != nil { space.optimizers = [settled.optimizer.kind] }
    if options.learning.learningRate != nil {
      space.rates = nil
      space.optimizers = [settled.optimizer.kind]
    }
    if options.learning.batch != nil { space.batches = [settled.batchSize] }
    return space
  }

  /// Trains the best configuration on everything there is, for as many epochs as were best.
  private func trainBest(
    _ found: (report: TuningReport, best: TrainingConfiguration), on training: Corpus, dev: Corpus?,
    vectors: PretrainedVectors?, output: String
  ) throws {
    guard found.report.trials[0].bestEpoch > 0 else {
      throw CommandFailure(
        "\(corpus): the loss of every trial became infinite, so there is no best; give a lower --learning-rate"
      )
    }
    var configuration = found.best
    configuration.epochs = found.report.trials[0].bestEpoch
    configuration.devFraction = 0
    configuration.patience = 0
    configuration.calibrates = false
    var everything = training
    everything.documents += dev?.documents ?? []
    Interruption.willWrite(output)
    let trainer = EnsembleTrainer(
      configuration, ensemble: EnsembleConfiguration(members: 1), threads: options.threads.count)
    let result = try naming(corpus) { try trainer.train(on: everything, vectors: vectors?.source) }
    let provenance = try Provenance(
      configuration, ensemble: EnsembleConfiguration(members: 1), corpus: everything.name, dev: nil,
      vectors: vectors,
      result: result)
    try Interruption.finish {
      try ModelFile.write(result.classifier.describing(provenance.entries), to: output)
    }
    for line in TrainingSummary.lines(result, model: output) { StandardError.line(line) }
  }
}
