/// Reads the entries of word2vec's binary form: word, one blank, d little-endian float32.
///
/// word2vec itself writes a newline behind each vector, other programs do not; newlines before a word are
/// passed over, so both are read.
struct WordVectorBinaryReader: WordVectorReader {
  private let source: SourceFile
  private let dimension: Int
  private let announcedCount: Int
  private var entry = 0
  private var entryStart = 0
  private var wordRange = 0..<0

  /// A word of more bytes than this is none; the file is damaged.
  static let longestWord = 1 << 16

  init(_ source: SourceFile, layout: VectorFileLayout) {
    self.source = source
    dimension = layout.dimension
    announcedCount = layout.announcedCount ?? 0
  }

  var position: EmbeddingStore.Position { .entry(entry, byte: entryStart) }
  var word: ArraySlice<UInt8> { source.bytes[wordRange] }
  var fileBytesRead: Int { source.fileBytesRead }

  mutating func next(into vector: inout [Float]) throws -> ReadEntry? {
    while try source.require(1), source.bytes[source.unread.lowerBound] == 0x0A { source.skip(1) }
    entry += 1
    entryStart = source.bytesRead - source.unread.count
    guard !source.unread.isEmpty else {
      guard entry <= announcedCount else { return nil }
      return .end(.wrongHeaderCount(announced: announcedCount, found: entry - 1))
    }
    guard entry <= announcedCount else { return .end(.bytesBehindLast(announced: announcedCount)) }

    let isWhole = try source.require(Self.longestWord + 1 + 4 * dimension)
    let start = source.unread.lowerBound
    let wordLimit = min(start + Self.longestWord, source.unread.upperBound)
    guard let blank = source.firstIndex(of: 0x20, in: start..<wordLimit) else {
      return .end(isWhole || wordLimit < source.unread.upperBound ? .endlessWord : .truncated)
    }
    guard source.unread.upperBound - blank > 4 * dimension else { return .end(.truncated) }
    vector.withUnsafeMutableBytes { $0.copyBytes(from: source.bytes[(blank + 1)..<(blank + 1 + $0.count)]) }
    source.skip(blank + 1 + 4 * dimension - start)
    guard blank > start else { return .bad(.noWord) }
    if let problem = Self.notFinite(vector) { return .bad(problem) }
    wordRange = start..<blank
    return .vector
  }
}
