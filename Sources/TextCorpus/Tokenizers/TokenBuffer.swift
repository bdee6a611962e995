/// The tokens of one document as bytes, kept for reuse so that tokenizing allocates nothing.
package struct TokenBuffer: Sendable {
  /// The tokens one behind the other; only the first `used` bytes mean anything.
  private var bytes: [UInt8] = []
  private var used = 0

  /// Where each token ends; it begins where the one before ends.
  private var ends: [Int] = []

  /// Invalid UTF-8 sequences met since the last `removeAll`, each now U+FFFD in its token.
  package internal(set) var replacedSequenceCount = 0

  /// The text that the tokens are cut from, where it had to be normalized.
  var normalized: [UInt8] = []

  /// What `byte-pairs` needs.
  var pieces = PieceScratch()

  package init() {}

  /// How many tokens there are.
  package var count: Int { ends.count }

  /// Where a token lies in the bytes.
  private func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  /// Lends the bytes of a token.
  package func withToken<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(range(of: index)))
  }

  /// Lends the bytes of tokens that stand side by side.
  @inline(__always)
  func withTokens<Result>(_ indices: ClosedRange<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
    body(
      bytes.span.extracting(
        range(of: indices.lowerBound).lowerBound..<range(of: indices.upperBound).upperBound))
  }

  /// A token as a string, for people.
  package subscript(index: Int) -> String { String(decoding: bytes[range(of: index)], as: UTF8.self) }

  /// Forgets the tokens and keeps the memory.
  package mutating func removeAll() {
    used = 0
    ends.removeAll(keepingCapacity: true)
    replacedSequenceCount = 0
  }

  // MARK: Building, byte by byte, then `endToken`

  private var tokenStart: Int { ends.last ?? 0 }

  @inline(__always)
  private mutating func reserve(_ count: Int) {
    if used + count > bytes.count { grow(toAtLeast: used + count) }
  }

  @inline(never)
  private mutating func grow(toAtLeast size: Int) {
    bytes.append(contentsOf: repeatElement(0, count: max(size, bytes.count * 2, 256) - bytes.count))
  }

  /// Adds bytes of a text to the token being built, as they are or with A to Z lower-cased.
  @inline(__always)
  mutating func append(_ text: Span<UInt8>, _ range: Range<Int>, lowercasingASCII: Bool) {
    reserve(range.count)
    var offset = used
    var target = bytes.mutableSpan
    if lowercasingASCII {
      for index in range {
        let byte = text[index]
        target[offset] = byte &- 0x41 < 26 ? byte | 0x20 : byte
        offset += 1
      }
    } else {
      for index in range {
        target[offset] = text[index]
        offset += 1
      }
    }
    used = offset
  }

  mutating func append(_ byte: UInt8) {
    reserve(1)
    bytes[used] = byte
    used += 1
  }

  mutating func append(contentsOf utf8: String.UTF8View) {
    for byte in utf8 { append(byte) }
  }

  /// Ends the token being built; nothing happens if it has no bytes.
  @inline(__always)
  mutating func endToken() {
    if used > tokenStart { ends.append(used) }
  }

  /// Takes ZERO WIDTH JOINERs and NON-JOINERs off the end of the token being built: they join nothing there.
  mutating func dropJoiners() {
    while used - tokenStart >= 3, bytes[used - 3] == 0xE2, bytes[used - 2] == 0x80,
      bytes[used - 1] | 1 == 0x8D
    {
      used -= 3
    }
  }

  /// Adds a token of the bytes of two adjacent ones.
  mutating func appendPair(_ first: Int) {
    let source = range(of: first).lowerBound..<range(of: first + 1).upperBound
    reserve(source.count)
    for index in source {
      bytes[used] = bytes[index]
      used += 1
    }
    endToken()
  }

  /// Joins tokens to longer ones.
  ///
  /// - Parameters:
  ///   - tokens: Those to join; the ones behind move up.
  ///   - lengths: How many tokens the word has that begins at each; what is inside a word does not count, `[tokens.count]`.
  mutating func join(_ tokens: Range<Int>, lengths: [Int]) {
    var target = tokens.lowerBound
    var index = tokens.lowerBound
    while index < tokens.upperBound {
      index += lengths[index - tokens.lowerBound]
      ends[target] = ends[index - 1]
      target += 1
    }
    ends.removeSubrange(target..<tokens.upperBound)
  }

  /// Ends the token being built, cut into a word and its contractions: `wouldn't've` gives `would n't 've`.
  mutating func endTokenSplittingContractions() {
    let start = tokenStart
    let first = ends.count
    var end = used
    while end > start {
      ends.append(end)
      guard let length = Contraction.suffixLength(of: bytes.span.extracting(start..<end)) else { break }
      end -= length
    }
    ends[first...].reverse()
  }
}
