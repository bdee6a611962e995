/// Reads the rows of a NumPy array that lies column by column (Fortran order), and their words from a list.
///
/// The file is mapped, and some rows at a time are gathered from all columns, so that it is read in long runs and memory stays small.
struct ColumnArrayReader: WordVectorReader {
  private let file: MappedFile
  private let element: ArrayElement
  private let dimension: Int
  private let count: Int
  /// Where the first column begins.
  private let start: Int
  private var list: WordList
  private var row = 0
  /// Rows at hand, `[rows, d]`, the first of them being number `blockStart`.
  private var block: [Float] = []
  private var blockStart = 0

  private static let rowsPerBlock = 1024

  init(path: String, layout: VectorFileLayout, wordList: String?) throws {
    guard let wordList, let element = layout.array, let count = layout.announcedCount,
      let start = layout.columnsStart
    else { throw EmbeddingStoreError.wordsMissing(path) }
    file = try MappedFile(path: path)
    self.element = element
    self.count = count
    self.start = start
    dimension = layout.dimension
    // No file has more rows than bytes, so that the product is in range.
    guard count <= file.count, start + count * dimension * element.size <= file.count else {
      throw file.cutShort
    }
    list = try WordList(path: wordList)
  }

  var position: EmbeddingStore.Position { .row(row) }
  var word: ArraySlice<UInt8> { list.word }
  var fileBytesRead: Int { start + row * dimension * element.size }

  mutating func next(into vector: inout [Float]) throws -> ReadEntry? {
    let hasWord = try list.advance()
    guard row < count, hasWord else {
      guard row == count, !hasWord else {
        return .end(.wrongWordCount(words: try wordCount(hasWord), rows: count))
      }
      return nil
    }
    if (row - blockStart) * dimension >= block.count { try fill() }
    let place = (row - blockStart) * dimension
    for column in 0..<dimension { vector[column] = block[place + column] }
    row += 1
    guard !list.word.isEmpty else { return .bad(.noWord) }
    if let component = vector.firstIndex(where: { !$0.isFinite }) {
      return .bad(.notFinite(component: component + 1, text: "\(vector[component])"))
    }
    return .vector
  }

  /// Gathers the rows from number `row` on.
  private mutating func fill() throws {
    let rows = min(Self.rowsPerBlock, count - row)
    block = [Float](repeating: 0, count: rows * dimension)
    blockStart = row
    var numbers = [Float](repeating: 0, count: rows)
    for column in 0..<dimension {
      let first = start + (column * count + row) * element.size
      try file.withBytes(first..<first + rows * element.size) { element.decode($0, into: &numbers) }
      for index in 0..<rows { block[index * dimension + column] = numbers[index] }
    }
  }

  /// How many words the list has, which is read to its end for it.
  private mutating func wordCount(_ hasWord: Bool) throws -> Int {
    var words = row + (hasWord ? 1 : 0)
    while try list.advance() { words += 1 }
    return words
  }
}
