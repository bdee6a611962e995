#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Span<UInt8> {
  /// The offset of the first such byte in a range, by the machine's `memchr`.
  ///
  /// - Complexity: O(length of the range), some 30 bytes a nanosecond.
  func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    extracting(range).withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, let hit = memchr(start, Int32(byte), bytes.count) else {
        return nil
      }
      return range.lowerBound + (UnsafeRawPointer(hit) - UnsafeRawPointer(start))
    }
  }

  /// Whether these bytes begin at `offset`; false where they would reach past the end.
  func contains(_ bytes: StaticString, at offset: Int) -> Bool {
    guard count - offset >= bytes.utf8CodeUnitCount else { return false }
    return bytes.withUTF8Buffer { expected in
      for index in expected.indices where self[offset + index] != expected[index] { return false }
      return true
    }
  }
}

/// Lends the UTF-8 of a string without a copy, or with one where the string is stored otherwise.
func withUTF8<Result>(of text: String, _ body: (Span<UInt8>) -> Result) -> Result {
  if let result = text.utf8.withContiguousStorageIfAvailable({ body($0.span) }) { return result }
  return body(Array(text.utf8).span)
}

extension String {
  /// A string of these bytes, invalid sequences replaced by U+FFFD and counted.
  package init(repairing bytes: Span<UInt8>, replacedSequenceCount: inout Int) {
    let valid = bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
    if let valid {
      self = valid
    } else {
      replacedSequenceCount += bytes.invalidSequenceCount
      self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
  }
}
