import ArgumentParser
import EmbeddingStorage
import Foundation

/// `textcnn vectors neighbors WORD --store STORE`.
struct VectorsNeighborsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbors",
    abstract: "List the words whose vectors are closest to a word's.",
    discussion: """
      A line a word, closest first: the cosine, a tab and the word.

      Example:
        textcnn vectors neighbors good --store glove.sqlite --count 5
      """)

  @Argument(help: "The word, as the store spells it.")
  var word: String

  @Option(help: "The store.")
  var store: String

  @Option(help: "How many words to list.")
  var count = 10

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if count < 1 { throw ValidationError("--count \(count): give at least 1.") }
  }

  func run() throws {
    let neighbors = try EmbeddingStore(path: store).neighbors(of: word, count: count)
    guard !json else {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let output = Output(
        word: word, neighbors: neighbors.map { .init(word: $0.word, cosine: $0.cosine) })
      print(String(decoding: try encoder.encode(output), as: UTF8.self))
      return
    }
    for neighbor in neighbors { print(String(format: "%.4f", neighbor.cosine) + "\t" + neighbor.word) }
  }

  /// The JSON form.
  private struct Output: Encodable {
    struct Neighbor: Encodable {
      let word: String
      let cosine: Double
    }

    let word: String
    let neighbors: [Neighbor]
  }
}
