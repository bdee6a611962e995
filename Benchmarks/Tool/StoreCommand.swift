import ArgumentParser
import EmbeddingStorage

/// A store in use, in process: looking words up, and the neighbours of some of them, by reading every row and by an index.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "store")

  @Argument var store: String
  @Argument(help: "A word a line, all of which the store has.") var words: String
  @Option(help: "How many words to ask the index for.") var queries = 20
  @Option var threads = 1

  func run() throws {
    let view = try EmbeddingStore(path: store).view()
    let words = try BatchCommand.lines(words).map { String(decoding: $0, as: UTF8.self) }
    let clock = ContinuousClock()
    let lookup = try clock.measure { _ = try view.vectors(for: words) }
    let again = try clock.measure { _ = try view.vectors(for: words) }
    let single = try clock.measure { _ = try view.neighbors(of: words[0]) }
    var index: VectorIndex?
    let making = try clock.measure { index = try VectorIndex(view, threads: threads) }
    var found = 0
    let warm = try clock.measure {
      for word in words.dropFirst().prefix(queries) { found += try index?.neighbors(of: word).count ?? 0 }
    }
    try BenchmarkCommand.print([
      "lookup": lookup.inSeconds, "lookupAgain": again.inSeconds, "single": single.inSeconds,
      "index": making.inSeconds, "warm": warm.inSeconds / Double(queries), "neighbors": Double(found),
    ])
  }
}
