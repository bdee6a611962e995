import ArgumentParser
import EmbeddingStorage

/// `textcnn vectors info STORE`.
struct VectorsInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what sets are in a store and where they come from.",
    discussion: """
      Example:
        textcnn vectors info glove.sqlite

      With --json, the only set's facts, and all sets as the list "sets".
      """)

  @Argument(help: "The store.", completion: .file())
  var store: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let sets = try EmbeddingStore(path: store).sets()
    guard !sets.isEmpty else { throw EmbeddingStoreError.noVectors(store) }
    if json { return try StandardOutput.json(Contents(sets: sets.map { SetContents($0) })) }
    for (number, info) in sets.enumerated() {
      var table = TextTable([store, ""])
      table.leftColumns = [0, 1]
      table.rows = SetContents.rows(info)
      try StandardOutput.line((number > 0 ? "\n" : "") + table.text)
    }
  }

  /// The only set's entries stand at the top as well, where scripts for stores of one set look for them.
  private struct Contents: Encodable {
    let sets: [SetContents]

    private enum Keys: CodingKey { case sets }

    func encode(to encoder: any Encoder) throws {
      if sets.count == 1 { try sets[0].encode(to: encoder) }
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(sets, forKey: .sets)
    }
  }
}
