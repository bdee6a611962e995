/// Encodes documents as they come, with a vocabulary and labels that are there already. Beyond a bound of memory they go to a
/// temporary file.
package struct EncodedCollector {
  private let tokenizer: Tokenizer
  private let vocabulary: Vocabulary
  private let memory: TextMemory
  private var buffer = TokenBuffer()
  private var text: EncodedText
  private var file: TokenFile?
  private var classCounts: [Int] = []
  private var count = 0

  /// - Parameter keepsGuests: Whether unknown words are kept apart.
  package init(tokenizer: Tokenizer, vocabulary: Vocabulary, keepsGuests: Bool, memory: TextMemory) {
    text = EncodedText(guests: keepsGuests ? GuestWords(behind: vocabulary) : nil)
    self.tokenizer = tokenizer
    self.vocabulary = vocabulary
    self.memory = memory
  }

  /// Adds a document of a class.
  ///
  /// - Throws: `TemporaryFileError`.
  package mutating func add(_ document: String, label: Int32) throws(TemporaryFileError) {
    tokenizer.tokenize(document, into: &buffer)
    text.append(buffer, vocabulary: vocabulary, label: label)
    DocumentSelection.add([label], to: &classCounts)
    count += 1
    if file == nil {
      // A start has 8 bytes, a label 4.
      guard text.tokens.count * 4 + text.count * 12 > memory.tokenBytes else { return }
      file = try TokenFile(in: memory.folder)
    }
    for number in 0..<text.count { try file?.append(text[number], label: text.labels[number]) }
    text.removeDocuments(keepingCapacity: text.count == 1)
  }

  /// All of them, in their order.
  package consuming func finish() throws(TemporaryFileError) -> DocumentSelection {
    var store: any DocumentStore = text
    if var file {
      try file.finish()
      file.guests = text.guests
      store = file
    }
    return DocumentSelection(Array(0..<Int32(count)), of: store, classCounts: classCounts)
  }
}
