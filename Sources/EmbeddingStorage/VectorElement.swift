import CTensorMath

extension EmbeddingStore {
  /// What a store keeps the numbers of a set as.
  public enum VectorElement: String, Codable, Sendable, CaseIterable {
    /// As they were read: 4 bytes a number.
    case float32
    /// Rounded to 11 binary digits: 2 bytes a number.
    case float16
    /// Rounded to 255 steps of the vector's own scale, max |x| / 127: a byte a number, and 4 for the scale.
    case int8
  }
}

extension EmbeddingStore.VectorElement {
  /// Bytes that a row of `dimension` numbers takes.
  func rowBytes(_ dimension: Int) -> Int {
    switch self {
    case .float32: 4 * dimension
    case .float16: 2 * dimension
    case .int8: 4 + dimension
    }
  }

  /// The greatest size of a number that can be kept.
  var greatest: Float {
    switch self {
    case .float32: .greatestFiniteMagnitude
    // 127 steps of a scale that was rounded up must not end beyond the greatest Float.
    case .int8: 3.4e38
    // What rounds up to 65,536 is infinite.
    case .float16: Float(65_519)
    }
  }

  /// Writes a row, `rowBytes` of them, little-endian. O(d).
  func encode(_ row: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawBufferPointer) {
    precondition(bytes.count == rowBytes(row.count), "\(bytes.count) bytes for \(row.count) numbers")
    guard let from = row.baseAddress, let into = bytes.baseAddress else { return }
    switch self {
    case .float32: into.copyMemory(from: from, byteCount: bytes.count)
    case .float16: tcm_halve(from, row.count, into)
    case .int8:
      let codes = (into + 4).assumingMemoryBound(to: Int8.self)
      let scale = tcm_quantize(from, row.count, codes)
      into.storeBytes(of: scale.bitPattern, as: UInt32.self)
    }
  }

  /// Reads a row of `rowBytes` that `encode` wrote. O(d).
  func decode(_ bytes: UnsafeRawBufferPointer, into row: UnsafeMutableBufferPointer<Float>) {
    precondition(bytes.count == rowBytes(row.count), "\(bytes.count) bytes for \(row.count) numbers")
    guard let from = bytes.baseAddress, let into = row.baseAddress else { return }
    switch self {
    case .float32: UnsafeMutableRawPointer(into).copyMemory(from: from, byteCount: bytes.count)
    case .float16: tcm_widen(from, row.count, into)
    case .int8:
      let scale = Float(bitPattern: from.loadUnaligned(as: UInt32.self))
      tcm_widen_bytes((from + 4).assumingMemoryBound(to: Int8.self), row.count, scale, into)
    }
  }

  /// The row as it will be read again.
  func rounded(_ row: [Float]) -> [Float] {
    guard self != .float32 else { return row }
    var bytes = [UInt8](repeating: 0, count: rowBytes(row.count))
    var result = row
    bytes.withUnsafeMutableBytes { bytes in
      row.withUnsafeBufferPointer { encode($0, into: bytes) }
      result.withUnsafeMutableBufferPointer { decode(UnsafeRawBufferPointer(bytes), into: $0) }
    }
    return result
  }
}
