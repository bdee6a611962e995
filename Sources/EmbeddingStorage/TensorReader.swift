import Foundation

/// Reads a matrix of a safetensors file, a row a word, and the words from the file or from a list.
///
/// The file has words of its own where it has the tensors `vocabulary.utf8`, their bytes one behind the other, and
/// `vocabulary.offsets` `[words + 1]`, as the models and exports of this package do.
/// Source: <https://github.com/huggingface/safetensors>, README.
struct TensorReader: WordVectorReader {
  /// Rows of the matrix.
  let count: Int
  /// Numbers a row, d.
  let dimension: Int
  let tensor: String?
  private let file: MappedFile
  private let element: ArrayElement
  private let matrix: Int
  private var words: Words
  private var row = 0

  private enum Words {
    case list(WordList)
    /// Where the bytes of the words begin, and their offsets.
    case inside(bytes: Range<Int>, offsets: Range<Int>, ArraySlice<UInt8>)
  }

  static let utf8Name = "vocabulary.utf8"
  static let offsetsName = "vocabulary.offsets"

  /// Whether bytes are the beginning of a safetensors file: a length of 8 bytes, and the brace of its header.
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 10 else { return false }
    let start = bytes.startIndex
    return bytes[start + 8] == UInt8(ascii: "{") && [0x22, 0x7D, 0x20, 0x0A].contains(bytes[start + 9])
      && bytes[(start + 4)..<(start + 8)].allSatisfy { $0 == 0 }
  }

  init(path: String, options: EmbeddingStore.ImportOptions) throws {
    var file = try MappedFile(path: path)
    let header = try Header(&file)
    let matrices = header.tensors.filter {
      $0.value.shape.count == 2 && ArrayElement(rawValue: $0.value.dtype) != nil
    }
    let names = matrices.keys.sorted()
    let name = options.tensor ?? (names.count == 1 ? names[0] : nil)
    guard let name, let chosen = matrices[name], let element = ArrayElement(rawValue: chosen.dtype) else {
      throw EmbeddingStoreError.wrongTensor(path, asked: options.tensor, names: names)
    }
    count = chosen.shape[0]
    dimension = chosen.shape[1]
    tensor = name
    self.element = element
    // No file has more rows than bytes, so that the products below are in range.
    guard (1...VectorFileLayout.largestDimension).contains(dimension), (0...file.count).contains(count) else {
      throw EmbeddingStoreError.notVectors(path, reason: "its matrix is \(count) × \(dimension)")
    }
    let range = try header.place(of: name, in: file)
    guard range.count == count * dimension * element.size else { throw file.cutShort }
    matrix = range.lowerBound
    if let list = options.wordList {
      words = .list(try WordList(path: list))
    } else if let utf8 = header.tensors[Self.utf8Name], let offsets = header.tensors[Self.offsetsName] {
      let bytes = try header.place(of: Self.utf8Name, in: file)
      let places = try header.place(of: Self.offsetsName, in: file)
      guard utf8.dtype == "U8", offsets.dtype == "I64", places.count == 8 * (count + 1) else {
        throw EmbeddingStoreError.notVectors(path, reason: "its vocabulary does not fit its matrix")
      }
      words = .inside(bytes: bytes, offsets: places, [])
    } else {
      throw EmbeddingStoreError.wordsMissing(path)
    }
    self.file = file
  }

  var position: EmbeddingStore.Position { .row(row) }
  var fileBytesRead: Int { min(matrix + row * dimension * element.size, file.count) }
  var word: ArraySlice<UInt8> {
    switch words {
    case .list(let list): list.word
    case .inside(_, _, let word): word
    }
  }

  mutating func next(into vector: inout [Float]) throws -> ReadEntry? {
    let hasWord = try advanceWord()
    guard row < count, hasWord else {
      guard row == count, !hasWord else {
        return .end(.wrongWordCount(words: try wordCount(hasWord), rows: count))
      }
      return nil
    }
    let size = dimension * element.size
    let start = matrix + row * size
    row += 1
    try file.withBytes(start..<start + size) { element.decode($0, into: &vector) }
    guard !word.isEmpty else { return .bad(.noWord) }
    if let component = vector.firstIndex(where: { !$0.isFinite }) {
      return .bad(.notFinite(component: component + 1, text: "\(vector[component])"))
    }
    return .vector
  }

  private mutating func advanceWord() throws -> Bool {
    switch words {
    case .list(var list):
      let hasWord = try list.advance()
      words = .list(list)
      return hasWord
    case .inside(let bytes, let offsets, _):
      guard row < count else { return false }
      var cursor = file
      cursor.offset = offsets.lowerBound + 8 * row
      let (start, end) = (try cursor.next(Int64.self), try cursor.next(Int64.self))
      guard start >= 0, start <= end, end <= Int64(bytes.count) else {
        throw EmbeddingStoreError.notVectors(
          file.path, reason: "word \(row + 1) lies outside of its vocabulary")
      }
      let range = bytes.lowerBound + Int(start)..<bytes.lowerBound + Int(end)
      words = .inside(bytes: bytes, offsets: offsets, try file.withBytes(range) { Array($0)[...] })
      return true
    }
  }

  /// How many words the list has, which is read to its end for it.
  private mutating func wordCount(_ hasWord: Bool) throws -> Int {
    var count = row + (hasWord ? 1 : 0)
    while try advanceWord() { count += 1 }
    return count
  }
}

/// The header of a safetensors file: what tensors there are.
private struct Header {
  struct Tensor: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  let tensors: [String: Tensor]
  private let dataStart: Int

  /// The longest header, as in the reference implementation.
  private static let largestLength: UInt64 = 100_000_000

  init(_ file: inout MappedFile) throws {
    let length = try file.next(UInt64.self)
    guard length <= Self.largestLength else { throw file.cutShort }
    dataStart = 8 + Int(length)
    let json = try file.withBytes(8..<dataStart) { Data($0) }
    guard let entries = try? JSONDecoder().decode([String: Entry].self, from: json) else {
      throw EmbeddingStoreError.notVectors(file.path, reason: "its header is not that of a safetensors file")
    }
    tensors = entries.compactMapValues(\.tensor)
  }

  /// The bytes of a tensor, as a range of the file.
  func place(of name: String, in file: MappedFile) throws -> Range<Int> {
    guard let offsets = tensors[name]?.offsets, offsets.count == 2, offsets[0] >= 0,
      offsets[0] <= offsets[1],
      offsets[1] <= file.count - dataStart
    else { throw file.cutShort }
    return dataStart + offsets[0]..<dataStart + offsets[1]
  }

  /// A tensor, or the metadata, which are none.
  private struct Entry: Decodable {
    let tensor: Tensor?
    init(from decoder: any Decoder) throws { tensor = try? Tensor(from: decoder) }
  }
}
