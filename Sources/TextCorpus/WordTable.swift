/// Distinct words and their numbers, from 0 in the order of insertion: the store beneath a vocabulary.
///
/// The words lie one behind the other in `utf8`; word `i` is `utf8[offsets[i]..<offsets[i + 1]]`. An open-addressing
/// table finds them by their bytes, so that no string is made. No result depends on the hash.
struct WordTable: Sendable {
  private(set) var utf8: [UInt8] = []
  private(set) var offsets: [Int32] = [0]

  /// Hash above, number + 1 below; 0 is free. The count is a power of two and at least half are free.
  private var slots = [UInt64](repeating: 0, count: 16)

  init() {}

  var count: Int { offsets.count - 1 }

  func range(of id: Int) -> Range<Int> { Int(offsets[id])..<Int(offsets[id + 1]) }

  /// - Complexity: O(bytes) on average.
  func id(of word: Span<UInt8>) -> Int32? {
    let hash = Self.hash(word)
    var slot = Int(hash) & (slots.count - 1)
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      if UInt32(truncatingIfNeeded: entry >> 32) == hash {
        let id = Int32(truncatingIfNeeded: entry) - 1
        if isWord(Int(id), equalTo: word) { return id }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  /// The number of a word, a new one if the word is new; nil if a new word no longer fits in 2 GiB.
  ///
  /// - Complexity: O(bytes) on average, amortised.
  mutating func insert(_ word: Span<UInt8>) -> Int32? {
    if let id = id(of: word) { return id }
    guard utf8.count + word.count <= Int(Int32.max), count < Int(Int32.max) - 1 else { return nil }
    if (count + 1) * 2 > slots.count { grow() }
    let id = Int32(count)
    place(id, hash: Self.hash(word))
    word.withUnsafeBufferPointer { utf8.append(contentsOf: $0) }
    offsets.append(Int32(utf8.count))
    return id
  }

  private mutating func place(_ id: Int32, hash: UInt32) {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt64(hash) << 32 | UInt64(id + 1)
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 {
      place(Int32(truncatingIfNeeded: entry) - 1, hash: UInt32(truncatingIfNeeded: entry >> 32))
    }
  }

  @inline(__always)
  private func isWord(_ id: Int, equalTo word: Span<UInt8>) -> Bool {
    let start = Int(offsets[id])
    guard Int(offsets[id + 1]) - start == word.count else { return false }
    let stored = utf8.span.extracting(start..<start + word.count)
    var offset = 0
    while offset + 8 <= word.count {
      let left = stored.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let right = word.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if left != right { return false }
      offset += 8
    }
    while offset < word.count {
      if stored[offset] != word[offset] { return false }
      offset += 1
    }
    return true
  }

  /// Multiply and fold, eight bytes at a time, in the manner of wyhash.
  @inline(__always)
  private static func hash(_ word: Span<UInt8>) -> UInt32 {
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(word.count)
    let bytes = word.bytes
    var offset = 0
    while offset + 8 <= word.count {
      state = mix(state ^ bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    if offset + 4 <= word.count {
      state = mix(state ^ UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)))
      offset += 4
    }
    var tail: UInt64 = 0
    while offset < word.count {
      tail = tail << 8 | UInt64(word[offset])
      offset += 1
    }
    state = mix(state ^ tail)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }
}
