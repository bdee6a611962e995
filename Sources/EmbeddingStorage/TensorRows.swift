/// A matrix of a safetensors file, a row a word.
///
/// The file has words of its own where it has the tensors `vocabulary.utf8`, their bytes one behind the other, and
/// `vocabulary.offsets` `[words + 1]`, as the models and exports of this package do.
/// Source: <https://github.com/huggingface/safetensors>, README.
struct TensorRows: MatrixRows {
  let count: Int
  /// Numbers a row, d.
  let dimension: Int
  /// Which tensor it is.
  let tensor: String
  private let file: MappedFile
  private let header: TensorHeader
  private let element: ArrayElement
  /// Where the first row begins.
  private let start: Int

  static let utf8Name = "vocabulary.utf8"
  static let offsetsName = "vocabulary.offsets"

  /// Whether bytes are the beginning of a safetensors file: a length of 8 bytes, and the brace of its header.
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 10 else { return false }
    let start = bytes.startIndex
    return bytes[start + 8] == UInt8(ascii: "{") && [0x22, 0x7D, 0x20, 0x0A].contains(bytes[start + 9])
      && bytes[(start + 4)..<(start + 8)].allSatisfy { $0 == 0 }
  }

  /// - Parameter asked: The tensor; nil: the only matrix.
  init(path: String, tensor asked: String?) throws {
    var file = try MappedFile(path: path)
    header = try TensorHeader(&file)
    let matrices = header.tensors.filter {
      $0.value.shape.count == 2 && ArrayElement(rawValue: $0.value.dtype) != nil
    }
    let names = matrices.keys.sorted()
    let name = asked ?? (names.count == 1 ? names[0] : nil)
    guard let name, let chosen = matrices[name], let element = ArrayElement(rawValue: chosen.dtype) else {
      throw EmbeddingStoreError.wrongTensor(path, asked: asked, names: names)
    }
    count = chosen.shape[0]
    dimension = chosen.shape[1]
    tensor = name
    self.element = element
    // No file has more rows than bytes, so that the product is in range.
    guard (1...VectorFileLayout.largestDimension).contains(dimension), (0...file.count).contains(count) else {
      throw EmbeddingStoreError.notVectors(path, reason: "its matrix is \(count) × \(dimension)")
    }
    let range = try header.place(of: name, in: file)
    guard range.count == count * dimension * element.size else { throw file.cutShort }
    start = range.lowerBound
    self.file = file
  }

  func fileBytesRead(_ row: Int) -> Int { min(start + row * dimension * element.size, file.count) }

  func read(_ row: Int, into vector: inout [Float]) throws -> Bool {
    let size = dimension * element.size
    let place = start + row * size
    try file.withBytes(place..<place + size) { element.decode($0, into: &vector) }
    return true
  }

  /// The words that the file has, one a row.
  func words() throws -> TensorWords {
    guard let utf8 = header.tensors[Self.utf8Name], let offsets = header.tensors[Self.offsetsName] else {
      throw EmbeddingStoreError.wordsMissing(file.path)
    }
    let bytes = try header.place(of: Self.utf8Name, in: file)
    let places = try header.place(of: Self.offsetsName, in: file)
    guard utf8.dtype == "U8", offsets.dtype == "I64", places.count == 8 * (count + 1) else {
      throw EmbeddingStoreError.notVectors(file.path, reason: "its vocabulary does not fit its matrix")
    }
    return TensorWords(file: file, count: count, bytes: bytes, offsets: places)
  }
}

/// The words of a safetensors file that has its own.
struct TensorWords: RowWords {
  private(set) var word: ArraySlice<UInt8> = []
  private var file: MappedFile
  private let count: Int
  private let bytes: Range<Int>
  /// How many words were read.
  private var read = 0

  /// - Parameters:
  ///   - bytes: Where those of all words lie.
  ///   - offsets: Where the offsets lie, `[count + 1]`.
  init(file: MappedFile, count: Int, bytes: Range<Int>, offsets: Range<Int>) {
    self.file = file
    self.count = count
    self.bytes = bytes
    self.file.offset = offsets.lowerBound
  }

  mutating func advance() throws -> Bool {
    guard read < count else { return false }
    let start = try file.next(Int64.self)
    // The end of this word is the start of the next.
    let next = file.offset
    let end = try file.next(Int64.self)
    file.offset = next
    read += 1
    guard start >= 0, start <= end, end <= Int64(bytes.count) else {
      throw EmbeddingStoreError.notVectors(file.path, reason: "word \(read) lies outside of its vocabulary")
    }
    word = try file.withBytes(bytes.lowerBound + Int(start)..<bytes.lowerBound + Int(end)) { Array($0)[...] }
    return true
  }
}
