import ByteStreams
import Foundation
import GRDB

extension EmbeddingStore {
  /// The formats that vectors are written in. Reading any of them again gives the same words and the same bits.
  public enum ExportFormat: String, CaseIterable, Sendable {
    /// `word v1 … vd` a line.
    case glove
    /// A line `count d`, then as GloVe.
    case word2vec
    /// A line `count d`, then word, blank and d little-endian float32, and a newline.
    case word2vecBinary = "word2vec-binary"
    /// Tensors `vectors` `[words, d]` of float32, `vocabulary.offsets` `[words + 1]` and `vocabulary.utf8`.
    case safetensors
  }
}

extension VectorView {
  /// Writes all words and their vectors, some kilobytes at once.
  ///
  /// - Throws: `EmbeddingStoreError.unwritableWord` for a word that the format would not give back; what `write` throws.
  /// - Complexity: O(words · d); memory does not grow with the vectors, with the words only for safetensors.
  public func export(
    as format: EmbeddingStore.ExportFormat, to write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    func put(_ bytes: some ContiguousBytes) throws { try bytes.withUnsafeBytes { try write($0) } }
    try read { db in
      let count = try combination.count(db, path: store.path)
      switch format {
      case .glove: try exportText(db, put, beginsFile: true)
      case .word2vec:
        try put(Array("\(count) \(dimension)\n".utf8))
        try exportText(db, put, beginsFile: false)
      case .word2vecBinary:
        try put(Array("\(count) \(dimension)\n".utf8))
        try exportBinary(db, put)
      case .safetensors: try exportTensors(db, count: count, put)
      }
    }
  }

  /// Numbers are written as the shortest text that gives the same Float.
  private func exportText(
    _ db: Database, _ put: ([UInt8]) throws -> Void, beginsFile: Bool
  ) throws {
    var isFirst = beginsFile
    try combination.forEachRun(db, path: store.path, withWords: true) { run in
      var text: [UInt8] = []
      for (index, word) in run.words.enumerated() {
        guard Self.survivesText(word) else { throw unwritable(word) }
        text += word
        for value in run.rows[index * dimension..<(index + 1) * dimension] {
          text.append(0x20)
          text += value.description.utf8
        }
        text.append(0x0A)
        // At the beginning of a file it would be taken for a byte order mark, or for what a packer writes.
        if isFirst, text.starts(with: [0xEF, 0xBB, 0xBF]) || Compression(startOf: text) != nil {
          throw unwritable(word)
        }
        isFirst = false
      }
      try put(text)
    }
  }

  private func exportBinary(_ db: Database, _ put: ([UInt8]) throws -> Void) throws {
    // What a file is, is told from its first block; one that begins as a text would be taken for one.
    var start: [UInt8] = []
    var firstWord: Data?
    func putStart() throws {
      if let firstWord, VectorFileLayout.isText(start, 0..<start.count, dimension: dimension) {
        throw unwritable(firstWord)
      }
      try put(start)
    }
    var isStarting = true
    try combination.forEachRun(db, path: store.path, withWords: true) { run in
      var bytes: [UInt8] = []
      for (index, word) in run.words.enumerated() {
        // A blank ends a word, newlines before one are passed over, and readers do not look for its end for ever.
        guard !word.contains(0x20), word.first != 0x0A, word.count < WordVectorBinaryReader.longestWord else {
          throw unwritable(word)
        }
        bytes += word
        bytes.append(0x20)
        bytes += UnsafeRawBufferPointer(
          rebasing: UnsafeRawBufferPointer(run.rows)[index * 4 * dimension..<(index + 1) * 4 * dimension])
        bytes.append(0x0A)
      }
      guard isStarting else { return try put(bytes) }
      firstWord = firstWord ?? run.words.first
      start += bytes
      guard start.count >= SourceFile.blockSize else { return }
      try putStart()
      isStarting = false
    }
    if isStarting { try putStart() }
  }

  private func exportTensors(_ db: Database, count: Int, _ put: ([UInt8]) throws -> Void) throws {
    var utf8: [UInt8] = []
    var offsets: [Int64] = [0]
    try combination.forEachWords(db, path: store.path, runLength: 1024) { words in
      for word in words {
        utf8 += word
        offsets.append(Int64(utf8.count))
      }
      return true
    }
    guard offsets.count == count + 1 else { throw EmbeddingStoreError.damaged(store.path) }
    let rowsStart = 8 * offsets.count
    let wordsStart = rowsStart + 4 * count * dimension
    let sets = sets.map { "\($0.name): \($0.source), SHA-256 \($0.sha256)" }.joined(separator: "; ")
    let metadata = String(decoding: try JSONEncoder().encode(["source": sets]), as: UTF8.self)
    var header = """
      {"__metadata__":\(metadata),\
      "\(TensorRows.offsetsName)":{"dtype":"I64","shape":[\(offsets.count)],"data_offsets":[0,\(rowsStart)]},\
      "vectors":{"dtype":"F32","shape":[\(count),\(dimension)],"data_offsets":[\(rowsStart),\(wordsStart)]},\
      "\(TensorRows.utf8Name)":{"dtype":"U8","shape":[\(utf8.count)],"data_offsets":[\(wordsStart),\(wordsStart + utf8.count)]}}
      """
    // The numbers begin at a multiple of 8, so that whoever maps the file can read them where they lie.
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    try put(withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8))
    try put(offsets.withUnsafeBytes { Array($0) })
    try combination.forEachRun(db, path: store.path, withWords: false) { run in
      try put(Array(UnsafeRawBufferPointer(run.rows)))
    }
    try put(utf8)
  }

  /// Whether a line that begins with the word is read as that word: no line end or other control character in it, no blank at
  /// an end, and where it has blanks no number behind the last one.
  private static func survivesText(_ word: Data) -> Bool {
    let bytes = Array(word)
    guard let first = bytes.first, let last = bytes.last, !DecimalNumber.isBlank(first),
      !DecimalNumber.isBlank(last), !bytes.contains(0x0A),
      bytes.allSatisfy(VectorFileLayout.isOfText)
    else { return false }
    guard let blank = bytes.lastIndex(where: DecimalNumber.isBlank) else { return true }
    return DecimalNumber.field(bytes, (blank + 1)..<bytes.count) == .notANumber
  }

  private func unwritable(_ word: Data) -> EmbeddingStoreError {
    .unwritableWord(String(decoding: word, as: UTF8.self), store: store.path)
  }
}
