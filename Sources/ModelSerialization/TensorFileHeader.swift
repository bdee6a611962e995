/// The header of a safetensors file: what is in it, and where.
///
///     file = length of the header N, 8 bytes little-endian | header, N bytes of JSON | data
///     header = {"__metadata__": {key: text}, name: {"dtype": …, "shape": […], "data_offsets": [begin, end]}, …}
///
/// Offsets count from the start of the data. Tensors follow each other without a gap or an overlap and fill the data.
/// Source: <https://github.com/huggingface/safetensors>, README and safetensors/src/tensor.rs.
package struct TensorFileHeader: Sendable, Equatable {
  /// One tensor's place in the file.
  package struct Entry: Sendable, Equatable {
    /// Its name, such as "conv3.weight".
    package let name: String
    /// What its elements are.
    package let element: TensorFileElement
    /// Its shape, outermost dimension first; empty for a single number.
    package let shape: [Int]
    /// Its bytes, counted from the start of the data.
    package let range: Range<Int>
  }

  /// The tensors in the order of their bytes.
  package let entries: [Entry]
  /// The metadata, without the checksum.
  package let metadata: [String: String]
  /// The checksum the metadata claims, as text, and where the text stands in the header; `nil` if there is none.
  let checksum: (text: String, range: Range<Int>)?

  /// No header is longer, as in the reference implementation.
  package static let largestLength = 100_000_000
  /// The key of the metadata in the header.
  static let metadataKey = "__metadata__"
  /// The key of the checksum in the metadata.
  package static let checksumKey = "sha256"

  /// How many bytes of data the tensors fill.
  package var dataLength: Int { entries.last?.range.upperBound ?? 0 }

  /// Reads the header's JSON.
  ///
  /// - Throws: ``TensorFileHeaderError`` if it is not JSON of this form, names something twice, or places tensors so
  ///   that shape and bytes disagree, bytes overlap or bytes belong to none.
  /// - Complexity: O(bytes + tensors · log tensors).
  init(json: [UInt8]) throws(TensorFileHeaderError) {
    var parser = TensorFileHeaderParser(bytes: json)
    try parser.parse()
    entries = parser.entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    metadata = parser.metadata
    checksum = parser.checksum
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else {
        throw TensorFileHeaderError(
          "tensor \(quoted(entry.name)) starts at byte \(entry.range.lowerBound) of the data, expected \(end)"
        )
      }
      guard entry.range.count == Self.byteCount(entry.element, entry.shape) else {
        throw TensorFileHeaderError(
          "tensor \(quoted(entry.name)) has \(entry.range.count) bytes, which is not "
            + "\(entry.shape) of \(entry.element.rawValue)")
      }
      end = entry.range.upperBound
    }
  }

  /// Bytes of a tensor; `nil` if there are more than can be counted.
  static func byteCount(_ element: TensorFileElement, _ shape: [Int]) -> Int? {
    var bytes = element.size
    for dimension in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      bytes = product
    }
    return bytes
  }

  package static func == (first: TensorFileHeader, second: TensorFileHeader) -> Bool {
    first.entries == second.entries && first.metadata == second.metadata
      && first.checksum?.text == second.checksum?.text
  }
}

/// What is wrong with a header; `TensorFile` adds the file's name.
struct TensorFileHeaderError: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
