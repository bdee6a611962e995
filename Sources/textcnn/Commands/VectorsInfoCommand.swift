import ArgumentParser
import EmbeddingStorage
import Foundation

/// `textcnn vectors info STORE`.
struct VectorsInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what is in a store and where it comes from.",
    discussion: """
      Example:
        textcnn vectors info glove.sqlite
      """)

  @Argument(help: "The store.", completion: .file())
  var store: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let info = try EmbeddingStore(path: store).info()
    if json {
      try StandardOutput.json(Contents(info))
    } else {
      try StandardOutput.line(text(of: info))
    }
  }

  private func text(of info: EmbeddingStore.Info) -> String {
    var table = TextTable([store, ""])
    table.leftColumns = [0, 1]
    table.rows = [
      ["words", Numbers.count(info.count)],
      ["dimension", "\(info.dimension)"],
      ["source", info.source],
      ["format", formatName(info.format)],
      ["sha256", info.sha256],
      ["length", info.normalization == .unitLength ? "scaled to 1" : "as read"],
      ["case", info.isLowercased ? "lower" : "as read"],
      ["imported", info.date.ISO8601Format()],
      ["duplicates", Numbers.count(info.duplicates)],
      ["bad lines", Numbers.count(info.badEntries)],
      ["repaired", Numbers.count(info.repairedWords)],
      ["variance", String(format: "%.6g", info.variance)],
    ]
    return table.text
  }

  private func formatName(_ format: EmbeddingStore.VectorFormat) -> String {
    switch format {
    case .gloveText: "GloVe text"
    case .word2vecText: "word2vec text"
    case .word2vecBinary: "word2vec binary"
    }
  }

  /// The JSON form; its names are part of the command's promise and do not follow the library's.
  private struct Contents: Encodable {
    let words: Int
    let dimension: Int
    let source: String
    let format: String
    let sha256: String
    let normalization: String
    let lowercased: Bool
    let imported: String
    let duplicates: Int
    let badLines: Int
    let repairedWords: Int
    let variance: Double

    init(_ info: EmbeddingStore.Info) {
      words = info.count
      dimension = info.dimension
      source = info.source
      format = info.format.rawValue
      sha256 = info.sha256
      normalization = info.normalization.rawValue
      lowercased = info.isLowercased
      imported = info.date.ISO8601Format()
      duplicates = info.duplicates
      badLines = info.badEntries
      repairedWords = info.repairedWords
      variance = info.variance
    }
  }
}
