import Foundation
import GRDB

/// One import under way, inside its transaction: reads, cleans and stores one word after the other, and counts.
struct ImportSession {
  private let source: SourceFile
  private let layout: VectorFileLayout
  private let options: EmbeddingStore.ImportOptions
  private var writer: SetWriter
  private var reader: any WordVectorReader
  private var sample: QuantizationSample?
  private var vector: [Float]
  private var duplicates = 0
  private var badEntries = 0
  private var repairedWords = 0
  private var firstDuplicates: [EmbeddingStore.Duplicate] = []
  private var firstBadEntries: [EmbeddingStore.BadEntry] = []

  /// - Parameter id: The number of the set, which has no rows yet.
  init(
    _ db: Database, set id: Int64, source: SourceFile, layout: VectorFileLayout,
    options: EmbeddingStore.ImportOptions
  ) throws {
    self.source = source
    self.layout = layout
    self.options = options
    writer = try SetWriter(db, set: id, element: options.element, dimension: layout.dimension)
    reader = try layout.makeReader(source, options: options)
    if options.element != .float32 {
      sample = QuantizationSample(element: options.element, dimension: layout.dimension)
    }
    vector = Array(repeating: 0, count: layout.dimension)
  }

  /// Stores all words, or as many as the options ask for.
  mutating func run(progress: (EmbeddingStore.ImportProgress) -> Void) throws {
    var bytesTold = 0
    while writer.count < options.limit ?? .max, let entry = try reader.next(into: &vector) {
      switch entry {
      case .vector: try store(reader.word)
      case .bad(let problem): try note(problem)
      case .end(let problem):
        try note(problem)
        return try storePieces()
      }
      if reader.fileBytesRead > bytesTold {
        bytesTold = reader.fileBytesRead
        progress(.init(bytesRead: bytesTold, bytesTotal: source.size, words: writer.count))
      }
    }
    try storePieces()
  }

  private mutating func storePieces() throws {
    guard options.keepsSubwords, let pieces = reader.subwords else { return }
    for bucket in 0..<pieces.buckets {
      if let problem = try reader.readSubword(bucket, into: &vector) ?? beyondElement() {
        try noteSubword(problem)
      }
      try vector.withUnsafeBufferPointer { try writer.addPiece($0) }
    }
  }

  /// Reads the rest of the file for its hash and writes the metadata.
  mutating func finish() throws -> EmbeddingStore.ImportReport {
    let digest = try source.finish()
    guard writer.count > 0 else {
      throw EmbeddingStoreError.notVectors(source.path, reason: "it has no vector that could be stored")
    }
    var record = EmbeddingStore.Record()
    record.limit = options.limit
    record.onlyWordsOf = options.onlyWords?.source
    record.wordList = options.wordList.map { URL(fileURLWithPath: $0).lastPathComponent }
    record.tensor = reader.tensor
    record.compression = source.compression?.rawValue
    record.subwords = options.keepsSubwords ? reader.subwords : nil
    record.loss = sample?.loss()
    let info = try writer.finish(
      name: options.name,
      source: source.path == "-" ? "standard input" : URL(fileURLWithPath: source.path).lastPathComponent,
      format: layout.format, sha256: digest, normalization: options.normalizes ? .unitLength : .asRead,
      isLowercased: options.lowercases, date: options.date, duplicates: duplicates, badEntries: badEntries,
      repairedWords: repairedWords, record: record)
    return .init(info: info, firstDuplicates: firstDuplicates, firstBadEntries: firstBadEntries)
  }

  private mutating func store(_ word: ArraySlice<UInt8>) throws {
    let key = WordKey(word, lowercased: options.lowercases)
    if let filter = options.onlyWords, !filter.words.contains(key.bytes) { return }
    if options.normalizes { scaleToUnitLength(&vector) }
    if let problem = beyondElement() { return try note(problem) }
    if key.isRepaired { repairedWords += 1 }
    guard try vector.withUnsafeBufferPointer({ try writer.add(key.bytes, $0) }) else {
      return noteDuplicate(key)
    }
    sample?.add(vector)
  }

  /// A number of the row that is too large to be kept. Readers pass finite numbers only, all of which float32 can hold.
  private func beyondElement() -> EmbeddingStore.Problem? {
    let element = options.element
    guard element != .float32, let component = vector.firstIndex(where: { abs($0) > element.greatest }) else {
      return nil
    }
    return .beyondElement(component: component + 1, text: "\(vector[component])", element: element)
  }

  private mutating func noteDuplicate(_ key: WordKey) {
    duplicates += 1
    guard firstDuplicates.count < EmbeddingStore.ImportReport.listLimit else { return }
    firstDuplicates.append(
      .init(word: String(decoding: key.bytes, as: UTF8.self), position: reader.position))
  }

  private mutating func note(_ problem: EmbeddingStore.Problem) throws {
    let entry = EmbeddingStore.BadEntry(position: reader.position, problem: problem)
    guard options.skippingBadLines else { throw EmbeddingStoreError.badEntry(source.path, entry) }
    badEntries += 1
    if firstBadEntries.count < EmbeddingStore.ImportReport.listLimit { firstBadEntries.append(entry) }
  }

  /// A piece's row must have its place, so that a bad one counts as zeros where it is skipped.
  private mutating func noteSubword(_ problem: EmbeddingStore.Problem) throws {
    try note(problem)
    for index in vector.indices { vector[index] = 0 }
  }
}

/// Divides a vector by its length; a zero vector stays.
func scaleToUnitLength(_ vector: inout [Float]) {
  let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  guard length > 0 else { return }
  for index in vector.indices { vector[index] = Float(Double(vector[index]) / length) }
}
