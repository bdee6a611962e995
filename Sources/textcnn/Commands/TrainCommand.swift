import ArgumentParser
import ModelSerialization
import ModelTraining
import TextCorpus

/// `textcnn train CORPUS --output MODEL`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a classifier on a corpus and write it to a file.",
    discussion: """
      Example:
        textcnn train questions.tsv --output questions.safetensors
        textcnn train questions.tsv -o attention.safetensors --kernel attention
        textcnn train questions.tsv -o five.safetensors --ensemble 5
        textcnn train reviews.tsv -o reviews.safetensors --preset kim2014 \\
          --store glove.sqlite --vectors tuned --log epochs.jsonl
        textcnn train news.tsv -o news.safetensors --multi-label

      Without --dev a part of the corpus, stratified, chooses the epoch whose model
      is kept; with --multi-label also the probability from which on each label is
      given. The same corpus, options and seed give the same file, byte for byte,
      with any number of threads.

      Texts are read once and not kept; a corpus may be larger than memory, see
      --memory.
      """)

  /// What is read and written besides the corpus.
  struct Files: ParsableArguments {
    @Option(
      name: .shortAndLong, help: ArgumentHelp("Where the model goes.", valueName: "model"),
      completion: .file())
    var output: String

    @Option(help: ArgumentHelp("A corpus that chooses the epoch.", valueName: "corpus"), completion: .file())
    var dev: String?

    @Option(help: ArgumentHelp("Write a JSON line for each epoch.", valueName: "file"), completion: .file())
    var log: String?

    @Option(
      help: ArgumentHelp(
        "Write a JSON line for each step: gradients, moves, dead and saturated units, layer by layer; for textcnn diagnose.",
        valueName: "file"),
      completion: .file())
    var diagnose: String?
  }

  @Argument(help: "The corpus to learn from.", completion: .file())
  var corpus: String

  @OptionGroup(title: "Files") var files: Files
  @OptionGroup(title: "Labels") var labels: LabelOptions
  @OptionGroup(title: "Network") var kernel: KernelKindOption
  @OptionGroup(title: "Ensemble") var ensemble: EnsembleOptions
  @OptionGroup var options: TrainingOptions
  @OptionGroup var memory: TrainingMemoryOptions
  @OptionGroup var corpora: CorpusOptions

  func validate() throws {
    try options.check([kernel.kernel], hasDev: files.dev != nil)
    if files.diagnose != nil, ensemble.ensemble != nil {
      throw ValidationError(
        "--diagnose follows the steps of one network, --ensemble trains several; leave out one of them")
    }
    if labels.multiLabel, options.learning.calibrate {
      throw ValidationError(
        "--calibrate is for labels that exclude each other, and with --multi-label they do not; choose one")
    }
    if labels.multiLabel, ensemble.ensemble != nil {
      throw ValidationError(
        "--ensemble is for labels that exclude each other, and with --multi-label they do not; choose one")
    }
  }

  func run() throws {
    try checkFiles()
    let vectors = try options.vectors.open()
    var configuration = try options.configuration(kernel: kernel.kernel, fitting: vectors)
    configuration.isMultiLabel = labels.multiLabel
    let log = try files.log.map { try EpochLog(path: $0) }
    let steps = try files.diagnose.map { try EpochLog(path: $0, option: "--diagnose") }
    labels.tellIdleOptions()
    options.tellIdleOptions(kernels: [kernel.kernel], hasDev: files.dev != nil)
    ensemble.tellIdleOptions()
    Interruption.willWrite(files.output)
    let result = try train(configuration, vectors: vectors, log: log, steps: steps)
    let provenance = try Provenance(
      configuration, ensemble: ensemble.configuration, corpus: corpus, dev: files.dev, vectors: vectors,
      result: result)
    try Interruption.finish {
      try ModelFile.write(result.classifier.describing(provenance.entries), to: files.output)
    }
    for line in TrainingSummary.lines(result, model: files.output) { StandardError.line(line) }
    try log?.finish()
    try steps?.finish()
  }

  private func checkFiles() throws {
    let logs = [("--log", files.log), ("--diagnose", files.diagnose)].compactMap { option, path in
      path.map { (option: option, path: $0) }
    }
    try FileIdentity.checkDistinct(
      written: [(option: "--output", path: files.output)] + logs,
      read: [corpus] + [files.dev, options.vectors.store].compactMap { $0 })
    try ModelFile.checkWritable(files.output)
  }

  private func train(
    _ configuration: TrainingConfiguration, vectors: PretrainedVectors?, log: EpochLog?, steps: EpochLog?
  ) throws -> EnsembleResult {
    let members = ensemble.configuration.members
    var printer = TrainingProgressPrinter(epochs: configuration.epochs, members: members)
    var clock = RunClock(total: members)
    let textMemory = memory.memory(for: files.output)
    defer { StandardError.clearProgress() }
    return try naming(corpus) {
      var trainer = EnsembleTrainer(
        configuration, ensemble: ensemble.configuration, threads: options.threads.count)
      trainer.diagnoses = steps != nil
      return try trainer.train(
        on: corpora.source(corpus, labelSeparator: labels.separator),
        dev: files.dev.map { corpora.source($0, labelSeparator: labels.separator) },
        vectors: vectors?.source, memory: textMemory,
        report: { member, event in
          printer.report(event, member: member)
          switch event {
          case .epoch(let record): log?.write(LogLine(record, member: members > 1 ? member : nil))
          case .step(let record): steps?.write(record)
          case .text(let record):
            for line in TextRecordText.lines(record, memory: textMemory.bytes ?? .max, corpus: corpus) {
              StandardError.line(line)
            }
          case .batch: break
          }
        },
        finished: { member, result in
          guard members > 1 else { return }
          StandardError.line(TrainingSummary.line(member, of: members, result) + clock.tick())
        })
    }
  }
}
