// Pieces and their hash are those of fastText's `Dictionary::computeSubwords` and `Dictionary::hash`, to the last bit.
extension SubwordConfiguration {
  /// Calls `body` with the bucket of each piece of a word, place by place and from short to long; a piece that the word has
  /// twice comes twice.
  ///
  /// - Parameters:
  ///   - word: UTF-8.
  ///   - longestWord: Pieces begin at so many scalars of it at most.
  /// - Complexity: O(scalars · maximumLength), of at most `longestWord` scalars.
  package func forEachBucket(
    of word: Span<UInt8>, longestWord: Int = SubwordConfiguration.longestWord, _ body: (Int32) -> Void
  ) {
    let count = word.count + 2
    func byte(_ index: Int) -> UInt8 {
      index == 0 ? UInt8(ascii: "<") : index == count - 1 ? UInt8(ascii: ">") : word[index - 1]
    }
    func continues(_ index: Int) -> Bool { index < count && byte(index) & 0xC0 == 0x80 }
    var places = 0
    for start in 0..<count where !continues(start) {
      places += 1
      guard places <= longestWord else { return }
      var hash = FNV1a()
      var end = start
      var length = 0
      while end < count, length < maximumLength {
        repeat {
          hash.add(byte(end))
          end += 1
        } while continues(end)
        length += 1
        // A mark alone is no piece.
        if length >= minimumLength, length > 1 || start > 0 && end < count {
          body(Int32(hash.value % UInt32(buckets)))
        }
      }
    }
  }
}

/// FNV-1a of 32 bits (Fowler, Noll & Vo), but that a byte of 128 or more goes in with its sign: the 24 bits above it are
/// then turned too. So it is in fastText, for the sake of models that were trained before it was noticed.
struct FNV1a {
  private(set) var value: UInt32 = 2_166_136_261

  mutating func add(_ byte: UInt8) {
    value ^= UInt32(bitPattern: Int32(Int8(bitPattern: byte)))
    value &*= 16_777_619
  }
}
