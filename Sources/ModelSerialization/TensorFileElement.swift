/// What a tensor's elements are, as safetensors names them. `TensorFile` decodes F32, I32, I64 and U8; the other types
/// can stand in a file from elsewhere and are checked and passed by.
package enum TensorFileElement: String, Sendable, Equatable, CaseIterable {
  case float64 = "F64"
  case int64 = "I64"
  case uint64 = "U64"
  case float32 = "F32"
  case int32 = "I32"
  case uint32 = "U32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int16 = "I16"
  case uint16 = "U16"
  case int8 = "I8"
  case uint8 = "U8"
  case bool = "BOOL"
  case float8e5m2 = "F8_E5M2"
  case float8e4m3 = "F8_E4M3"

  /// Bytes an element takes.
  package var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool, .float8e5m2, .float8e4m3: 1
    }
  }
}
