/// The tokens of a corpus, in memory or in a file.
package enum CollectedTokens: Sendable {
  case memory(TokenizedText)
  case file(FiledTokens)

  /// How many documents there are.
  package var count: Int {
    switch self {
    case .memory(let text): text.count
    case .file(let text): text.file.count
    }
  }

  /// How many tokens there are in all documents.
  package var tokenCount: Int {
    switch self {
    case .memory(let text): text.tokenCount
    case .file(let text): text.file.tokenCount
    }
  }

  /// The size and the folder of the file; nil where all is in memory.
  package var file: (bytes: Int, folder: String)? {
    guard case .file(let text) = self else { return nil }
    return (text.file.byteCount, text.file.folder)
  }

  /// The vocabulary of some documents.
  ///
  /// - Parameter documents: Those that count, such as the training part, each once.
  /// - Throws: `TemporaryFileError.cannotRead`.
  package func vocabulary(
    of documents: [Int32], minimumCount: Int, maximumSize: Int?
  ) throws -> CountedVocabulary {
    switch self {
    case .memory(let text):
      var counter = VocabularyCounter(text)
      counter.add(documents: documents.lazy.map { Int($0) })
      return counter.vocabulary(minimumCount: minimumCount, maximumSize: maximumSize)
    case .file(let text):
      return try text.vocabulary(of: documents, minimumCount: minimumCount, maximumSize: maximumSize)
    }
  }

  /// All documents in the numbers of a vocabulary; unknown words become 0.
  ///
  /// - Parameters:
  ///   - labels: The class of each document, `[documents]`.
  ///   - keepsGuests: Whether unknown words are kept apart instead.
  /// - Throws: `TemporaryFileError`.
  package func encoded(
    with vocabulary: Vocabulary, labels: [Int32], keepsGuests: Bool = false
  ) throws -> any DocumentStore {
    switch self {
    case .memory(let text): return text.encoded(with: vocabulary, labels: labels, keepsGuests: keepsGuests)
    case .file(let text): return try text.encoded(with: vocabulary, labels: labels, keepsGuests: keepsGuests)
    }
  }
}

/// Tokens in a file, as provisional numbers of words: −1 stands for those that were forgotten.
package struct FiledTokens: Sendable {
  let words: WordTable
  let file: TokenFile

  /// As `TokenizedText.vocabulary`.
  func vocabulary(
    of documents: [Int32], minimumCount: Int, maximumSize: Int?
  ) throws(TemporaryFileError) -> CountedVocabulary {
    // One pass in the order of the file, whatever the order of the documents.
    var isCounted = [Bool](repeating: false, count: file.count)
    for document in documents { isCounted[Int(document)] = true }
    var counts = [Int](repeating: 0, count: words.count)
    var forgotten = 0
    try file.forEach(in: 0..<file.count) { document, block, record in
      guard isCounted[document] else { return }
      for place in record.dropFirst() {
        if block[place] >= 0 { counts[Int(block[place])] += 1 } else { forgotten += 1 }
      }
    }
    return CountedVocabulary(
      words, counts: counts, forgotten: forgotten, minimumCount: minimumCount, maximumSize: maximumSize)
  }

  /// As `TokenizedText.encoded`, in place: whoever has this text has the encoded one afterwards.
  func encoded(
    with vocabulary: Vocabulary, labels: [Int32], keepsGuests: Bool
  ) throws(TemporaryFileError) -> TokenFile {
    var file = file
    file.guests = keepsGuests ? GuestWords(behind: vocabulary) : nil
    let numbers = vocabulary.numbers(of: words, guests: &file.guests)
    try file.forEach(in: 0..<file.count, writesBack: true) { document, block, record in
      block[record.lowerBound] = labels[document]
      for place in record.dropFirst() {
        block[place] = block[place] >= 0 ? numbers[Int(block[place])] : Vocabulary.unknown
      }
    }
    return file
  }
}
