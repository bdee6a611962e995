import ArgumentParser
import ConvolutionModel
import ModelSerialization
import TextClassification
import TextCorpus

/// `textcnn inspect MODEL`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what is in a model.",
    discussion: """
      Example:
        textcnn inspect questions.safetensors
      """)

  @Argument(help: "The model.")
  var model: String

  @Flag(help: "Print JSON.")
  var json = false

  private struct Contents: Encodable {
    struct Tensor: Encodable {
      let name: String
      let shape: [Int]
    }
    let labels: [String]
    let words: Int
    let parameters: Int
    let configuration: TextCNNConfiguration
    let tokenizer: TokenizerConfiguration
    let tensors: [Tensor]
    let provenance: [String: String]
  }

  func run() throws {
    let classifier = try ModelFile.read(model)
    let contents = Contents(
      labels: classifier.labels.labels, words: classifier.vocabulary.count, parameters: classifier.parameterCount,
      configuration: classifier.configuration, tokenizer: classifier.tokenizer,
      tensors: classifier.network.tensorShapes.map { .init(name: $0.name, shape: $0.shape) },
      provenance: classifier.provenance)
    if json {
      try printJSON(contents)
    } else {
      print(text(of: contents))
    }
  }

  private func text(of contents: Contents) -> String {
    let shape = contents.configuration
    let kernel = shape.kernel
    var rows = [
      ("labels", "\(contents.labels.count): " + contents.labels.prefix(12).joined(separator: ", ")
        + (contents.labels.count > 12 ? ", …" : "")),
      ("words", Numbers.count(contents.words)),
      ("parameters", Numbers.count(contents.parameters)),
      ("kernel", kernel.kind == .static
        ? "static, offsets \(kernel.offsets.rawValue)"
        : "attention (\(kernel.mode.rawValue), \(kernel.normalizer.rawValue), \(kernel.heads) heads), "
          + "offsets \(kernel.offsets.rawValue)"),
      ("windows", "\(shape.widths.map { String($0) }.joined(separator: ", ")) words, \(shape.filters) filters each"),
      ("vectors", "\(shape.dimension) numbers a word"),
      ("activation", shape.activation.rawValue),
      ("tokenizer", contents.tokenizer.kind.rawValue
        + (contents.tokenizer.isLowercased ? ", lower case" : ", case kept")
        + (contents.tokenizer.splitsContractions ? ", contractions split" : "")),
    ]
    rows += contents.tensors.map { ($0.name, "\($0.shape)") }
    rows += contents.provenance.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    var table = TextTable([model, ""])
    table.leftColumns = [0, 1]
    table.rows = rows.map { [$0.0, $0.1] }
    return table.text
  }
}
