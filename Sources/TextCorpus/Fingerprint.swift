/// FNV-1a of 64 bits: tells texts and tables apart, and keeps no secrets.
/// Source: <https://www.rfc-editor.org/rfc/rfc9923>.
package struct Fingerprint: Sendable, Hashable {
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func add(_ byte: UInt8) { mix(UInt64(byte)) }

  package mutating func add(_ bytes: Span<UInt8>) {
    for index in bytes.indices { mix(UInt64(bytes[index])) }
  }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { mix(UInt64(byte)) }
  }

  mutating func add(_ numbers: some Sequence<Int32>) {
    for number in numbers { mix(UInt64(UInt32(bitPattern: number))) }
  }

  private mutating func mix(_ number: UInt64) { value = (value ^ number) &* 0x100_0000_01B3 }

  /// 16 hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
