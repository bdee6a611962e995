/// Reads a model that fastText saved (`.bin`): of word vectors with or without pieces of words, or of a classifier.
///
///     magic, version    int32 793712314, 12 (or 11)
///     arguments         int32 dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate; double t
///     dictionary        int32 size, words, labels; int64 tokens, pruned; then each: text, 0, int64 count, int8 0 word or 1 label
///     input             bool quantized; int64 rows, columns; float32 rows × columns, the words' rows first, then the buckets'
///     output            of no interest here
///
/// A word's vector is what fastText prints for it: the mean of its own row and those of its pieces. Labels are left out.
/// Source: fastText 0.9.2, `FastText::saveModel`, `Args::save`, `Dictionary::save`, `DenseMatrix::save`.
struct FastTextReader: WordVectorReader {
  /// Words in the dictionary.
  let count: Int
  /// Numbers a row, d.
  let dimension: Int
  let subwords: EmbeddingStore.Subwords?
  private var file: MappedFile
  private let matrix: Int
  private var entry = 0
  private var entryStart = 0
  private(set) var word: ArraySlice<UInt8> = []

  /// Whether bytes are the beginning of a fastText model.
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: [0xBA, 0x16, 0x4F, 0x2F]) }

  init(path: String) throws {
    var file = try MappedFile(path: path)
    file.offset = 4
    let version = try file.next(Int32.self)
    guard version == 11 || version == 12 else {
      throw EmbeddingStoreError.notVectors(
        path, reason: "a fastText model of version \(version), which nobody knows")
    }
    let arguments = try (0..<12).map { _ in Int(try file.next(Int32.self)) }
    _ = try file.next(UInt64.self)
    let (dimension, model, buckets, shortest) = (arguments[0], arguments[7], arguments[8], arguments[9])
    // Classifiers of version 11 have a maxn that they do not use.
    let longest = version == 11 && model == 3 ? 0 : arguments[10]
    let entries = Int(try file.next(Int32.self))
    let words = Int(try file.next(Int32.self))
    _ = try file.next(Int32.self)
    _ = try file.next(Int64.self)
    let pruned = try file.next(Int64.self)
    guard words >= 1, words <= entries, dimension >= 1, dimension <= VectorFileLayout.largestDimension,
      buckets >= 0
    else {
      throw EmbeddingStoreError.notVectors(
        path, reason: "its header has \(words) words of \(dimension) numbers")
    }
    let dictionary = file.offset
    for _ in 0..<entries {
      _ = try file.nextText(limit: WordVectorBinaryReader.longestWord)
      file.offset += 9
    }
    guard try file.next(Int8.self) == 0, pruned <= 0 else {
      throw EmbeddingStoreError.notVectors(
        path,
        reason:
          "a quantized fastText model, whose rows are not kept whole; give the .bin that it was made from")
    }
    let rows = Int(try file.next(Int64.self))
    let columns = Int(try file.next(Int64.self))
    let hasPieces = longest > 0 && buckets > 0
    guard columns == dimension, rows >= words + (hasPieces ? buckets : 0), rows <= Int(Int32.max) * 2 else {
      throw EmbeddingStoreError.notVectors(
        path, reason: "its matrix of \(rows) × \(columns) does not fit its header")
    }
    matrix = file.offset
    guard file.count - matrix >= rows * columns * 4 else { throw file.cutShort }
    file.offset = dictionary
    self.file = file
    count = words
    self.dimension = dimension
    subwords = hasPieces ? .init(shortest: max(1, shortest), longest: longest, buckets: buckets) : nil
    guard subwords?.isPossible ?? true else {
      throw EmbeddingStoreError.notVectors(
        path, reason: "its pieces of words have \(shortest) to \(longest) characters in \(buckets) buckets")
    }
  }

  var position: EmbeddingStore.Position { .entry(entry, byte: entryStart) }
  var fileBytesRead: Int { min(matrix + entry * dimension * 4, file.count) }

  mutating func next(into vector: inout [Float]) throws -> ReadEntry? {
    guard entry < count else { return nil }
    entryStart = file.offset
    word = try file.nextText(limit: WordVectorBinaryReader.longestWord)
    file.offset += 8
    // Words come before labels; a file where they do not is none that fastText wrote.
    guard try file.next(Int8.self) == 0 else {
      throw EmbeddingStoreError.notVectors(file.path, reason: "its dictionary has a label among the words")
    }
    file.read(at: matrix + entry * dimension * 4, into: &vector)
    // The sign of a sentence's end has no pieces.
    let pieces =
      word.elementsEqual("</s>".utf8) ? [] : subwords?.pieces(of: Array(word), longestWord: .max) ?? []
    for piece in pieces { file.add(at: rowOfBucket(piece), to: &vector) }
    let share = Float(1 / Double(pieces.count + 1))
    for index in vector.indices { vector[index] *= share }
    entry += 1
    guard !word.isEmpty else { return .bad(.noWord) }
    return Self.notFinite(vector).map { .bad($0) } ?? .vector
  }

  mutating func readSubword(_ bucket: Int, into vector: inout [Float]) throws -> EmbeddingStore.Problem? {
    entryStart = rowOfBucket(bucket)
    file.read(at: entryStart, into: &vector)
    return Self.notFinite(vector)
  }

  private func rowOfBucket(_ bucket: Int) -> Int { matrix + (count + bucket) * dimension * 4 }
}
