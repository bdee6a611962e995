import ArgumentParser
import ModelSerialization
import TextClassification

/// One document at a time in process, by the library's public call, on one thread: how long until the answer.
struct LatencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "latency")

  @Argument var model: String
  @Argument(help: "A text a line.") var texts: String
  @Option(help: "How many answers to time, after one for each text.") var count = 50_000

  func run() throws {
    let predictor = Predictor(try ModelFile.read(model))
    let lines = try BatchCommand.lines(texts).map { String(decoding: $0, as: UTF8.self) }
    var length = 0
    for line in lines { length += predictor.prediction(for: line).label.utf8.count }
    let clock = ContinuousClock()
    var times: [Duration] = []
    times.reserveCapacity(count)
    for index in 0..<count {
      let start = clock.now
      length += predictor.prediction(for: lines[index % lines.count]).label.utf8.count
      times.append(clock.now - start)
    }
    times.sort()
    func quantile(_ share: Double) -> Double {
      times[min(count - 1, Int(share * Double(count)))].inSeconds * 1e6
    }
    try BenchmarkCommand.print([
      "p50": quantile(0.5), "p99": quantile(0.99), "count": Double(count), "labelBytes": Double(length),
    ])
  }
}
