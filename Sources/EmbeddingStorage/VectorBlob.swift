import Foundation

/// A vector as the store keeps it: float32, little-endian, one after the other.
enum VectorBlob {
  /// The bytes of a vector, `4 · d` of them.
  static func encode(_ vector: [Float]) -> Data {
    #if _endian(little)
      vector.withUnsafeBytes { Data($0) }
    #else
      vector.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
    #endif
  }

  /// Writes the numbers of a blob into `values`, the first at `offset`.
  ///
  /// - Returns: False, and nothing written, when the blob does not have `4 · dimension` bytes.
  /// - Precondition: `values` has room for `dimension` numbers from `offset` on.
  static func decode(_ blob: Data, dimension: Int, into values: inout [Float], at offset: Int = 0) -> Bool {
    precondition(
      offset >= 0 && offset + dimension <= values.count, "\(values.count) places, \(offset) + \(dimension)")
    guard blob.count == 4 * dimension else { return false }
    // The bytes of a column may begin at any address, so they are copied and never bound to Float.
    values.withUnsafeMutableBytes {
      _ = blob.copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: $0[(4 * offset)...]))
    }
    swapIfNeeded(&values, offset..<(offset + dimension))
    return true
  }

  /// As `decode(_:dimension:into:at:)`, from `4 · values.count` bytes that start at `start`.
  static func decode(_ bytes: [UInt8], from start: Int, into values: inout [Float]) {
    values.withUnsafeMutableBytes { $0.copyBytes(from: bytes[start..<(start + $0.count)]) }
    swapIfNeeded(&values, values.indices)
  }

  private static func swapIfNeeded(_ values: inout [Float], _ range: Range<Int>) {
    #if _endian(big)
      for index in range { values[index] = Float(bitPattern: UInt32(littleEndian: values[index].bitPattern)) }
    #endif
  }
}
