import ArgumentParser
import EmbeddingStorage
import ModelSerialization

extension EmbeddingStore.ExportFormat: ExpressibleByArgument {}

/// `textcnn vectors export STORE --format FORMAT --output FILE`.
struct VectorsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the vectors of a store to a file that other programs read.",
    discussion: """
      Example:
        textcnn vectors export news.sqlite --format word2vec-binary --output news.bin

      Reading the file again gives the same words and the same numbers, to the last
      bit. safetensors has the words in it: vocabulary.utf8, and where each begins,
      vocabulary.offsets.
      """)

  @Argument(help: "The store.", completion: .file())
  var store: String

  @OptionGroup var chosen: SetOptions

  @Option(help: ArgumentHelp("What to write.", valueName: "format"))
  var format: EmbeddingStore.ExportFormat

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
  var output: String

  @Flag(help: "Print what was written, as JSON.")
  var json = false

  func run() throws {
    try FileIdentity.checkDistinct(written: [(option: "--output", path: output)], read: [store])
    let view = try EmbeddingStore(path: store).view(chosen.sets)
    Interruption.willWrite(output)
    let count = try view.count()
    try AtomicFile.write(to: output) { file in try view.export(as: format) { try file.write($0) } }
    Interruption.finish {}
    StandardError.line(
      "\(output): \(Numbers.count(count, "word")), \(Numbers.count(view.dimension, "number")) each, as \(format.rawValue)"
    )
    if json {
      try StandardOutput.json(
        Contents(
          file: output, format: format.rawValue, sets: view.name, words: count, dimension: view.dimension))
    }
  }

  private struct Contents: Encodable {
    let file: String
    let format: String
    let sets: String
    let words: Int
    let dimension: Int
  }
}
