import ArgumentParser
import EmbeddingStorage

/// `textcnn vectors check STORE`.
struct VectorsCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for damage in a store.",
    discussion: """
      Example:
        textcnn vectors check news.sqlite

      Reads all of the store: SQLite's own check, then for every set its words and
      their ranks, and the length, the checksum and the numbers of every block. Each
      thing that is wrong is a line that names it, and the exit code is 1.
      """)

  @Argument(help: "The store.", completion: .file())
  var store: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report = try EmbeddingStore(path: store).check()
    if json {
      try StandardOutput.json(
        Contents(
          sets: report.sets, words: report.words, blocks: report.blocks, problems: report.problems,
          problemCount: report.problemCount))
    } else {
      for problem in report.problems { try StandardOutput.line(problem) }
      if report.problemCount == 0 {
        try StandardOutput.line(
          "\(store): in order; \(Numbers.count(report.sets, "set")), \(Numbers.count(report.words, "word")), "
            + Numbers.count(report.blocks, "block"))
      }
    }
    guard report.problemCount == 0 else {
      throw CommandFailure(
        "\(store): \(Numbers.count(report.problemCount, "problem")); import the sets that are named again")
    }
  }

  private struct Contents: Encodable {
    let sets: Int
    let words: Int
    let blocks: Int
    let problems: [String]
    let problemCount: Int
  }
}
