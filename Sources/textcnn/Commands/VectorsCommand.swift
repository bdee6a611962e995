import ArgumentParser

/// `textcnn vectors …`: everything about stores of word vectors.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Import or learn word vectors into a store, and work with it.",
    discussion: """
      Example:
        textcnn vectors import glove.6B.300d.txt --into glove.sqlite
        textcnn vectors train news.txt reviews.tsv --into own.sqlite
        textcnn vectors neighbors good --store glove.sqlite
        textcnn train reviews.tsv -o reviews.safetensors --store glove.sqlite

      A store is one SQLite file, from which training reads just the words it needs.
      It may hold several sets, and read some as one. docs/vectors.md has the rest.
      """,
    subcommands: [
      VectorsImportCommand.self, VectorsTrainCommand.self, VectorsInfoCommand.self,
      VectorsNeighborsCommand.self,
      VectorsAnalogyCommand.self, VectorsCoverageCommand.self, VectorsMapCommand.self,
      VectorsExportCommand.self,
      VectorsCheckCommand.self, VectorsRemoveCommand.self,
    ])
}
