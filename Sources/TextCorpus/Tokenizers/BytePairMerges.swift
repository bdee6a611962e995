/// The pieces of words that `byte-pairs` knows, and the merges that make them: what `BytePairTrainer` learns.
///
/// A symbol is a piece of a word. One that does not begin its word is written with `##` before it, so that a word that
/// is whole is written as ever, and finds its vector in a store. Symbols of one character (a Unicode scalar) are there from
/// the start; a merge joins two symbols that stand side by side to a longer one, which several merges may make.
public struct BytePairMerges: Sendable {
  /// What stands before a piece that does not begin a word.
  public static let continuation = "##"

  /// The left and the right symbol of each merge, `[mergeCount, 2]`, the first learned first.
  public let merges: [Int32]

  let symbols: WordTable
  /// What each merge makes, `[mergeCount]`.
  let results: [Int32]
  /// The symbol of each character at the beginning of a word, and inside.
  private let beginnings: [UInt32: Int32]
  private let insides: [UInt32: Int32]
  private let ranks: PairRanks
  let fingerprint: Fingerprint

  /// Takes symbols and merges as they are stored, trusting nothing.
  ///
  /// - Parameters:
  ///   - utf8: The symbols one behind the other.
  ///   - offsets: Where each begins, and where the last ends, `[count + 1]`.
  ///   - merges: `[mergeCount, 2]`.
  /// - Throws: `brokenTable`.
  /// - Complexity: O(bytes) on average.
  public init(utf8: [UInt8], offsets: [Int32], merges: [Int32]) throws(TokenizerError) {
    guard merges.count % 2 == 0 else { throw .brokenTable(reason: "a merge has no right symbol") }
    try self.init(WordTable(checking: utf8, offsets: offsets), merges: merges)
  }

  init(_ symbols: WordTable, merges: [Int32]) throws(TokenizerError) {
    var fingerprint = Fingerprint()
    fingerprint.add(symbols.utf8)
    fingerprint.add(symbols.offsets)
    fingerprint.add(merges)
    self.fingerprint = fingerprint
    self.symbols = symbols
    self.merges = merges

    var beginnings: [UInt32: Int32] = [:]
    var insides: [UInt32: Int32] = [:]
    let bytes = symbols.utf8.span
    for symbol in 0..<symbols.count {
      let range = symbols.range(of: symbol)
      let isInside = Self.isInside(bytes.extracting(range))
      let start = range.lowerBound + (isInside ? 2 : 0)
      let scalar = bytes.scalar(at: start)
      guard start + scalar.length == range.upperBound else { continue }
      if isInside { insides[scalar.value] = Int32(symbol) } else { beginnings[scalar.value] = Int32(symbol) }
    }
    let mergeCount = merges.count / 2
    var ranks = PairRanks(capacity: mergeCount)
    var results: [Int32] = []
    results.reserveCapacity(mergeCount)
    for merge in 0..<mergeCount {
      let left = merges[2 * merge]
      let right = merges[2 * merge + 1]
      guard left >= 0, right >= 0, left < symbols.count, right < symbols.count,
        let joined = Self.joined(symbols, Int(left), Int(right)), let result = symbols.id(of: joined.span)
      else { throw .brokenTable(reason: "what merge \(merge) makes is no symbol") }
      ranks.insert(left, right, rank: Int32(merge))
      results.append(result)
    }
    self.results = results
    self.beginnings = beginnings
    self.insides = insides
    self.ranks = ranks
  }

  /// How many symbols there are, characters and merged ones.
  public var count: Int { symbols.count }

  /// How many merges there are.
  public var mergeCount: Int { results.count }

  /// The symbols one behind the other.
  public var utf8: [UInt8] { symbols.utf8 }

  /// Where each symbol begins, and where the last ends, `[count + 1]`.
  public var offsets: [Int32] { symbols.offsets }

  /// The symbol of a character; nil if training did not see it there often enough.
  @inline(__always)
  func symbol(of character: UInt32, isInside: Bool) -> Int32? {
    isInside ? insides[character] : beginnings[character]
  }

  /// Which merge joins two symbols, the lower the earlier; nil if none does.
  @inline(__always)
  func rank(_ left: Int32, _ right: Int32) -> Int32? { ranks[left, right] }

  /// Whether a symbol is written with the mark of pieces inside a word; `##` alone is two characters of a text.
  static func isInside(_ symbol: Span<UInt8>) -> Bool {
    symbol.count > 2 && symbol[0] == 0x23 && symbol[1] == 0x23
  }

  /// The bytes of two symbols side by side; nil if the right one begins a word.
  static func joined(_ symbols: WordTable, _ left: Int, _ right: Int) -> [UInt8]? {
    let bytes = symbols.utf8
    let own = symbols.range(of: right)
    guard isInside(bytes.span.extracting(own)) else { return nil }
    return Array(bytes[symbols.range(of: left)]) + bytes[own.dropFirst(2)]
  }
}

extension BytePairMerges: Hashable {
  /// Same symbols, same merges.
  public static func == (left: BytePairMerges, right: BytePairMerges) -> Bool {
    left.fingerprint == right.fingerprint && left.merges == right.merges && left.utf8 == right.utf8
      && left.offsets == right.offsets
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

/// Which merge joins a pair of symbols: open addressing, since a word asks a dozen times.
struct PairRanks: Sendable {
  private struct Slot {
    var key: UInt64
    /// Rank + 1; 0 is free.
    var entry: Int32
  }

  private var slots: [Slot]

  /// Room for so many pairs, with at least half of the slots free.
  init(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    slots = [Slot](repeating: Slot(key: 0, entry: 0), count: size)
  }

  @inline(__always)
  private func firstSlot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 32) & (slots.count - 1)
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The first rank of a pair counts.
  mutating func insert(_ left: Int32, _ right: Int32, rank: Int32) {
    let key = Self.key(left, right)
    var index = firstSlot(key)
    while slots[index].entry != 0 {
      if slots[index].key == key { return }
      index = (index + 1) & (slots.count - 1)
    }
    slots[index] = Slot(key: key, entry: rank + 1)
  }

  @inline(__always)
  subscript(left: Int32, right: Int32) -> Int32? {
    let key = Self.key(left, right)
    var index = firstSlot(key)
    while slots[index].entry != 0 {
      if slots[index].key == key { return slots[index].entry - 1 }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }
}
