/// The layout of a file of word vectors, recognised from its first block, never from its name.
struct VectorFileLayout: Equatable {
  var format: EmbeddingStore.VectorFormat
  /// Numbers a vector, d.
  var dimension: Int
  /// How many vectors the header announces; `nil` without a header.
  var announcedCount: Int?

  /// How the numbers of an array are written.
  var array: ArrayElement?
  /// Where the numbers of an array begin that lies column by column; nil for any other.
  var columnsStart: Int?

  /// More numbers than this a vector has in no file.
  static let largestDimension = 1 << 16

  /// Looks at the first block of a file and leaves it at its first vector.
  ///
  /// - Throws: `EmbeddingStoreError.notVectors` when it is none of the formats; `wordsMissing`, `wordsNotNeeded`.
  init(recognizing source: SourceFile, options: EmbeddingStore.ImportOptions = .init()) throws {
    _ = try source.require(SourceFile.blockSize)
    let start = source.bytes[source.unread]
    guard options.tensor == nil || TensorRows.begins(start) else {
      throw EmbeddingStoreError.tensorNotNeeded(source.path)
    }
    if FastTextReader.begins(start) {
      try Self.requirePlain(source, "a fastText model")
      guard options.wordList == nil else { throw EmbeddingStoreError.wordsNotNeeded(source.path) }
      let model = try FastTextReader(path: source.path)
      self.init(format: .fastTextBinary, dimension: model.dimension, announcedCount: model.count)
      return
    }
    if ArrayHeader.begins(start) {
      guard options.wordList != nil else { throw EmbeddingStoreError.wordsMissing(source.path) }
      let header = try ArrayHeader(takingFrom: source)
      self.init(format: .numpy, dimension: header.columns, announcedCount: header.rows, array: header.element)
      if header.isFortranOrder {
        try Self.requirePlain(source, "a NumPy array in Fortran order")
        columnsStart = header.dataStart
      }
      return
    }
    if TensorRows.begins(start) {
      try Self.requirePlain(source, "a safetensors file")
      let rows = try TensorRows(path: source.path, tensor: options.tensor)
      self.init(format: .safetensors, dimension: rows.dimension, announcedCount: rows.count)
      return
    }
    guard options.wordList == nil else { throw EmbeddingStoreError.wordsNotNeeded(source.path) }
    while source.firstIndex(of: 0x0A, in: source.unread) == nil, source.unread.count < SourceFile.longestLine
    {
      guard try source.require(source.unread.count + 1) else { break }
    }
    guard !source.unread.isEmpty else {
      throw EmbeddingStoreError.notVectors(source.path, reason: "it is empty")
    }
    if let kind = Self.foreignKind(source) { throw EmbeddingStoreError.notVectors(source.path, reason: kind) }
    if source.bytes[source.unread].starts(with: [0xEF, 0xBB, 0xBF]) { source.skip(3) }

    let lineEnd = source.firstIndex(of: 0x0A, in: source.unread) ?? source.unread.upperBound
    let firstLine = source.unread.lowerBound..<lineEnd
    if let (count, dimension) = Self.header(source.bytes, firstLine) {
      guard dimension >= 1, dimension <= Self.largestDimension else {
        throw EmbeddingStoreError.notVectors(
          source.path, reason: "its header announces \(dimension) numbers a vector")
      }
      source.skip(min(lineEnd + 1, source.unread.upperBound) - source.unread.lowerBound)
      let format =
        Self.isText(source.bytes, source.unread, dimension: dimension)
        ? EmbeddingStore.VectorFormat.word2vecText : .word2vecBinary
      self.init(format: format, dimension: dimension, announcedCount: count)
    } else {
      let dimension = Self.usualDimension(source)
      guard dimension >= 1, dimension <= Self.largestDimension else {
        throw EmbeddingStoreError.notVectors(source.path, reason: "its lines are not a word and numbers")
      }
      self.init(format: .gloveText, dimension: dimension, announcedCount: nil)
    }
  }

  init(
    format: EmbeddingStore.VectorFormat, dimension: Int, announcedCount: Int?, array: ArrayElement? = nil
  ) {
    self.array = array
    self.format = format
    self.dimension = dimension
    self.announcedCount = announcedCount
  }

  /// The two numbers of a header: a line of exactly two fields, both whole numbers.
  static func header(_ bytes: [UInt8], _ line: Range<Int>) -> (count: Int, dimension: Int)? {
    // Longer lines are no header, and splitting them would cost memory.
    guard line.count <= 64 else { return nil }
    let fields = fields(bytes, line)
    guard fields.count == 2, fields.allSatisfy({ bytes[$0].allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
      let count = Int(String(decoding: bytes[fields[0]], as: UTF8.self)),
      let dimension = Int(String(decoding: bytes[fields[1]], as: UTF8.self))
    else { return nil }
    return (count, dimension)
  }

  /// The fields of a line, parted by blanks or tabs.
  static func fields(_ bytes: [UInt8], _ line: Range<Int>) -> [Range<Int>] {
    bytes[line].split(whereSeparator: DecimalNumber.isBlank).map { $0.startIndex..<$0.endIndex }
  }

  /// Throws where a file that is read at several places cannot be.
  private static func requirePlain(_ source: SourceFile, _ kind: String) throws {
    guard source.isPlain else {
      throw EmbeddingStoreError.notVectors(
        source.path, reason: "\(kind) that is compressed or comes from a pipe, unpack it into a file first")
    }
  }

  /// What a file is that begins as some well-known other kind does.
  private static func foreignKind(_ source: SourceFile) -> String? {
    let kinds: [([UInt8], String)] = [
      (Array("SQLite format 3\0".utf8), "it is an SQLite file")
    ]
    return kinds.first { source.bytes[source.unread].starts(with: $0.0) }?.1
  }

  /// Whether text follows the header: a line that ends in as many numbers as it should, or nothing that text does not have.
  ///
  /// Floats in binary form all but surely hold control characters or bytes that are not UTF-8 within 4 kB;
  /// the line of numbers comes first because words in text files hold such bytes at times.
  static func isText(_ bytes: [UInt8], _ range: Range<Int>, dimension: Int) -> Bool {
    let start = range.lowerBound
    let lineEnd = bytes[range].firstIndex(of: 0x0A) ?? range.upperBound
    let fields = fields(bytes, start..<lineEnd).dropFirst()
    let numbers = fields.suffix(dimension).count { DecimalNumber.field(bytes, $0) != .notANumber }
    if numbers == dimension { return true }

    var sample = bytes[start..<min(start + 4096, range.upperBound)]
    if sample.count == 4096 { sample = sample.dropLast(Self.brokenTail(sample)) }
    return sample.allSatisfy(isOfText) && String(validating: sample, as: UTF8.self) != nil
  }

  /// How many bytes at the end are the beginning of a character that a cut went through.
  private static func brokenTail(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let lead = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return 0 }
    let length = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : bytes[lead] >= 0xC0 ? 2 : 1
    let there = bytes.endIndex - lead
    return there < length ? there : 0
  }

  /// Whether a byte may stand in a text: no control character but white space.
  static func isOfText(_ byte: UInt8) -> Bool { byte >= 0x20 || (0x09...0x0D).contains(byte) }

  /// How many numbers most of the first lines end in, the word not counted; the first such number of a tie.
  private static func usualDimension(_ source: SourceFile) -> Int {
    var votes: [(dimension: Int, count: Int)] = []
    var start = source.unread.lowerBound
    for _ in 0..<100 where start < source.unread.upperBound {
      let newline = source.firstIndex(of: 0x0A, in: start..<source.unread.upperBound)
      // A line that the block cuts says nothing; without a newline at the end of the file there is but one.
      if newline == nil, !votes.isEmpty, source.unread.count >= SourceFile.blockSize { break }
      let line = start..<(newline ?? source.unread.upperBound)
      start = line.upperBound + 1
      let fields = fields(source.bytes, line)
      guard !fields.isEmpty else { continue }
      let numbers = fields.reversed().prefix { DecimalNumber.field(source.bytes, $0) != .notANumber }.count
      let dimension = min(numbers, fields.count - 1)
      if let index = votes.firstIndex(where: { $0.dimension == dimension }) {
        votes[index].count += 1
      } else {
        votes.append((dimension, 1))
      }
    }
    // `max` keeps the first of equals; a line without numbers only counts where nothing else has as many.
    let best = votes.filter { $0.dimension > 0 }.max { $0.count < $1.count }
    let numberless = votes.first { $0.dimension == 0 }
    guard let best, best.count >= numberless?.count ?? 0 else { return 0 }
    return best.dimension
  }
}
