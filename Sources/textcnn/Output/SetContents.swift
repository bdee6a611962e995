import EmbeddingStorage
import Foundation

/// What a set says about itself, as JSON; its names are part of the command's promise and do not follow the library's.
struct SetContents: Encodable {
  let name: String
  let words: Int
  let dimension: Int
  let source: String
  let format: String
  let sha256: String
  let dtype: String
  let normalization: String
  let lowercased: Bool
  let imported: String
  let duplicates: Int
  let badLines: Int
  let repairedWords: Int
  let variance: Double
  let record: EmbeddingStore.Record

  init(_ info: EmbeddingStore.Info) {
    name = info.name
    words = info.count
    dimension = info.dimension
    source = info.source
    format = info.format.rawValue
    sha256 = info.sha256
    dtype = info.element.rawValue
    normalization = info.normalization.rawValue
    lowercased = info.isLowercased
    imported = info.date.ISO8601Format()
    duplicates = info.duplicates
    badLines = info.badEntries
    repairedWords = info.repairedWords
    variance = info.variance
    record = info.record
  }

  /// The same for people: names and values.
  static func rows(_ info: EmbeddingStore.Info) -> [[String]] {
    var rows = [
      ["set", info.name],
      ["words", Numbers.count(info.count)],
      ["dimension", "\(info.dimension)"],
      ["source", info.source],
      ["format", formatName(info.format) + (info.record.compression.map { ", \($0)" } ?? "")],
      ["sha256", info.sha256],
      ["numbers", info.element.rawValue],
      ["length", info.normalization == .unitLength ? "scaled to 1" : "as read"],
      ["case", info.isLowercased ? "lower" : "as read"],
      ["imported", info.date.ISO8601Format()],
      ["duplicates", Numbers.count(info.duplicates)],
      ["bad lines", Numbers.count(info.badEntries)],
      ["repaired", Numbers.count(info.repairedWords)],
      ["variance", String(format: "%.6g", info.variance)],
    ]
    let record = info.record
    if let limit = record.limit { rows.append(["limit", Numbers.count(limit)]) }
    if let source = record.onlyWordsOf { rows.append(["only words of", source]) }
    if let list = record.wordList { rows.append(["word list", list]) }
    if let tensor = record.tensor { rows.append(["tensor", tensor]) }
    if let pieces = record.subwords {
      rows.append([
        "pieces",
        "\(pieces.shortest) to \(pieces.longest) characters, \(Numbers.count(pieces.buckets, "bucket"))",
      ])
    }
    if let loss = record.loss { rows.append(["loss", lossText(loss, info.element)]) }
    if let learning = record.learning { rows.append(["learned by", learning]) }
    if let mapping = record.mapping { rows.append(["made of", mappingText(mapping)]) }
    return rows
  }

  static func lossText(
    _ loss: EmbeddingStore.QuantizationLoss, _ element: EmbeddingStore.VectorElement
  ) -> String {
    "\(element.rawValue): mean cosine \(String(format: "%.6f", loss.meanCosine)) with what was read; "
      + "\(Numbers.percent(loss.recall, digits: 1)) % of the 10 nearest neighbours stay (\(loss.queries) words among "
      + "\(Numbers.count(loss.candidates)))"
  }

  static func mappingText(_ mapping: EmbeddingStore.Mapping) -> String {
    "\(mapping.to), and \(Numbers.count(mapping.filledWords, "word")) of \(mapping.from) mapped into it; the map, of "
      + "\(Numbers.count(mapping.learnedWords, "word")), explains \(Numbers.percent(mapping.explainedVariance, digits: 1)) % of "
      + "the variance of \(Numbers.count(mapping.heldOutWords)) others and keeps "
      + "\(Numbers.percent(mapping.neighborsKept, digits: 1)) % of their 10 nearest neighbours"
  }

  private static func formatName(_ format: EmbeddingStore.VectorFormat) -> String {
    switch format {
    case .gloveText: "GloVe text"
    case .word2vecText: "word2vec text"
    case .word2vecBinary: "word2vec binary"
    case .fastTextBinary: "fastText model"
    case .safetensors: "safetensors"
    case .numpy: "NumPy array"
    case .derived: "made of other sets"
    case .learned: "learned from text"
    }
  }
}
