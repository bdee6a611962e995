import ArgumentParser

/// `textcnn vectors …`: everything about stores of word vectors.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Import word vectors into a store, and look at it.",
    discussion: """
      A store is one SQLite file, which training reads just the words it needs from.

      Example:
        textcnn vectors import glove.6B.300d.txt --into glove.sqlite
        textcnn vectors neighbors good --store glove.sqlite
      """,
    subcommands: [VectorsImportCommand.self, VectorsInfoCommand.self, VectorsNeighborsCommand.self])
}
