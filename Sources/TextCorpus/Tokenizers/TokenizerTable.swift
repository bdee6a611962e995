/// What a kind of tokenizer looks up. It belongs to the model, and is the same wherever the model goes.
public enum TokenizerTable: Sendable, Hashable {
  /// The words of `dictionary`.
  case words(WordFrequencies)
  /// The merges of `byte-pairs`.
  case merges(BytePairMerges)

  /// Equal for equal tables, and hardly ever for others: 64 bits as 16 hexadecimal digits.
  public var fingerprint: String {
    switch self {
    case .words(let words): words.fingerprint.text
    case .merges(let merges): merges.fingerprint.text
    }
  }
}

/// FNV-1a over numbers: tells tables apart, and keeps no secrets.
/// Source: <https://www.rfc-editor.org/rfc/rfc9923>.
struct Fingerprint: Sendable, Hashable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  mutating func add(_ numbers: some Sequence<Int32>) {
    for number in numbers { value = (value ^ UInt64(UInt32(bitPattern: number))) &* 0x100_0000_01B3 }
  }

  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
