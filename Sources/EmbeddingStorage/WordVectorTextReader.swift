/// Reads `word v1 … vd` lines: GloVe's, and those of word2vec and fastText behind their header.
///
/// Fields are parted by blanks or tabs; blanks at the end of a line and empty lines are passed over.
/// The last d fields are the numbers, and what stands before them is the word, which in GloVe 840B may hold
/// blanks (`. . .`). Where that word would itself end in a number, the line has too many numbers instead.
struct WordVectorTextReader: WordVectorReader {
  private let source: SourceFile
  private let dimension: Int
  private let announcedCount: Int?
  private var line: Int
  private var entries = 0
  private var wordRange = 0..<0

  init(_ source: SourceFile, layout: VectorFileLayout) {
    self.source = source
    dimension = layout.dimension
    announcedCount = layout.announcedCount
    line = layout.announcedCount == nil ? 0 : 1
  }

  var position: EmbeddingStore.Position { .line(line) }
  var word: ArraySlice<UInt8> { source.bytes[wordRange] }
  var fileBytesRead: Int { source.fileBytesRead }

  mutating func next(into vector: inout [Float]) throws -> ReadEntry? {
    while let range = try source.nextLine() {
      line += 1
      if let entry = parse(source.bytes, range, into: &vector) {
        entries += 1
        return entry
      }
    }
    guard let announcedCount, announcedCount != entries else { return nil }
    line = 1
    return .end(.wrongHeaderCount(announced: announcedCount, found: entries))
  }

  /// One line; `nil` when it is empty.
  private mutating func parse(_ bytes: [UInt8], _ line: Range<Int>, into vector: inout [Float]) -> ReadEntry?
  {
    var end = line.upperBound
    while end > line.lowerBound, DecimalNumber.isBlank(bytes[end - 1]) { end -= 1 }
    guard end > line.lowerBound else { return nil }

    // The common line: a word without blanks, then the numbers and no more.
    var cursor = line.lowerBound
    while cursor < end, !DecimalNumber.isBlank(bytes[cursor]) { cursor += 1 }
    let word = line.lowerBound..<cursor
    var component = 0
    while component < dimension {
      while cursor < end, DecimalNumber.isBlank(bytes[cursor]) { cursor += 1 }
      guard cursor < end, let number = DecimalNumber.scan(bytes, &cursor, end: end) else { break }
      vector[component] = number
      component += 1
    }
    if component == dimension, cursor == end, !word.isEmpty {
      wordRange = word
      return .vector
    }
    return parseFromEnd(bytes, line.lowerBound..<end, into: &vector)
  }

  /// A line whose word has blanks, or that is wrong: its fields are counted from the end.
  private mutating func parseFromEnd(_ bytes: [UInt8], _ line: Range<Int>, into vector: inout [Float])
    -> ReadEntry
  {
    let fields = VectorFileLayout.fields(bytes, line)
    guard fields.count > dimension else {
      let isWordless = fields.count == dimension && DecimalNumber.isBlank(bytes[line.lowerBound])
      return .bad(isWordless ? .noWord : .wrongCount(found: fields.count - 1, expected: dimension))
    }
    for (component, field) in fields.suffix(dimension).enumerated() {
      switch DecimalNumber.field(bytes, field) {
      case .finite(let number): vector[component] = number
      case .notFinite: return .bad(.notFinite(component: component + 1, text: excerpt(bytes, field)))
      case .notANumber: return .bad(.notANumber(component: component + 1, text: excerpt(bytes, field)))
      }
    }
    let wordFields = fields.dropLast(dimension)
    let extra = wordFields.dropFirst().reversed().prefix { DecimalNumber.field(bytes, $0) != .notANumber }
      .count
    guard extra == 0, let first = wordFields.first, let last = wordFields.last else {
      return .bad(.wrongCount(found: dimension + extra, expected: dimension))
    }
    wordRange = first.lowerBound..<last.upperBound
    return .vector
  }

  /// The beginning of a field, for a message.
  private func excerpt(_ bytes: [UInt8], _ field: Range<Int>) -> String {
    String(decoding: bytes[field].prefix(40), as: UTF8.self) + (field.count > 40 ? "…" : "")
  }
}
