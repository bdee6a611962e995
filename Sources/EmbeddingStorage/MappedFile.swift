import Foundation

/// A plain file in memory where it lies, for formats whose parts are not in the order in which they are wanted.
///
/// All numbers are little-endian. Reading beyond the end throws.
struct MappedFile {
  let path: String
  private let data: Data
  /// Where the next number or text is read.
  var offset = 0

  init(path: String) throws {
    self.path = path
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw EmbeddingStoreError.unreadable(path, reason: "it cannot be mapped")
    }
  }

  var count: Int { data.count }

  /// Calls `body` with some of the bytes.
  func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result) throws
    -> Result
  {
    guard range.lowerBound >= 0, range.upperBound <= data.count else { throw cutShort }
    return try data.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The next whole number.
  mutating func next<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    let size = MemoryLayout<Number>.size
    guard offset <= data.count - size else { throw cutShort }
    defer { offset += size }
    return data.withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
  }

  /// The next bytes up to a zero, which is passed over.
  mutating func nextText(limit: Int) throws -> ArraySlice<UInt8> {
    let end = min(data.count, offset + limit)
    let start = offset
    let text = data.withUnsafeBytes { bytes -> [UInt8]? in
      guard let zero = bytes[start..<end].firstIndex(of: 0) else { return nil }
      return Array(bytes[start..<zero])
    }
    guard let text else { throw cutShort }
    offset += text.count + 1
    return text[...]
  }

  /// Reads a row of float32.
  ///
  /// - Precondition: The row lies within the file.
  func read(at offset: Int, into vector: inout [Float]) {
    data.withUnsafeBytes { bytes in
      vector.withUnsafeMutableBytes {
        $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + $0.count]))
      }
    }
  }

  /// Adds a row of float32 to another.
  ///
  /// - Precondition: The row lies within the file.
  func add(at offset: Int, to vector: inout [Float]) {
    data.withUnsafeBytes { bytes in
      for index in vector.indices {
        vector[index] += bytes.loadUnaligned(fromByteOffset: offset + 4 * index, as: Float.self)
      }
    }
  }

  var cutShort: EmbeddingStoreError { .notVectors(path, reason: "it ends too early") }
}
