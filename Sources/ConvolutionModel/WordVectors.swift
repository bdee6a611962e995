import TensorMath

/// Where a network's word vectors are: in memory, to be learned, or where they were read from, to be looked up. A
/// command that labels one document needs a dozen of them, and copying all took a fifth of its time.
enum WordVectors: Sendable {
  /// `[V, d]` with padded rows.
  case inMemory(AlignedFloats)
  /// Copies the d numbers of a word.
  case elsewhere(@Sendable (_ word: Int, _ target: UnsafeMutablePointer<Float>) -> Void)

  /// All of them.
  func rows(count: Int, stride: Int) -> AlignedFloats {
    switch self {
    case .inMemory(let rows): return rows
    case .elsewhere(let copyRow):
      var rows = AlignedFloats(count: count * stride)
      rows.withUnsafeMutablePointer { base in
        for word in 0..<count { copyRow(word, base + word * stride) }
      }
      return rows
    }
  }

  /// Copies the vectors of words of the vocabulary, and composes those of `guests`, whose numbers begin at `firstGuest`.
  func copy(
    _ words: ArraySlice<Int32>, guests: WordComposition, firstGuest: Int, into x: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    guard guests.count > 0 else { return copy(words, into: x, stride: stride) }
    for index in words.indices {
      let word = words[index]
      let target = x + (index - words.startIndex) * stride
      guard Int(word) >= firstGuest else {
        copy(words[index...index], into: target, stride: stride)
        continue
      }
      switch self {
      case .inMemory(let rows):
        rows.withUnsafePointer {
          guests.compose(Int(word) - firstGuest, from: $0, stride: stride, into: target)
        }
      case .elsewhere(let copyRow):
        guests.compose(Int(word) - firstGuest, stride: stride, into: target, copyRow: copyRow)
      }
    }
  }

  private func copy(_ words: ArraySlice<Int32>, into x: UnsafeMutablePointer<Float>, stride: Int) {
    switch self {
    case .inMemory(let rows):
      rows.withUnsafePointer { base in
        for (i, word) in words.enumerated() {
          (x + i * stride).update(from: base + Int(word) * stride, count: stride)
        }
      }
    case .elsewhere(let copyRow):
      for (i, word) in words.enumerated() { copyRow(Int(word), x + i * stride) }
    }
  }
}
