import TextCorpus

/// The tokens of texts, a line a text: with blanks between, as numbers, or as JSON.
struct TokenOutput {
  /// The words that have numbers; nil: there are none to show.
  let vocabulary: Vocabulary?
  let showsIDs: Bool
  let isJSON: Bool

  /// What is not written yet.
  private var pending: [UInt8] = []

  init(vocabulary: Vocabulary?, showsIDs: Bool, isJSON: Bool) {
    self.vocabulary = vocabulary
    self.showsIDs = showsIDs
    self.isJSON = isJSON
  }

  /// One line of JSON.
  private struct Line: Encodable {
    let tokens: [String]?
    let ids: [Int32]?
  }

  /// Adds the line of one text.
  mutating func add(_ tokens: TokenBuffer) throws {
    let ids = vocabulary.map { vocabulary in
      (0..<tokens.count).map { index in
        tokens.withToken(index) { vocabulary.id(of: $0) ?? Vocabulary.unknown }
      }
    }
    if isJSON {
      let words = (0..<tokens.count).map { tokens[$0] }
      try flush()
      try StandardOutput.json(Line(tokens: showsIDs ? nil : words, ids: ids), isPretty: false)
      return
    }
    for index in 0..<tokens.count {
      if index > 0 { pending.append(0x20) }
      if showsIDs, let ids {
        pending.append(contentsOf: String(ids[index]).utf8)
      } else {
        tokens.withToken(index) { token in token.withUnsafeBufferPointer { pending.append(contentsOf: $0) } }
      }
    }
    pending.append(0x0A)
    if pending.count >= 1 << 16 { try flush() }
  }

  /// Writes what was added.
  mutating func flush() throws {
    guard !pending.isEmpty else { return }
    try StandardOutput.write(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
