import ArgumentParser
import EmbeddingStorage

/// `textcnn vectors map --from SET --to SET --into NAME --store STORE`.
struct VectorsMapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Fill the gaps of a set with vectors of another, mapped into its space.",
    discussion: """
      Example:
        textcnn vectors map --from glove --to news --into both --store vectors.sqlite

      The new set has all words of --to with their vectors, and those that only --from
      has with theirs, mapped by least squares: the map is learned from the words
      that both have. A tenth of them is held out and tells how well it fits.
      """)

  @Option(help: ArgumentHelp("The set whose vectors are mapped.", valueName: "set"))
  var from: String

  @Option(help: ArgumentHelp("The set whose gaps are filled.", valueName: "set"))
  var to: String

  @Option(help: ArgumentHelp("What the new set is called.", valueName: "name"))
  var into: String

  @Option(help: ArgumentHelp("The store.", valueName: "store"), completion: .file())
  var store: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the map's weights cost, as a share of the mean variance of what is mapped.", valueName: "share"))
  var ridge = 0.001

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many words that both sets have are used at most.", valueName: "count"))
  var sharedWords = 20_000

  @Flag(help: "Print what the new set is, as JSON.")
  var json = false

  func validate() throws {
    for name in [from, to, into] where !SetExpression.isName(name) {
      throw ValidationError("\"\(name)\" is no name of a set; use one without blanks, +, / and :")
    }
    if into == from || into == to {
      throw ValidationError("--into is \(into), one of the two sets; choose another name")
    }
    if !(ridge > 0 && ridge.isFinite) { throw ValidationError("--ridge is \(ridge); use a number above 0") }
    if sharedWords < 20 { throw ValidationError("--shared-words is \(sharedWords); use at least 20") }
  }

  func run() throws {
    // Opened for reading first, as opening for writing would make a store where there is none.
    _ = try EmbeddingStore(path: store).sets()
    let info = try EmbeddingStore(path: store, access: .writing)
      .map(.init(from: from, to: to, name: into, ridge: ridge, mostSharedWords: sharedWords))
    if let mapping = info.record.mapping {
      StandardError.line(
        "\(store): \(into), \(Numbers.count(info.count, "word")), \(Numbers.count(info.dimension, "number")) each: "
          + SetContents.mappingText(mapping))
    }
    if json { try StandardOutput.json(SetContents(info)) }
  }
}
