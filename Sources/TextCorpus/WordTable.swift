/// Distinct words and their numbers, from 0 in the order of insertion: the store beneath a vocabulary.
///
/// The words lie one behind the other in `utf8`; word `i` is `utf8[offsets[i]..<offsets[i + 1]]`. An open-addressing
/// table finds them by their bytes, so that no string is made. A slot holds the whole of a short word, so that most
/// words are found by one look into memory. No result depends on the hash.
struct WordTable: Sendable {
  private(set) var utf8: [UInt8] = []
  private(set) var offsets: [Int32] = [0]

  /// What tells one word from others: the bytes of a word of at most 8, else the first 8; and a hash with the length.
  private struct Key: Equatable {
    var bytes: UInt64
    /// The hash above, min(length, 255) in the last byte.
    var tag: UInt32

    @inline(__always)
    init(_ word: Span<UInt8>) {
      let count = word.count
      let raw = word.bytes
      // Reads that overlap instead of loops over bytes; with the length they are one-to-one.
      if count >= 8 {
        bytes = raw.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
      } else if count >= 4 {
        bytes =
          UInt64(raw.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self))
          | UInt64(raw.unsafeLoadUnaligned(fromByteOffset: count - 4, as: UInt32.self)) << 32
      } else if count > 0 {
        bytes = UInt64(word[0]) | UInt64(word[count / 2]) << 8 | UInt64(word[count - 1]) << 16
      } else {
        bytes = 0
      }
      var state = Self.mix(bytes ^ 0x9E37_79B9_7F4A_7C15 &* UInt64(count + 1))
      var offset = 8
      while offset < count {
        state = Self.mix(
          state ^ raw.unsafeLoadUnaligned(fromByteOffset: min(offset, count - 8), as: UInt64.self))
        offset += 8
      }
      tag = UInt32(truncatingIfNeeded: state ^ state >> 32) << 8 | UInt32(min(count, 255))
    }

    /// Multiply and fold, in the manner of wyhash.
    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
      let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      return product.high ^ product.low
    }

    /// Where the search begins; the hash's own bits, spread over as many as a table may need.
    @inline(__always)
    func slot(mask: Int) -> Int {
      Int(truncatingIfNeeded: (UInt64(tag) &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    }
  }

  private struct Slot {
    var key: Key
    /// Number + 1; 0 is free.
    var entry: Int32
  }

  /// The count is a power of two, and at least a quarter are free.
  private var slots = [Slot](repeating: Self.free, count: 16)
  private static let free = Slot(key: Key([UInt8]().span), entry: 0)

  init() {}

  /// Room for so many words.
  init(capacity: Int) {
    var size = 16
    while (capacity + 1) * 4 > size * 3 { size *= 2 }
    slots = [Slot](repeating: Self.free, count: size)
  }

  var count: Int { offsets.count - 1 }

  func range(of id: Int) -> Range<Int> { Int(offsets[id])..<Int(offsets[id + 1]) }

  /// - Complexity: O(bytes) on average.
  func id(of word: Span<UInt8>) -> Int32? { id(of: word, Key(word)) }

  @inline(__always)
  private func id(of word: Span<UInt8>, _ key: Key) -> Int32? {
    let mask = slots.count - 1
    var index = key.slot(mask: mask)
    while true {
      let slot = slots[index]
      if slot.entry == 0 { return nil }
      if slot.key == key, word.count <= 8 || isWord(Int(slot.entry - 1), equalTo: word) {
        return slot.entry - 1
      }
      index = (index + 1) & mask
    }
  }

  /// The number of a word, a new one if the word is new; nil if a new word no longer fits in 2 GiB.
  ///
  /// - Complexity: O(bytes) on average, amortised.
  mutating func insert(_ word: Span<UInt8>) -> Int32? {
    let key = Key(word)
    if let id = id(of: word, key) { return id }
    guard utf8.count + word.count <= Int(Int32.max), count < Int(Int32.max) - 1 else { return nil }
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let id = Int32(count)
    place(Slot(key: key, entry: id + 1))
    word.withUnsafeBufferPointer { utf8.append(contentsOf: $0) }
    offsets.append(Int32(utf8.count))
    return id
  }

  private mutating func place(_ slot: Slot) {
    let mask = slots.count - 1
    var index = slot.key.slot(mask: mask)
    while slots[index].entry != 0 { index = (index + 1) & mask }
    slots[index] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Self.free, count: old.count * 2)
    for slot in old where slot.entry != 0 { place(slot) }
  }

  private func isWord(_ id: Int, equalTo word: Span<UInt8>) -> Bool {
    let start = Int(offsets[id])
    guard Int(offsets[id + 1]) - start == word.count else { return false }
    let stored = utf8.span.extracting(start..<start + word.count)
    return stored.withUnsafeBytes { stored in word.withUnsafeBytes { stored.elementsEqual($0) } }
  }
}
