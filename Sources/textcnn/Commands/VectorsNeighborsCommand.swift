import ArgumentParser
import EmbeddingStorage
import Foundation
import TextCorpus

/// `textcnn vectors neighbors [WORD] --store STORE`.
struct VectorsNeighborsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbors",
    abstract: "List the words whose vectors are closest to a word's.",
    discussion: """
      Example:
        textcnn vectors neighbors good --store glove.sqlite --count 5
        textcnn vectors neighbors --store glove.sqlite < words.txt

      A line a word, closest first: the cosine, a tab and the word. Without a word
      they are read from standard input, one a line; each line of an answer then
      begins with its word and a tab, and the vectors are read only once, into a
      byte a number. The answers are exact.
      """)

  @Argument(help: "The word, as the store spells it.")
  var word: String?

  @OptionGroup var options: StoreOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("How many words to list.", valueName: "count"))
  var count = 10

  @Flag(help: "Print JSON; of words from standard input an object a line.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if count < 1 { throw ValidationError("--count is \(count); use at least 1") }
  }

  func run() throws {
    let view = try options.view()
    if let word {
      let list = NeighborList(word: word, try view.neighbors(of: word, count: count))
      if json { try StandardOutput.json(list) } else { try StandardOutput.line(list.text(withWord: false)) }
    } else {
      try answer(try VectorIndex(view, threads: threads.count))
    }
  }

  private func answer(_ index: VectorIndex) throws {
    var lines = try LineReader(descriptor: 0, name: "standard input")
    if isatty(0) == 1 { StandardError.line("type a word a line; Ctrl-D ends") }
    while try lines.advance() {
      let word = lines.withLine { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
      do {
        let list = NeighborList(word: word, try index.neighbors(of: word, count: count))
        if json {
          try StandardOutput.json(list, isPretty: false)
        } else {
          try StandardOutput.line(list.text(withWord: true))
        }
      } catch let error as EmbeddingStoreError {
        guard case .unknownWord = error else { throw error }
        // One word that is missing should not keep the others from their answers.
        StandardError.line("\(error)")
      }
    }
  }
}

/// The neighbours of a word, or of what stands for one, and their JSON form.
struct NeighborList: Encodable {
  struct Neighbor: Encodable {
    let word: String
    let cosine: Double
  }

  let word: String
  let neighbors: [Neighbor]

  init(word: String, _ neighbors: [EmbeddingStore.Neighbor]) {
    self.word = word
    self.neighbors = neighbors.map { .init(word: $0.word, cosine: $0.cosine) }
  }

  /// A line a neighbour.
  func text(withWord: Bool) -> String {
    neighbors.map { (withWord ? word + "\t" : "") + String(format: "%.4f", $0.cosine) + "\t" + $0.word }
      .joined(separator: "\n")
  }
}
