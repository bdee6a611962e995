import ArgumentParser
import EmbeddingStorage
import Foundation

/// `textcnn vectors neighbors WORD --store STORE`.
struct VectorsNeighborsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbors",
    abstract: "List the words whose vectors are closest to a word's.",
    discussion: """
      Example:
        textcnn vectors neighbors good --store glove.sqlite --count 5

      A line a word, closest first: the cosine, a tab and the word.
      """)

  @Argument(help: "The word, as the store spells it.")
  var word: String

  @Option(help: ArgumentHelp("The store.", valueName: "store"), completion: .file())
  var store: String

  @Option(parsing: .unconditional, help: ArgumentHelp("How many words to list.", valueName: "count"))
  var count = 10

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if count < 1 { throw ValidationError("--count is \(count); use at least 1") }
  }

  func run() throws {
    let neighbors = try EmbeddingStore(path: store).neighbors(of: word, count: count)
    if json {
      try StandardOutput.json(
        Contents(word: word, neighbors: neighbors.map { .init(word: $0.word, cosine: $0.cosine) }))
    } else {
      for neighbor in neighbors {
        try StandardOutput.line(String(format: "%.4f", neighbor.cosine) + "\t" + neighbor.word)
      }
    }
  }

  /// The JSON form.
  private struct Contents: Encodable {
    struct Neighbor: Encodable {
      let word: String
      let cosine: Double
    }

    let word: String
    let neighbors: [Neighbor]
  }
}
