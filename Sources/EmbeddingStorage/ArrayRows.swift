/// The rows of a NumPy array, one behind the other, from a file that may be packed or a pipe.
struct ArrayRows: MatrixRows {
  let count: Int
  private let source: SourceFile
  private let element: ArrayElement
  private let dimension: Int

  /// - Parameter source: Stands at the first number.
  init(_ source: SourceFile, layout: VectorFileLayout) throws {
    guard let element = layout.array, let count = layout.announcedCount else {
      throw EmbeddingStoreError.wordsMissing(source.path)
    }
    self.source = source
    self.element = element
    self.count = count
    dimension = layout.dimension
  }

  func fileBytesRead(_ row: Int) -> Int { source.fileBytesRead }

  func read(_ row: Int, into vector: inout [Float]) throws -> Bool {
    let size = element.size * dimension
    guard try source.require(size) else { return false }
    let start = source.unread.lowerBound
    source.bytes.withUnsafeBytes {
      element.decode(UnsafeRawBufferPointer(rebasing: $0[start..<start + size]), into: &vector)
    }
    source.skip(size)
    return true
  }
}

/// The rows of a NumPy array that lies column by column (Fortran order).
///
/// The file is mapped, and some rows at a time are gathered from all columns, so that it is read in long runs and memory stays small.
struct ColumnArrayRows: MatrixRows {
  let count: Int
  private let file: MappedFile
  private let element: ArrayElement
  private let dimension: Int
  /// Where the first column begins.
  private let start: Int
  /// Rows at hand, `[rows, d]`, the first of them being number `blockStart`.
  private var block: [Float] = []
  private var blockStart = 0

  private static let rowsPerBlock = 1024

  init(path: String, layout: VectorFileLayout) throws {
    guard let element = layout.array, let count = layout.announcedCount, let start = layout.columnsStart
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
  }

  func fileBytesRead(_ row: Int) -> Int { start + row * dimension * element.size }

  mutating func read(_ row: Int, into vector: inout [Float]) throws -> Bool {
    if (row - blockStart) * dimension >= block.count { try gather(from: row) }
    let place = (row - blockStart) * dimension
    for column in 0..<dimension { vector[column] = block[place + column] }
    return true
  }

  /// Gathers the rows from number `row` on.
  private mutating func gather(from row: Int) throws {
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
}
