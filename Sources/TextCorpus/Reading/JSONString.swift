/// The escapes of JSON's strings.
enum JSONString {
  /// The bytes of a string whose escapes are well-formed, as UTF-8.
  ///
  /// - Parameter loneSurrogateCount: Goes up by the surrogates without their partner, which become U+FFFD.
  static func unescaped(_ string: Span<UInt8>, loneSurrogateCount: inout Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(string.count)
    var offset = 0
    while offset < string.count {
      guard string[offset] == UInt8(ascii: "\\") else {
        bytes.append(string[offset])
        offset += 1
        continue
      }
      let sign = string[offset + 1]
      offset += 2
      switch sign {
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "u"):
        var scalar = unit(string, at: offset) ?? 0xFFFD
        offset += 4
        if (0xD800...0xDBFF).contains(scalar), string.contains("\\u", at: offset),
          let low = unit(string, at: offset + 2), (0xDC00...0xDFFF).contains(low)
        {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
          offset += 6
        }
        if (0xD800...0xDFFF).contains(scalar) {
          loneSurrogateCount += 1
          scalar = 0xFFFD
        }
        if let scalar = Unicode.Scalar(scalar) { bytes.append(contentsOf: UTF8.encode(scalar)!) }
      default: bytes.append(sign)
      }
    }
    return bytes
  }

  /// A string of JSON, with no more escapes than must be.
  static func quoted(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = [0x22]
    for byte in text.utf8 {
      switch byte {
      case 0x22, UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      default: bytes.append(byte)
      }
    }
    return bytes + [0x22]
  }

  /// The number that four hexadecimal digits make; nil if they are not there.
  static func unit(_ bytes: Span<UInt8>, at offset: Int) -> UInt32? {
    guard offset + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for place in offset..<offset + 4 {
      guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue, bytes[place] < 0x80 else {
        return nil
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
