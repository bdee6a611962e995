extension TensorFile {
  /// A tensor to be written.
  package struct Tensor: Sendable, Equatable {
    /// The elements, row-major; they choose the type in the file.
    package enum Elements: Sendable, Equatable {
      /// F32.
      case floats([Float])
      /// I32.
      case int32s([Int32])
      /// I64.
      case int64s([Int64])
      /// U8.
      case bytes([UInt8])
    }

    /// Its name, unique in the file.
    package let name: String
    /// Its shape, outermost dimension first.
    package let shape: [Int]
    /// Its elements.
    package let elements: Elements

    /// - Precondition: The shape has as many places as there are elements; the name is not "__metadata__".
    package init(name: String, shape: [Int], elements: Elements) {
      precondition(name != TensorFileHeader.metadataKey, "a tensor cannot be named \(name)")
      let expected = TensorFileHeader.byteCount(elements.type, shape)
      precondition(
        shape.allSatisfy { $0 >= 0 } && expected == elements.count * elements.type.size,
        "tensor \(name) of shape \(shape) was given \(elements.count) elements")
      self.name = name
      self.shape = shape
      self.elements = elements
    }
  }

  /// Writes a safetensors file beside `path` and renames it, with a checksum in its metadata.
  ///
  /// - Parameters:
  ///   - tensors: In any order; in the file wider elements come first, then names in the order of their bytes, so that
  ///     all elements are aligned and equal tensors make equal files.
  ///   - metadata: Text by key.
  /// - Returns: The checksum.
  /// - Throws: ``ModelFileError/unwritable(file:reason:)``; what was at `path` is then as before.
  /// - Precondition: Names are unique; the metadata has no key "sha256"; the header stays below 100 MB.
  /// - Complexity: O(bytes), in two passes over the tensors, of which no copy is made.
  @discardableResult
  package static func write(
    _ tensors: [Tensor], metadata: [String: String], to path: String
  ) throws -> String {
    precondition(metadata[TensorFileHeader.checksumKey] == nil, "the checksum is not the caller's to set")
    precondition(Set(tensors.map(\.name)).count == tensors.count, "two tensors of one name")
    let tensors = inFileOrder(tensors)

    // The checksum comes first in the file and last to be known: hash once with zeros in its place, then write.
    var checksum = Checksum()
    prelude(tensors, metadata, checksum: Checksum.placeholder).withUnsafeBytes { checksum.update($0) }
    for tensor in tensors { tensor.elements.withBytes { checksum.update($0) } }
    let digest = checksum.finalized()

    try AtomicFile.write(to: path) { output in
      try prelude(tensors, metadata, checksum: digest).withUnsafeBytes { try output.write($0) }
      for tensor in tensors { try tensor.elements.withBytes { try output.write($0) } }
    }
    return digest
  }

  /// How many bytes `write` would write.
  package static func byteCount(_ tensors: [Tensor], metadata: [String: String]) -> Int {
    // Where a tensor lies decides how many digits its place has in the header.
    let tensors = inFileOrder(tensors)
    return tensors.reduce(prelude(tensors, metadata, checksum: Checksum.placeholder).count) {
      $0 + $1.elements.count * $1.elements.type.size
    }
  }

  private static func inFileOrder(_ tensors: [Tensor]) -> [Tensor] {
    tensors.sorted {
      $0.elements.type.size != $1.elements.type.size
        ? $0.elements.type.size > $1.elements.type.size
        : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  /// The length and the header, padded with spaces so that the data starts at a multiple of 8 bytes.
  private static func prelude(
    _ tensors: [Tensor], _ metadata: [String: String], checksum: String
  ) -> [UInt8] {
    var metadata = metadata
    metadata[TensorFileHeader.checksumKey] = checksum
    let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let texts = pairs.map { "\(jsonText($0.key)):\(jsonText($0.value))" }
    var fields = ["\(jsonText(TensorFileHeader.metadataKey)):{\(texts.joined(separator: ","))}"]
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.elements.count * tensor.elements.type.size
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(jsonText(tensor.name)):{\"dtype\":\"\(tensor.elements.type.rawValue)\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var json = Array("{\(fields.joined(separator: ","))}".utf8)
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    precondition(json.count <= TensorFileHeader.largestLength, "a header of \(json.count) bytes")
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
  }

  /// `text` as JSON writes it.
  private static func jsonText(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}

extension TensorFile.Tensor.Elements {
  var type: TensorFileElement {
    switch self {
    case .floats: .float32
    case .int32s: .int32
    case .int64s: .int64
    case .bytes: .uint8
    }
  }

  var count: Int {
    switch self {
    case .floats(let elements): elements.count
    case .int32s(let elements): elements.count
    case .int64s(let elements): elements.count
    case .bytes(let elements): elements.count
    }
  }

  /// The bytes as they stand in the file: Swift's platforms are little-endian, as the format is.
  fileprivate func withBytes(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    switch self {
    case .floats(let elements): try elements.withUnsafeBytes(body)
    case .int32s(let elements): try elements.withUnsafeBytes(body)
    case .int64s(let elements): try elements.withUnsafeBytes(body)
    case .bytes(let elements): try elements.withUnsafeBytes(body)
    }
  }
}

#if _endian(big)
  #error("safetensors holds little-endian numbers; this platform needs them swapped")
#endif
