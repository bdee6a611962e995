import ArgumentParser
import ModelSerialization

/// `textcnn inspect MODEL`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what is in a model.",
    discussion: """
      Example:
        textcnn inspect questions.safetensors
        textcnn inspect questions.safetensors --json

      Shown are the labels, the shape of the network, its tensors, and how the model
      came to be: corpus, training options, seed and the scores on the dev part.
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let contents = ModelContents(try ModelFile.read(model))
    if json {
      try StandardOutput.json(contents)
    } else {
      try StandardOutput.line(contents.text(title: model))
    }
  }
}
