import ArgumentParser
import Experiments
import Foundation
import ModelSerialization
import Synchronization

/// Where finished trainings are kept, how many run side by side, and how the result is printed.
struct KeptResultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where finished trainings are kept: an SQLite file, made where there is none. Default: \(Self.usualPath) in the current "
        + "folder.",
      valueName: "file"),
    completion: .file())
  var results: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many trainings run side by side, as far as memory allows; they share the threads. The results do not depend on it. "
        + "Default: 1.",
      valueName: "count"))
  var jobs: Int?

  @Flag(help: "Print JSON.")
  var json = false

  static let usualPath = "textcnn-results.sqlite"

  var path: String { results ?? Self.usualPath }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs is \(jobs); use 1 to 1024") }
  }
}

/// Where the runs of an experiment are kept, and how it is told.
struct ResultOptions: ParsableArguments {
  @OptionGroup var kept: KeptResultOptions

  @Option(
    help: ArgumentHelp("Write a page with tables and drawings: one HTML file.", valueName: "file"),
    completion: .file())
  var report: String?

  /// Runs an experiment, and tells what came of it.
  ///
  /// - Parameter files: What the command reads.
  func run(_ experiment: Experiment, reading files: [String], threads: Int) throws {
    let path = kept.path
    try FileIdentity.checkDistinct(
      written: [("--results", path)] + (report.map { [("--report", $0)] } ?? []), read: files)
    if let report { try ModelFile.checkWritable(report) }
    let store = try RunStore(path: path)
    for line in try experiment.outlook() {
      StandardError.line("\(line.corpus): \(line.design)\n  \(line.detectable)")
    }
    Interruption.willLeave("finished runs are kept in \(path), and the same command goes on where it was")
    let printer = Mutex(ExperimentProgressPrinter(store: path, corpora: experiment.corpora.count))
    let trained = try experiment.run(keepingIn: store, jobs: kept.jobs ?? 1, threads: threads) { event in
      printer.withLock { $0.report(event) }
    }
    let found = try experiment.report(from: store, trainedNow: trained, in: Self.circumstances)
    if let report {
      let page = ExperimentPage(found).html
      try AtomicFile.write(to: report) { try $0.write(page) }
    }
    if kept.json {
      try StandardOutput.json(found)
    } else {
      try StandardOutput.line(ExperimentText.text(of: found))
    }
  }

  private static var circumstances: Experiment.Circumstances {
    Experiment.Circumstances(
      date: Date().ISO8601Format(), program: "textcnn \(TextCNNCommand.configuration.version)",
      machine: Machine.description,
      command: (["textcnn"] + CommandLine.arguments.dropFirst()).joined(separator: " "))
  }
}
