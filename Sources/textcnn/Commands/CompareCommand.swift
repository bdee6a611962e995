import ArgumentParser
import Experiments
import Foundation
import ModelSerialization
import ModelTraining
import Synchronization
import TextCorpus

/// `textcnn compare CORPUS…`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compare variants: train each on the same documents and seeds, and say which is better, if one can tell.",
    discussion: """
      Example:
        textcnn compare questions.tsv --kernels static,attention --runs 10
        textcnn compare questions.tsv --test held-out.tsv --report report.html \\
          --kernels static,static-wide,attention,attention-random,attention-shuffled
        textcnn compare reviews.tsv --folds 10 --jobs 2 --variant "plain:" \\
          --variant "wide: --filters 300" --variant "five: --ensemble 5"
        textcnn compare trec mr subj --plan plan.toml --json

      A corpus is a file, or a folder with train.tsv, test.tsv and perhaps
      dev.tsv, or with all.tsv; .csv, .jsonl and .txt will do as well, and folders
      of folders. Where there is a test corpus all runs are judged on it. Where
      there is none every run holds out another tenth of the corpus, or another
      fold, and the interval is corrected for the overlap of the training parts
      (Nadeau and Bengio 2003).

      A variant takes every option of train. Controls of attention: static-wide is
      static with as many more filters as it takes to have at least attention's
      parameters; attention-random generates its weights at random, and never
      learns to; attention-shuffled is the trained model of attention, at test
      time each window with the weights of another.

      Finished runs are kept, so that the same command goes on where it was
      stopped, and a run that another comparison has trained is not trained again.
      """)

  /// What is compared, on what, and how often.
  struct Design: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "What to compare, with commas between: \(NamedVariant.allCases.map(\.rawValue).joined(separator: ", ")). "
          + "Default: \(NamedVariant.usual.map(\.rawValue).joined(separator: ",")), unless there are variants.",
        valueName: "kernels"),
      transform: NamedVariant.list)
    var kernels: [NamedVariant]?

    @Option(
      help: ArgumentHelp(
        "A name, a colon, and options of train for this variant alone; may be given again and again. Besides those of train: "
          + "--match-parameters-of and --shuffled-weights-of, with the name of another variant.",
        valueName: "variant"),
      transform: VariantSpecification.init(parsing:))
    var variant: [VariantSpecification] = []

    @Option(
      help: ArgumentHelp("A TOML file with corpora, options and variants.", valueName: "file"),
      completion: .file())
    var plan: String?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "How often each is trained, with another seed and, without a test corpus, another split. Default: 10.",
        valueName: "count"))
    var runs: Int?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Without a test corpus: cross-validation, a run a fold, instead of random splits.", valueName: "count"
      ))
    var folds: Int?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "With --folds: how often, each time with other folds. Default: 1.", valueName: "count"))
    var repeats: Int?

    @Option(help: ArgumentHelp("A corpus to be judged on.", valueName: "corpus"), completion: .file())
    var test: String?

    @Option(help: ArgumentHelp("A corpus that chooses the epoch.", valueName: "corpus"), completion: .file())
    var dev: String?

    func validate() throws {
      if let runs, runs < 1 { throw ValidationError("--runs is \(runs); use at least 1") }
      if let folds, folds < 2 { throw ValidationError("--folds is \(folds); use at least 2") }
      if let repeats, repeats < 1 { throw ValidationError("--repeats is \(repeats); use at least 1") }
      if repeats != nil, folds == nil, plan == nil {
        throw ValidationError("--repeats is for cross-validation; say how many folds with --folds")
      }
    }

    /// What is compared, in the order of the report.
    func specifications(_ plan: PlanFile?) -> [VariantSpecification] {
      let named = (kernels ?? []).map(\.specification)
      let all = named + (plan?.variants ?? []) + variant
      return all.isEmpty ? NamedVariant.usual.map(\.specification) : all
    }
  }

  @Argument(help: "The corpora to learn from: files, or folders.", completion: .file())
  var corpora: [String] = []

  @OptionGroup(title: "Comparison") var design: Design
  @OptionGroup(title: "Results") var results: ResultOptions
  @OptionGroup var options: TrainingOptions
  @OptionGroup var reading: CorpusOptions
  @OptionGroup var labels: OneLabelOptions

  func validate() throws {
    if corpora.isEmpty, design.plan == nil {
      throw ValidationError("no corpus is given; name one or more, or a file that does with --plan")
    }
    if corpora.count > 1, design.test != nil || design.dev != nil {
      throw ValidationError(Self.oneCorpus)
    }
    // What can be refused before any file is read.
    if design.plan == nil {
      try checkVariants(design.specifications(nil), layers: [options], hasDev: design.dev != nil)
    }
  }

  private static let oneCorpus =
    "--test and --dev go with one corpus; for several, give folders with train.tsv, dev.tsv and test.tsv"

  private func checkVariants(
    _ specifications: [VariantSpecification], layers: [TrainingOptions], hasDev: Bool
  ) throws {
    guard specifications.count > 1, Set(specifications.map(\.name)).count == specifications.count else {
      throw ValidationError("give at least two variants, each with a name of its own")
    }
    try VariantResolver(shared: layers, hasDev: hasDev).check(specifications)
  }

  func run() throws {
    let plan = try design.plan.map(PlanFile.init(path:))
    let specifications = design.specifications(plan)
    let layers = try (plan.map { [try $0.sharedOptions()] } ?? []) + [options]
    let paths = corpora.isEmpty ? plan?.corpora ?? [] : corpora
    guard !paths.isEmpty else {
      throw CommandFailure(
        "\(design.plan ?? ""): names no corpora; add some, or give them on the command line")
    }
    let (dev, test) = (design.dev ?? plan?.dev, design.test ?? plan?.test)
    if paths.count > 1, dev != nil || test != nil {
      throw CommandFailure("\(design.plan ?? ""): " + Self.oneCorpus)
    }
    if plan != nil { try checkVariants(specifications, layers: layers, hasDev: dev != nil) }
    try results.checkFiles(read: paths + [dev, test, design.plan].compactMap { $0 })
    var resolver = VariantResolver(shared: layers, hasDev: dev != nil)
    let variants = try resolver.variants(specifications)
    let reader = ComparedCorpora(
      options: reading, runs: design.runs ?? plan?.runs ?? 10, folds: design.folds ?? plan?.folds,
      repeats: design.repeats ?? plan?.repeats ?? 1)
    let read = try reader.read(paths, test: test, dev: dev)
    options.tellIdleOptions(among: variants.map(\.configuration), hasDev: dev != nil)
    let experiment = try Experiment(
      variants, on: read, seed: layers.lazy.compactMap(\.learning.seed).last ?? Defaults.training.seed)
    try run(experiment)
  }

  private func run(_ experiment: Experiment) throws {
    let store = try RunStore(path: results.path)
    for line in try experiment.outlook() {
      StandardError.line("\(line.corpus): \(line.design)\n  \(line.detectable)")
    }
    Interruption.willLeave(
      "finished runs are kept in \(results.path), and the same command goes on where it was")
    let printer = Mutex(
      ExperimentProgressPrinter(store: results.path, corpora: experiment.corpora.count))
    let trained = try experiment.run(
      keepingIn: store, jobs: results.jobs ?? 1, threads: options.threads.count
    ) { event in
      printer.withLock { $0.report(event) }
    }
    let found = try experiment.report(from: store, trainedNow: trained, in: ResultOptions.circumstances)
    if let report = results.report {
      let page = ExperimentPage(found).html
      try AtomicFile.write(to: report) { try $0.write(page) }
    }
    if results.json {
      try StandardOutput.json(found)
    } else {
      try StandardOutput.line(ExperimentText.text(of: found))
    }
  }
}
