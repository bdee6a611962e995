import ModelEvaluation
import TextCorpus

extension Experiment {
  /// What cannot be known here: when and where it was, and how the program was called.
  public struct Circumstances: Sendable {
    public var date: String
    public var program: String
    public var machine: String
    public var command: String

    public init(date: String, program: String, machine: String, command: String) {
      self.date = date
      self.program = program
      self.machine = machine
      self.command = command
    }
  }

  /// What the finished runs of a store allow to say.
  ///
  /// - Throws: ``ExperimentError/unfinished`` where runs are missing; `RunStoreError`.
  /// - Complexity: Memory for the predictions of one corpus at a time.
  public func report(from store: RunStore, trainedNow: Set<String> = [], in circumstances: Circumstances)
    throws
    -> ExperimentReport
  {
    let builder = ReportBuilder(
      experiment: self, plan: try ExperimentPlan(self), store: store, trainedNow: trainedNow)
    let results = try corpora.indices.map(builder.result(ofCorpus:))
    return ExperimentReport(
      date: circumstances.date, program: circumstances.program, machine: circumstances.machine,
      command: circumstances.command,
      variants: variants.map { VariantDescription(name: $0.name, options: $0.options, control: $0.control) },
      corpora: results, league: results.count > 1 ? League(results, variants: variants.map(\.name)) : nil)
  }

  /// What is to be done on each corpus, and the smallest difference that it would find: for before anything is trained.
  ///
  /// - Throws: As `run`.
  public func outlook() throws -> [(corpus: String, design: String, detectable: String)] {
    let plan = try ExperimentPlan(self)
    return corpora.enumerated().map { index, corpus in
      let split = plan.runs[index][0][0][0].split
      let test = split.heldOut?.count ?? corpus.test?.documents.count ?? 0
      return (
        corpus.name, corpus.designSentence(train: split.training.count, test: test),
        corpus.detectableSentence(train: split.training.count, test: test)
      )
    }
  }
}
