import CTensorMath

/// How the numbers of an array in a file are written, little-endian.
enum ArrayElement: String, Equatable, Sendable {
  case float16 = "F16"
  case bfloat16 = "BF16"
  case float32 = "F32"
  case float64 = "F64"

  var size: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    }
  }

  /// Reads a row; doubles are rounded to the nearest Float.
  ///
  /// - Precondition: There are bytes for every number.
  func decode(_ bytes: UnsafeRawBufferPointer, into row: inout [Float]) {
    precondition(bytes.count == size * row.count, "\(bytes.count) bytes for \(row.count) numbers")
    guard let base = bytes.baseAddress else { return }
    switch self {
    case .float16: tcm_widen(base, row.count, &row)
    case .float32: row.withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
    case .bfloat16:
      for index in row.indices {
        row[index] = Float(
          bitPattern: UInt32(
            UInt16(littleEndian: base.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))) << 16)
      }
    case .float64:
      for index in row.indices {
        row[index] = Float(base.loadUnaligned(fromByteOffset: 8 * index, as: Double.self))
      }
    }
  }
}
