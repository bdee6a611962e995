import TextCorpus

/// The table of a tokenizer as tensors, alike in a model and in a tokenizer file:
/// - `tokenizer.words` [bytes] and `tokenizer.offsets` [n + 1]: the words, or the symbols that are merged;
/// - `tokenizer.counts` [n]: how often each word is met, of kind `dictionary`;
/// - `tokenizer.merges` [m, 2]: the symbols that each merge joins, of kind `byte-pairs`.
extension TokenizerTable {
  private static let wordsName = "tokenizer.words"
  private static let offsetsName = "tokenizer.offsets"
  private static let countsName = "tokenizer.counts"
  private static let mergesName = "tokenizer.merges"

  var tensors: [TensorFile.Tensor] {
    switch self {
    case .words(let words):
      Self.tensors(words.utf8, words.offsets) + [
        .init(name: Self.countsName, shape: [words.count], elements: .int32s(words.counts))
      ]
    case .merges(let merges):
      Self.tensors(merges.utf8, merges.offsets) + [
        .init(name: Self.mergesName, shape: [merges.mergeCount, 2], elements: .int32s(merges.merges))
      ]
    }
  }

  private static func tensors(_ utf8: [UInt8], _ offsets: [Int32]) -> [TensorFile.Tensor] {
    [
      .init(name: wordsName, shape: [utf8.count], elements: .bytes(utf8)),
      .init(name: offsetsName, shape: [offsets.count], elements: .int32s(offsets)),
    ]
  }

  /// Reads the table of a kind, trusting nothing.
  ///
  /// - Throws: `ModelFileError` for a tensor that is missing or of another type, `TokenizerError` for what it holds.
  init(_ kind: TokenizerKind, of file: TensorFile) throws {
    let utf8 = try file.bytes(named: Self.wordsName)
    let offsets = try file.int32s(named: Self.offsetsName)
    if kind == .dictionary {
      self = .words(
        try WordFrequencies(utf8: utf8, offsets: offsets, counts: file.int32s(named: Self.countsName)))
    } else {
      self = .merges(
        try BytePairMerges(utf8: utf8, offsets: offsets, merges: file.int32s(named: Self.mergesName)))
    }
  }
}
