import ArgumentParser
import Foundation

/// What the benchmarks ask of TextCNN that its command does not tell. Each subcommand prints one line of JSON.
@main
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "textcnn-benchmark", abstract: "Measure the inside of TextCNN, for Benchmarks/run.py.",
    subcommands: [
      TwinCommand.self, StepCommand.self, GEMMCommand.self, BatchCommand.self, LatencyCommand.self,
      VectorsCommand.self, StoreCommand.self, TokenizeCommand.self,
    ])

  static func print(_ values: [String: Double]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    Swift.print(String(decoding: try encoder.encode(values), as: UTF8.self))
  }
}

extension Duration {
  var inSeconds: Double { self / .seconds(1) }
}
