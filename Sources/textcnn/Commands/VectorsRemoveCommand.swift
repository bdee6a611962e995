import ArgumentParser
import EmbeddingStorage

/// `textcnn vectors remove NAME --store STORE`.
struct VectorsRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take a set of vectors out of a store.",
    discussion: """
      Example:
        textcnn vectors remove news --store vectors.sqlite --compact

      The room that the set took is used by the next import; --compact gives it back
      to the disk, for which the file is written anew.
      """)

  @Argument(help: "The name of the set.")
  var name: String

  @Option(help: ArgumentHelp("The store.", valueName: "store"), completion: .file())
  var store: String

  @Flag(help: "Make the file smaller, too.")
  var compact = false

  func run() throws {
    // Opened for reading first, as opening for writing would make a store where there is none.
    _ = try EmbeddingStore(path: store).sets()
    let store = try EmbeddingStore(path: store, access: .writing)
    try store.removeSet(named: name, compacting: compact)
    let left = try store.sets()
    StandardError.line(
      "\(store.path): removed \(name); it holds \(left.isEmpty ? "no set" : left.map(\.name).joined(separator: ", "))"
    )
  }
}
