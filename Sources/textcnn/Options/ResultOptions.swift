import ArgumentParser
import Experiments
import Foundation
import ModelSerialization

/// Where the trainings of an experiment or a search are kept, how many run side by side, and how it is told.
struct ResultOptions: ParsableArguments {
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

  @Option(
    help: ArgumentHelp("Write a page with tables and drawings: one HTML file.", valueName: "file"),
    completion: .file())
  var report: String?

  static let usualPath = "textcnn-results.sqlite"

  var path: String { results ?? Self.usualPath }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs is \(jobs); use 1 to 1024") }
  }

  /// Checks the files that are written before anything is read or trained.
  ///
  /// - Parameters:
  ///   - others: Written besides the store and the report.
  ///   - read: What the command reads.
  func checkFiles(_ others: [(option: String, path: String)] = [], read: [String]) throws {
    let made = others + (report.map { [(option: "--report", path: $0)] } ?? [])
    try FileIdentity.checkDistinct(written: [(option: "--results", path: path)] + made, read: read)
    for file in made { try ModelFile.checkWritable(file.path) }
  }

  /// When and where this is, and how the program was called.
  static var circumstances: Experiment.Circumstances {
    Experiment.Circumstances(
      date: Date().ISO8601Format(), program: "textcnn \(TextCNNCommand.configuration.version)",
      machine: Machine.description,
      command: (["textcnn"] + CommandLine.arguments.dropFirst()).joined(separator: " "))
  }
}
