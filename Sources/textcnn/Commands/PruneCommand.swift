import ArgumentParser
import Foundation
import ModelSerialization
import ModelTraining
import TextClassification
import TextCorpus

/// `textcnn prune MODEL CORPUS --output SMALLER`.
struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Make a model smaller and faster: leave out filters that decide little.",
    discussion: """
      Example:
        textcnn prune questions.safetensors dev.tsv --output small.safetensors
        textcnn prune questions.safetensors dev.tsv -o small.safetensors --bound 0
        textcnn prune questions.safetensors dev.tsv -o small.safetensors --unused

      Filters go, those first that move the corpus's labels least, for as long as at
      most the --bound's share of its documents gets another label. Each width has as
      many filters as the others, and each head its share of them, so that as many go
      from each. A filter that goes is replaced by its mean over the corpus.

      The corpus stands for the texts to come. Take documents that the model has not
      learned from: of those it is too sure. Their labels only serve to tell the
      accuracy.
      """)

  /// What may go, and where the rest goes.
  struct Plan: ParsableArguments {
    @Option(
      name: .shortAndLong, help: ArgumentHelp("Where the smaller model goes.", valueName: "model"),
      completion: .file())
    var output: String

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "The share of the documents whose label may change; 0: none. Default: \(usualBound).",
        valueName: "share"))
    var bound: Double?

    @Flag(help: "Leave out only filters that change no probability of any document.")
    var unused = false

    @Flag(help: "Print JSON.")
    var json = false

    static let usualBound = 0.001

    var limit: FilterPruning.Limit { unused ? .unused : .changedLabels(share: bound ?? Self.usualBound) }

    func validate() throws {
      if let bound, !(0..<1).contains(bound) {
        throw ValidationError("--bound is \(bound); it must be at least 0 and below 1, such as 0.001")
      }
      if bound != nil, unused {
        throw ValidationError("--unused changes no label, so it goes with no --bound; choose one")
      }
    }
  }

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: "The corpus on which labels stay.", completion: .file())
  var corpus: String

  @OptionGroup var plan: Plan
  @OptionGroup var member: MemberOption
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var corpora: CorpusOptions

  func run() throws {
    try FileIdentity.checkDistinct(written: [(option: "--output", path: plan.output)], read: [model, corpus])
    try ModelFile.checkWritable(plan.output)
    let classifier = try member.select(from: try ModelFile.read(model), in: model)
    guard classifier.memberCount == 1 else {
      throw CommandFailure(
        "\(model): is an ensemble of \(classifier.memberCount) networks, of which one can be pruned; choose it with "
          + "--member")
    }
    let documents = try corpora.readHeldOut(
      corpus, known: classifier.labels, owner: model, labelSeparator: classifier.multiLabel?.separator)
    Interruption.willWrite(plan.output)
    let result = try naming(model) {
      try FilterPruning(plan.limit, threads: threads.count).prune(classifier, on: documents)
    }
    let smaller = result.classifier.describing(try provenance(of: classifier, result.report))
    try Interruption.finish { try ModelFile.write(smaller, to: plan.output) }
    let output = PruningOutput(
      report: result.report, bytesBefore: try fileSize(model), bytesAfter: try fileSize(plan.output))
    if plan.json {
      try StandardOutput.json(output.contents)
    } else {
      try StandardOutput.line(output.text)
    }
  }

  private struct Account: Encodable {
    let corpus: String
    let documents: Int
    /// Nil where only unused filters went.
    let bound: Double?
    let filtersBefore: Int
    let changedLabels: Int
  }

  private func provenance(
    of classifier: TextClassifier, _ report: FilterPruning.Report
  ) throws -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bound: Double?
    if case .changedLabels(let share) = plan.limit { bound = share }
    let account = Account(
      corpus: URL(filePath: corpus).lastPathComponent, documents: report.documents, bound: bound,
      filtersBefore: report.before.filters, changedLabels: report.changedLabels)
    var entries = classifier.provenance
    entries["pruning"] = String(decoding: try encoder.encode(account), as: UTF8.self)
    return entries
  }

  private func fileSize(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.size] as? NSNumber)?.intValue ?? 0
  }
}
