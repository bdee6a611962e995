import ArgumentParser
import EmbeddingStorage

/// `textcnn vectors analogy A B C --store STORE`.
struct VectorsAnalogyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analogy",
    abstract: "List the words that are to a third as a second is to a first.",
    discussion: """
      Example:
        textcnn vectors analogy man king woman --store glove.sqlite

      The words closest to king - man + woman, each scaled to length 1: the cosine, a
      tab and the word. The three words themselves are left out.
      """)

  @Argument(help: "What the second word belongs to.")
  var first: String

  @Argument(help: "The word that belongs to the first.")
  var second: String

  @Argument(help: "What the answer belongs to.")
  var third: String

  @OptionGroup var options: StoreOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("How many words to list.", valueName: "count"))
  var count = 10

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if count < 1 { throw ValidationError("--count is \(count); use at least 1") }
  }

  func run() throws {
    let neighbors = try options.view().analogy(first, second, third, count: count)
    let list = NeighborList(word: "\(second) - \(first) + \(third)", neighbors)
    if json { try StandardOutput.json(list) } else { try StandardOutput.line(list.text(withWord: false)) }
  }
}
