/// Packs without making smaller, for readers that must not see the difference.
enum Packing {
  /// A gzip member of stored blocks. Source: RFC 1952, and RFC 1951, section 3.2.4.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let end = min(start + 0xFFFF, bytes.count)
      let length = UInt16(end - start)
      packed.append(end == bytes.count ? 1 : 0)
      for number in [length, ~length] { packed += [UInt8(number & 0xFF), UInt8(number >> 8)] }
      packed += bytes[start..<end]
      start = end
    } while start < bytes.count
    for number in [checksum(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
      packed += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    return packed
  }

  /// CRC-32, a bit at a time: the inputs are small.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { state, _ in state >> 1 ^ (state & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}
