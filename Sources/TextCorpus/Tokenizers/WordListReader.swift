extension WordFrequencies {
  /// Reads a word list: a line a word, `word count` or `word count tag`, blanks or tabs between, as jieba's dict.txt.
  ///
  /// Words are kept as the tokenizer gives them, normalized and in lower case where it does that. The counts of a word that
  /// is there several times, as some are in jieba's list, are added. Empty lines are passed over.
  ///
  /// - Throws: `TokenizerError`, or `CorpusError` for what cannot be opened or read.
  /// - Complexity: O(bytes · longest word) on average.
  public init(contentsOf path: String, for configuration: TokenizerConfiguration) throws {
    var reader = WordListReader(Tokenizer(configuration.reading))
    var lines = try LineReader(path: path)
    while try lines.advance() {
      let line = lines.lineNumber
      do {
        try lines.withLine { text throws(WordListFault) in try reader.add(text) }
      } catch {
        throw TokenizerError.badLine(file: path, line: line, fault: error)
      }
    }
    guard reader.words.count > 0 else { throw TokenizerError.noWords(file: path) }
    try self.init(reader.words, counts: reader.counts)
  }
}

extension WordListFault: Error {}

/// Collects the entries of a word list.
private struct WordListReader {
  private let tokenizer: Tokenizer
  private var buffer = TokenBuffer()
  private(set) var words = WordTable()
  private(set) var counts: [Int32] = []

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  mutating func add(_ text: Span<UInt8>) throws(WordListFault) {
    let fields = Self.fields(text)
    guard !fields.isEmpty else { return }
    guard fields.count == 2 || fields.count == 3 else { throw .fields(fields.count) }
    let number = text.extracting(fields[1]).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    guard let count = Int32(number), count >= 0 else { throw .notACount(number) }
    let word = text.extracting(fields[0])
    guard word.invalidSequenceCount == 0 else { throw .notUTF8 }
    guard word.count <= WordFrequencies.longestWord else { throw .tooLong(bytes: word.count) }
    tokenizer.tokenize(word, into: &buffer)
    // There may be white space in it of other kinds than part the fields, or nothing but what normalization takes away.
    guard buffer.count == 1 else { throw .notAWord(pieces: buffer.count) }
    let length = buffer.withToken(0) { $0.count }
    guard length <= WordFrequencies.longestWord else { throw .tooLong(bytes: length) }
    guard let id = buffer.withToken(0, { words.insert($0) }) else { throw .tooLong(bytes: length) }
    if Int(id) == counts.count {
      counts.append(count)
    } else {
      counts[Int(id)] =
        counts[Int(id)].addingReportingOverflow(count).overflow ? .max : counts[Int(id)] + count
    }
  }

  /// Where the fields are, between blanks and tabs.
  private static func fields(_ text: Span<UInt8>) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var offset = 0
    while offset < text.count {
      let start = offset
      while offset < text.count, text[offset] != 0x20, text[offset] != 0x09 { offset += 1 }
      if offset > start { fields.append(start..<offset) }
      offset += 1
    }
    return fields
  }
}

extension TokenizerConfiguration {
  /// What brings a word of a list to the form that tokens have, and cuts nothing.
  fileprivate var reading: TokenizerConfiguration {
    TokenizerConfiguration(
      kind: .whitespace, isLowercased: isLowercased, normalization: normalization, foldsAccents: foldsAccents)
  }
}
