import Foundation

extension EmbeddingStore {
  /// Where the vectors of a set come from and what they are.
  public struct Info: Equatable, Sendable {
    /// The name of the set.
    public let name: String
    /// The name of the file they were imported from, without its folders; of sets that were made from others, what they are,
    /// of vectors learned from text, the texts.
    public let source: String
    /// The format of that file.
    public let format: VectorFormat
    /// The SHA-256 of that file's content, all of it, unpacked, in hexadecimal; of a set made from others, of its record;
    /// of vectors learned from text, of the words and numbers.
    public let sha256: String
    /// Numbers a vector, d.
    public let dimension: Int
    /// Words in the set.
    public let count: Int
    /// What the numbers are kept as.
    public let element: VectorElement
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
    /// What else was asked for and found out.
    public let record: Record
  }

  /// The parts of a set's story that only some sets have. Kept as JSON, so that a new part needs no new column.
  public struct Record: Codable, Equatable, Sendable {
    /// How many words were asked for at most.
    public var limit: Int?
    /// What the words had to occur in.
    public var onlyWordsOf: String?
    /// The list that has the words, where the file of vectors has none.
    public var wordList: String?
    /// The tensor of a file of several.
    public var tensor: String?
    /// How the file was compressed.
    public var compression: String?
    /// Pieces of words, which give vectors to words that the set lacks.
    public var subwords: Subwords?
    /// What rounding the numbers cost.
    public var loss: QuantizationLoss?
    /// The SHA-256 of what is stored: words, and the checksums of all blocks. Sets of older versions lack it.
    public var content: String?
    /// How the set was made from others.
    public var mapping: Mapping?
    /// How the vectors were learned from text, in words.
    public var learning: String?

    public init() {}
  }

  /// What an import did to the length of the vectors.
  public enum Normalization: String, Codable, Sendable {
    /// Nothing.
    case asRead
    /// Scaled each to length 1.
    case unitLength
  }

  /// The formats that `importVectors` reads.
  public enum VectorFormat: String, Codable, Sendable, CaseIterable {
    /// `word v1 … vd` a line, no header.
    case gloveText
    /// A line `count d`, then as GloVe; word2vec's and fastText's `.vec`.
    case word2vecText
    /// A line `count d`, then word, blank and d little-endian float32, with or without a newline behind them.
    case word2vecBinary
    /// fastText's own `.bin`, with or without pieces of words.
    case fastTextBinary
    /// A matrix of a safetensors file, and a list of words.
    case safetensors
    /// NumPy's `.npy`, and a list of words.
    case numpy
    /// No file: made of other sets.
    case derived
    /// No file: learned from text.
    case learned
  }
}
