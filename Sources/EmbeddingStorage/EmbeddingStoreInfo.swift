import Foundation

extension EmbeddingStore {
  /// Where the vectors of a store come from and what they are.
  public struct Info: Equatable, Sendable {
    /// The name of the file they were imported from, without its folders.
    public let source: String
    /// The format of that file.
    public let format: VectorFormat
    /// The SHA-256 of that file, all of it, in hexadecimal.
    public let sha256: String
    /// Numbers a vector, d.
    public let dimension: Int
    /// Words in the store.
    public let count: Int
    /// What was done to the length of the vectors.
    public let normalization: Normalization
    /// Whether the words were lower-cased.
    public let isLowercased: Bool
    /// When they were imported, to the second.
    public let date: Date
    /// Words that the file had again; the first one was kept.
    public let duplicates: Int
    /// Lines or entries that were skipped as bad.
    public let badEntries: Int
    /// Words that were not UTF-8 and had the offending bytes replaced by U+FFFD.
    public let repairedWords: Int
    /// The variance of the vectors: the mean over the d components of each component's variance.
    ///
    /// Words without a vector are drawn from U(−a, a) with a = √(3 · variance), so that they vary as much
    /// as the others. Source: Kim 2014, section 3.2, <https://arxiv.org/abs/1408.5882>.
    public let variance: Double
  }

  /// What an import did to the length of the vectors.
  public enum Normalization: String, Codable, Sendable {
    /// Nothing.
    case asRead
    /// Scaled each to length 1.
    case unitLength
  }

  /// The formats that `importVectors` reads.
  public enum VectorFormat: String, Codable, Sendable {
    /// `word v1 … vd` a line, no header.
    case gloveText
    /// A line `count d`, then as GloVe; word2vec's and fastText's `.vec`.
    case word2vecText
    /// A line `count d`, then word, blank and d little-endian float32, with or without a newline behind them.
    case word2vecBinary
  }
}
