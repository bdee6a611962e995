import Foundation

/// Named tensors as they stand in a safetensors file.
///
/// Every byte is distrusted: opening checks the header as ``TensorFileHeader`` says, that the file has just the bytes
/// the header promises, and the checksum that ``write(_:metadata:to:)`` put into the metadata:
///
///     sha256 = SHA-256 of the SHA-256 digests of the file's mebibytes, one after another;
///              its own 64 hexadecimal digits, which lie in the first mebibyte or two, are taken as '0'
///
/// so that no byte of header or data can change unnoticed. (It finds damage and edits. It does not say who wrote the
/// file: whoever can write a file can write its checksum.) Elements are little-endian, as on every platform Swift has.
package struct TensorFile: Sendable {
  /// The file's name as given, for messages.
  package let file: String
  /// What is in the file, and where.
  package let header: TensorFileHeader
  /// The checksum in lower-case hexadecimal digits; `nil` if the file has none.
  package var checksum: String? { header.checksum?.text }
  /// The metadata, without the checksum.
  package var metadata: [String: String] { header.metadata }

  private let bytes: Data
  private let dataStart: Int
  private let entries: [String: TensorFileHeader.Entry]

  /// Opens and checks a file.
  ///
  /// - Parameter requiringChecksum: Whether a file without checksum is refused as no model. Where it is `false`, as for
  ///   a file from another program, a checksum that is there is checked all the same.
  /// - Throws: ``ModelFileError``.
  /// - Complexity: O(bytes); reading and hashing 25 MB takes some ten milliseconds.
  package init(contentsOf path: String, requiringChecksum: Bool = true) throws {
    try self.init(bytes: WholeFile.read(path), file: path, requiringChecksum: requiringChecksum)
  }

  /// Checks the bytes of a file named `file`, as ``init(contentsOf:requiringChecksum:)`` does.
  package init(bytes: Data, file: String, requiringChecksum: Bool = true) throws {
    // A slice keeps the indices of the whole; what follows counts from 0.
    let bytes = bytes.startIndex == 0 ? bytes : Data(bytes)
    let headerRange = try Self.headerRange(bytes, file: file)
    let header: TensorFileHeader
    do throws(TensorFileHeaderError) {
      header = try TensorFileHeader(json: [UInt8](bytes[headerRange]))
    } catch {
      throw ModelFileError.corruptHeader(file: file, reason: error.reason)
    }
    let (length, overflow) = headerRange.upperBound.addingReportingOverflow(header.dataLength)
    guard !overflow, bytes.count >= length else {
      throw ModelFileError.truncated(file: file, expected: overflow ? .max : length, actual: bytes.count)
    }
    guard bytes.count == length else {
      throw ModelFileError.corruptHeader(
        file: file, reason: "\(bytes.count - length) bytes follow the last tensor")
    }
    if let checksum = header.checksum {
      let text = checksum.range.lowerBound + 8..<checksum.range.upperBound + 8
      guard text.count == Checksum.length, checksum.text == Checksum.of(bytes, exceptFor: text) else {
        throw ModelFileError.checksumMismatch(file: file)
      }
    } else if requiringChecksum {
      throw ModelFileError.notAModel(
        file: file, reason: "a safetensors file, but no TextCNN model (its metadata has no checksum)")
    }
    self.file = file
    self.header = header
    self.bytes = bytes
    dataStart = headerRange.upperBound
    entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0) })
  }

  /// Where the header's JSON is, if this looks like a safetensors file at all.
  private static func headerRange(_ bytes: Data, file: String) throws -> Range<Int> {
    guard bytes.count >= 8 else {
      let reason = bytes.isEmpty ? "the file is empty" : "the file has only \(bytes.count) bytes"
      throw ModelFileError.notAModel(file: file, reason: reason)
    }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length > 1, length <= TensorFileHeader.largestLength,
      bytes.count == 8 || bytes[8] == UInt8(ascii: "{")
    else {
      throw ModelFileError.notAModel(file: file, reason: "not a TextCNN model (no safetensors file)")
    }
    let end = 8 + Int(length)
    guard bytes.count >= end else {
      throw ModelFileError.truncated(file: file, expected: end, actual: bytes.count)
    }
    return 8..<end
  }

  /// The text under `key` in the metadata.
  /// - Throws: ``ModelFileError/notAModel(file:reason:)`` if there is none: only a model has our keys.
  package func requireMetadata(_ key: String) throws -> String {
    guard let value = metadata[key] else {
      throw ModelFileError.notAModel(
        file: file, reason: "a safetensors file, but no TextCNN model (no \(quoted(key)) in its metadata)")
    }
    return value
  }
}

// The tensors.
extension TensorFile {
  /// The names of the tensors, in the order of their bytes.
  package var names: [String] { header.entries.map(\.name) }

  /// A tensor's type, shape and place.
  /// - Throws: ``ModelFileError/missingTensor(file:tensor:)``.
  package func entry(named name: String) throws -> TensorFileHeader.Entry {
    guard let entry = entries[name] else {
      throw ModelFileError.missingTensor(file: file, tensor: name)
    }
    return entry
  }

  /// The elements of an F32 tensor, row-major.
  ///
  /// - Parameter shape: The shape it must have; `nil` takes any.
  /// - Throws: ``ModelFileError`` if it is missing, or has another type or shape.
  /// - Complexity: O(elements). NaN and infinities are passed on.
  package func floats(named name: String, shape: [Int]? = nil) throws -> [Float] {
    try elements(named: name, .float32, shape: shape)
  }

  /// Lends the elements of an F32 tensor, without a copy where they lie as floats must.
  ///
  /// - Throws: as ``floats(named:shape:)``.
  package func withFloats(named name: String, shape: [Int], _ body: (UnsafeBufferPointer<Float>) -> Void)
    throws
  {
    let entry = try checked(name, .float32, shape: shape)
    let isLent = bytes.withUnsafeBytes { all in
      let own = UnsafeRawBufferPointer(
        rebasing: all[dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound])
      guard UInt(bitPattern: own.baseAddress) % UInt(MemoryLayout<Float>.alignment) == 0 else { return false }
      own.withMemoryRebound(to: Float.self, body)
      return true
    }
    if !isLent { try floats(named: name, shape: shape).withUnsafeBufferPointer(body) }
  }

  /// What copies a row of an F32 tensor of two dimensions out of the file's bytes, which stay in memory for it.
  ///
  /// - Throws: as ``floats(named:shape:)``.
  package func rows(
    named name: String, shape: [Int]
  ) throws -> @Sendable (_ row: Int, _ target: UnsafeMutablePointer<Float>) -> Void {
    precondition(shape.count == 2, "rows of a tensor of shape \(shape)")
    let (count, length) = (shape[0], shape[1] * MemoryLayout<Float>.size)
    let data = slice(try checked(name, .float32, shape: shape))
    return { row, target in
      precondition(row >= 0 && row < count, "row \(row) of \(count)")
      let start = data.startIndex + row * length
      data.copyBytes(
        to: UnsafeMutableRawBufferPointer(start: target, count: length), from: start..<start + length)
    }
  }

  /// The elements of an I32 tensor; as ``floats(named:shape:)``.
  package func int32s(named name: String, shape: [Int]? = nil) throws -> [Int32] {
    try elements(named: name, .int32, shape: shape)
  }

  /// The elements of an I64 tensor; as ``floats(named:shape:)``.
  package func int64s(named name: String, shape: [Int]? = nil) throws -> [Int64] {
    try elements(named: name, .int64, shape: shape)
  }

  /// The elements of a U8 tensor; as ``floats(named:shape:)``.
  package func bytes(named name: String, shape: [Int]? = nil) throws -> [UInt8] {
    try elements(named: name, .uint8, shape: shape)
  }

  /// The bytes of a tensor of any type.
  /// - Throws: ``ModelFileError/missingTensor(file:tensor:)``.
  package func rawBytes(named name: String) throws -> Data { slice(try entry(named: name)) }

  private func slice(_ entry: TensorFileHeader.Entry) -> Data {
    bytes[dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound]
  }

  private func checked(
    _ name: String, _ type: TensorFileElement, shape: [Int]?
  ) throws -> TensorFileHeader.Entry {
    let entry = try entry(named: name)
    guard entry.element == type else {
      throw ModelFileError.wrongType(
        file: file, tensor: name, found: entry.element.rawValue, expected: type.rawValue)
    }
    if let shape, entry.shape != shape {
      throw ModelFileError.wrongShape(file: file, tensor: name, found: entry.shape, expected: shape)
    }
    return entry
  }

  private func elements<Element: BitwiseCopyable>(
    named name: String, _ type: TensorFileElement, shape: [Int]?
  ) throws -> [Element] {
    let entry = try checked(name, type, shape: shape)
    let count = entry.range.count / type.size
    // A copy, because nothing promises that a tensor of a file from elsewhere is aligned.
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      slice(entry).copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      initialized = count
    }
  }
}
